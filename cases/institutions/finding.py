"""Pure: courts and prisons on record found in texts, in any case form, shortened or by number.

«в Мещанском районном суде», «Мещанский суд Москвы», «Мосгорсуд», "Moscow's Meshchansky Court", «ИК-2»,
"penal colony No. 2". Many colonies bear one number: the place decides where the text names it,
otherwise all of them are handed back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cases.institutions.court_phrases import CourtPhrase, around, court_phrases
from cases.institutions.court_words import translated
from cases.institutions.naming import (
    COURT,
    NUMBERED,
    UNIQUE_KINDS,
    WIDESPREAD,
    CourtName,
    KnownInstitution,
    beginning,
    court_name,
    numbered_as,
    numbers_in,
    place_stem,
    place_stems,
    quoted_names,
    sounds,
)
from cases.institutions.places import names_place
from cases.institutions.prison_names import quoted_in, stands_as_prison
from people.names.language.folding import soften
from people.names.language.transliteration import readings

# How far from a number the place may stand to decide at once.
_NEAR: Final = 120
# Words of which a prison's number is never without; where none stands nothing is searched.
_PRISON_WORDS: Final = (
    "колон", "калон", "colony", "kolon", "coloni", "colonia", "сизо", "sizo", "сізо", "изолятор",
    "ізолятор", "remand", "detention", "gefängnis", "détention", "тюр", "straf", "areszt", "лиу",
)  # fmt: skip
_SK: Final = re.compile(r"(.{2,}?(?:sk|ck|ск|цк))[^\W\d_]{0,4}$")
_SOFT_T: Final = re.compile("ц(?=[вяеёіюь])")  # Цвярскі
_HUSHED: Final = re.compile("([QCSZ])A")
_CYRILLIC: Final = re.compile("[а-яіў]", re.IGNORECASE)
# Belarusian writes the unstressed vowels as they are heard: Мяшчанскі, Лефортава.
_AS_HEARD: Final = str.maketrans({"A": "e", "o": "a", "O": "e"})


@dataclass(frozen=True, slots=True)
class InstitutionSpan:
    """A place in a text and the institutions it may name; several when nothing tells them apart.

    how: `name`, `short` (a part of the name), `place` (told apart by a place in the text); `number`,
    `widespread` and `unnamed` (Supreme Court) could as well be ones that are not on record, or
    something else of that name.
    """

    start: int
    end: int
    surface: str
    institutions: tuple[int, ...]
    how: str


class InstitutionFinder:
    """All institutions on record, found in a text in one pass."""

    def __init__(self, known: Iterable[KnownInstitution]) -> None:
        """Read the names on record; a few microseconds each."""
        self._courts: dict[int, list[CourtName]] = defaultdict(list)
        self._by_sound: dict[str, set[int]] = defaultdict(set)
        self._unnamed: dict[frozenset[str], set[int]] = defaultdict(set)
        self._numbered: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._quoted: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._heard: dict[str, set[str]] = defaultdict(set)
        self._places: dict[int, tuple[str, ...]] = {}
        for one in known:
            self._add(one)

    def _add(self, one: KnownInstitution) -> None:
        self._places[one.id] = place_stems(one.places)
        for name in one.names:
            if one.kind == COURT:
                court = court_name(name)
                if court is None:
                    continue
                self._courts[one.id].append(court)
                if not court.distinctive:
                    self._unnamed[court.generic].add(one.id)
                for stem in court.distinctive:
                    for sound in sounds(stem):
                        self._by_sound[sound].add(one.id)
                        self._heard[sound.translate(_AS_HEARD)].add(sound)
                continue
            number = numbers_in(name)
            if number is not None:
                if one.id not in self._numbered[number]:
                    self._numbered[number].append(one.id)
            for stems in quoted_names(name):
                self._quoted[stems].add(one.id)

    def find(self, text: str, language: str = "") -> list[InstitutionSpan]:
        """Places of `text` that name institutions, in order. Linear in the length of the text."""
        low = lowered(text)
        found = [*self._courts_in(text, low, language), *self._prisons_in(text, low, language)]
        found.sort(key=lambda span: (span.start, -span.end))
        kept: list[InstitutionSpan] = []
        for span in found:
            if not kept or span.start >= kept[-1].end:
                kept.append(span)
        return kept

    def _prisons_in(self, text: str, low: str, language: str) -> Iterator[InstitutionSpan]:
        for match in _numbered_places(text, low) if self._numbered else ():
            ids = self._numbered.get(numbered_as(match), ())
            if ids:
                start, end = match.span()
                chosen, how = tuple(ids), "number"
                elsewhere = _IN_A_PLACE.match(text, end)
                if elsewhere is None or any(
                    names_place(elsewhere[1], self._places[one], language) for one in ids
                ):
                    chosen, how = self._told_apart(text, start, end, ids, language)
                yield InstitutionSpan(start, end, match.group(), chosen, how)
        for start, end, stems in quoted_in(text, low, self._quoted, language):
            how = "name" if stands_as_prison(text, low, start, end) else "widespread"
            yield InstitutionSpan(
                start, end, text[start:end], tuple(sorted(self._quoted[stems])), how
            )

    def _told_apart(
        self, text: str, start: int, end: int, ids: Iterable[int], language: str
    ) -> tuple[tuple[int, ...], str]:
        """Those of `ids` whose place stands near; all of them where none or several do."""
        near = f"{text[max(0, start - _NEAR) : start]} {text[end : end + _NEAR]}"
        placed = [one for one in ids if names_place(near, self._places[one], language)]
        if len(placed) == 1:
            return (placed[0],), "place"
        return tuple(placed or ids), "number"

    def _courts_in(self, text: str, low: str, language: str) -> Iterator[InstitutionSpan]:
        if not self._courts:
            return
        for phrase in court_phrases(text, low, language):
            span = self._court_at(text, phrase, language)
            if span is not None:
                yield span

    def _court_at(self, text: str, phrase: CourtPhrase, language: str) -> InstitutionSpan | None:
        heard = [self._heard_as(name, language) for name in phrase.names]
        ids, whole = self._fitting(phrase, heard, language)
        placed = False
        end = phrase.end
        if phrase.place and ids:
            here = [one for one in ids if self._sits_in(one, phrase.place, language)]
            if here:
                ids, end, placed = here, phrase.placed_to, True
            elif not phrase.names or self._widespread(phrase):
                return None  # the Supreme Court, or the Leninsky one, of another place
        if not ids:
            return None
        surface = text[phrase.start : end]
        if not phrase.names:
            # Every country has a Supreme Court: only with its own country or place it is ours.
            ids = self._plainest(ids)
            if not phrase.ours and not placed:
                how = _unnamed_as(phrase, surface)
                return InstitutionSpan(phrase.start, end, surface, tuple(ids), how)
        if len(ids) > 1:
            chosen, how = self._told_apart(text, phrase.start, end, ids, language)
            return InstitutionSpan(phrase.start, end, surface, chosen, how)
        how = "name" if whole else "short"
        if not placed and self._may_be_another(ids[0], phrase, heard):
            how = "widespread"
            if self._widespread(phrase):
                _, told = self._told_apart(text, phrase.start, end, ids, language)
                how = told if told == "place" else how
        return InstitutionSpan(phrase.start, end, surface, tuple(ids), how)

    def _fitting(
        self, phrase: CourtPhrase, heard: list[frozenset[str]], language: str
    ) -> tuple[list[int], bool]:
        """The courts that the words may mean, and whether the words are all of their names."""
        if not phrase.names:
            named = sorted(self._unnamed.get(frozenset(phrase.generic), ()))
            if named or not phrase.place or not phrase.generic & _ONE_IN_A_PLACE:
                return named, True
            # «Горсуд Петербурга», "tribunal municipal de Moscou": the place is its name.
            kind = [
                one
                for one, courts in self._courts.items()
                if any(court.generic == phrase.generic for court in courts)
            ]
            here = [one for one in kind if self._sits_in(one, phrase.place, language)]
            return (here, True) if len(here) == 1 else ([], True)
        possible: set[int] = set()
        for each in heard:
            for sound in each:
                possible |= self._by_sound.get(sound, set())
        whole: list[int] = []
        part: list[int] = []
        for one in sorted(possible):
            fit = max(
                _fit(court, heard, phrase.generic, self._places[one]) for court in self._courts[one]
            )
            if fit:
                (whole if fit == 2 else part).append(one)
        return whole or part, bool(whole)

    def _may_be_another(self, one: int, phrase: CourtPhrase, heard: list[frozenset[str]]) -> bool:
        """Whether the words, which say no place, are borne by courts elsewhere, or by any of a town.

        «Ленинский суд»; "a Moscow court", "a Tver court", which may be each of that town.
        """
        if not phrase.names:
            return False
        if self._widespread(phrase):
            return True
        if phrase.generic:
            return False
        kinds = set().union(*(court.generic for court in self._courts[one]))
        towns = [sounds(place) for place in self._places[one]]
        of_town = any(any(_begins(each, town) for town in towns) for each in heard)
        return any(translated(name) for name in phrase.names) or (
            of_town and bool(kinds & {"regional", "territorial"})
        )

    @staticmethod
    def _widespread(phrase: CourtPhrase) -> bool:
        """Whether courts of many towns bear this name."""
        if phrase.generic & UNIQUE_KINDS:
            return False
        return any(beginning(name) in WIDESPREAD for name in phrase.names)

    def _heard_as(self, name: str, language: str) -> frozenset[str]:
        """How a word of a text may sound on record, whatever its language makes of it."""
        stem = beginning(name)
        found = set(sounds(stem))
        for meant in translated(name):
            found |= sounds(meant)
        soft = _SK.sub(r"\1", soften(name))
        # A soft hushing sound is no other one: Lithuanian Meščianskio.
        found |= {_HUSHED.sub(r"\1a", sound) for sound in readings(soft, language)}
        if language == "be":
            found |= set(readings(_SOFT_T.sub("т", soft.replace("дз", "д")), language))
            for sound in tuple(found):
                found |= self._heard.get(sound.translate(_AS_HEARD), set())
        return frozenset(found)

    def _plainest(self, ids: list[int]) -> list[int]:
        """Those without further words behind: the court itself rather than one of its chambers."""
        words = {one: min(len(court.where) for court in self._courts[one]) for one in ids}
        return [one for one in ids if words[one] == min(words.values())]

    def _sits_in(self, one: int, place: str, language: str) -> bool:
        own = {*self._places[one], *(w for court in self._courts[one] for w in court.where)}
        stem = place_stem(place)
        if any(stem.startswith(each) or each.startswith(stem) for each in own if each):
            return True
        return names_place(place, tuple(own), language)


# Of these a town or region has one, so that its place is its name.
_ONE_IN_A_PLACE: Final = frozenset(("city", "regional", "territorial"))
_PRISON_SHORT: Final = ("ИК", "IK", "КП", "ВК")
_SHORT_SEEN: Final = re.compile(r"(?:ИК|IK|КП|ВК)(?=[\s№\u2010-\u2014-])")


# «ИК-2 в Соликамске»: what stands further on is not its place.
_IN_A_PLACE: Final = re.compile(
    r"\s+(?:во?|у|ў|in|at|w|we|v|ve|en|à|di|a)\s+([^\W\d_a-zа-яіў][^\W\d_]{2,})"
)


def _unnamed_as(phrase: CourtPhrase, surface: str) -> str:
    """How surely a court without a name, a place or its country is the one on record.

    «Апелляционный военный суд» is only Russia's in Russian; in other languages others have one.
    """
    if len(phrase.generic) < 2:
        return "unnamed"
    return "name" if _CYRILLIC.search(surface) else "widespread"


def _begins(sounds_of_word: frozenset[str], sounds_of_place: frozenset[str]) -> bool:
    """Whether a word sounds like a place, or like an adjective of it."""
    return any(
        word.startswith(place) or place.startswith(word)
        for word in sounds_of_word
        for place in sounds_of_place
        if min(len(word), len(place)) >= 3
    )


def _numbered_places(text: str, low: str) -> Iterator[re.Match[str]]:
    if any(short in text for short in _PRISON_SHORT):
        places = [m.start() for m in _SHORT_SEEN.finditer(text)]
    else:
        places = []
    for start, end in around(low, _PRISON_WORDS, _NEAR, places):
        yield from NUMBERED.finditer(text, start, end)


def lowered(text: str) -> str:
    """The text in lower case where that keeps its offsets, else as it is."""
    low = text.lower()
    return low if len(low) == len(text) else text


def _fit(
    court: CourtName, heard: list[frozenset[str]], generic: set[str], places: tuple[str, ...]
) -> int:
    """2 when a text names the court whole, 1 for a part of its name, 0 for another court."""
    if generic - court.generic:
        return 0
    missing = [stem for stem in court.distinctive if not any(sounds(stem) & each for each in heard)]
    if missing:
        return 0
    own = [sounds(stem) for stem in (*court.distinctive, *court.where, *places)]
    strange = [each for each in heard if not any(each & sound for sound in own)]
    if strange and not court.distinctive:
        return 0
    return 2 if generic == court.generic else 1
