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

from cases.institutions.naming import (
    COURT,
    NUMBERED,
    UNIQUE_KINDS,
    WIDESPREAD,
    CourtName,
    KnownInstitution,
    beginning,
    court_name,
    generic_sign,
    numbered_as,
    numbers_in,
    place_stem,
    place_stems,
    quoted_names,
    sounds,
)
from people.names.language.folding import fold

_COURT: Final = re.compile(
    r"(?<!\w)(?P<joined>[^\W\d_]{0,12}?)(?P<short>гор|обл|рай|край)?суд(?:а|у|ом|е)?(?!\w)"
    r"|(?<!\w)court(?!\w)",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(\d{1,2}-?(?:й|го|му|м|ой|st|nd|rd|th)|[^\W\d_]+(?:-[^\W\d_]+)*)(?:['’]s)?\s+$"
)
_BEHIND: Final = re.compile(
    r"\s+(?:(?:of|in|for|в|по)\s+)?(?:(?:the|г\.|города)\s+)?([^\W\d_]+(?:-[^\W\d_]+)*)"
)
_WHOLE_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORT: Final = {"гор": "city", "обл": "regional", "рай": "district", "край": "territorial"}
_PREFIXES: Final = {"мос": "московск", "лен": "ленинградск", "спб": "санкт-петербургск"}
_MOST_WORDS_BEFORE: Final = 6
_LONGEST_WORD: Final = 40
# How far from a number the place may stand to decide at once.
_NEAR: Final = 120
_OURS: Final = frozenset("рф россии российской russia".split())
# Words of which a prison's number is never without; where none stands nothing is searched.
_PRISON_WORDS: Final = (
    "колон", "colony", "kolon", "coloni", "colonia", "сизо", "sizo", "изолятор", "ізолятор",
    "remand", "detention", "gefängnis", "détention", "тюр", "straf", "areszt", "лиу",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InstitutionSpan:
    """A place in a text and the institutions it may name; several when nothing tells them apart.

    how: `name`, `short` (a part of the name), `place` (told apart by a place in the text); `number`,
    `widespread` and `unnamed` (Supreme Court) could as well be ones that are not on record.
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
        self._quoted: dict[str, set[int]] = defaultdict(set)
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
                continue
            number = numbers_in(name)
            if number is not None:
                if one.id not in self._numbered[number]:
                    self._numbered[number].append(one.id)
            for stem in quoted_names(name):
                self._quoted[stem].add(one.id)

    def find(self, text: str) -> list[InstitutionSpan]:
        """Places of `text` that name institutions, in order. Linear in the length of the text."""
        found = [*self._courts_in(text), *self._prisons_in(text)]
        found.sort(key=lambda span: (span.start, -span.end))
        kept: list[InstitutionSpan] = []
        for span in found:
            if not kept or span.start >= kept[-1].end:
                kept.append(span)
        return kept

    def _prisons_in(self, text: str) -> Iterator[InstitutionSpan]:
        for match in _numbered_places(text) if self._numbered else ():
            ids = self._numbered.get(numbered_as(match), ())
            if ids:
                start, end = match.span()
                chosen, how = self._told_apart(text, start, end, ids)
                yield InstitutionSpan(start, end, match.group(), chosen, how)
        low = lowered(text)
        for stem, ids_of in self._quoted.items():
            at = low.find(stem)
            while at >= 0:
                word = _WHOLE_WORD.match(text, at)
                alone = at == 0 or not text[at - 1].isalpha()
                if alone and word is not None and text[at].isupper():
                    if word.end() - at - len(stem) <= 3:
                        span = word.group()
                        yield InstitutionSpan(at, word.end(), span, tuple(sorted(ids_of)), "name")
                at = low.find(stem, at + len(stem))

    def _told_apart(
        self, text: str, start: int, end: int, ids: Iterable[int]
    ) -> tuple[tuple[int, ...], str]:
        """Those of `ids` whose place stands near; all of them where none or several do."""
        near = fold_text(f"{text[max(0, start - _NEAR) : start]} {text[end : end + _NEAR]}")
        placed = [one for one in ids if any(holds(near, stem) for stem in self._places[one])]
        if len(placed) == 1:
            return (placed[0],), "place"
        return tuple(placed or ids), "number"

    def _courts_in(self, text: str) -> Iterator[InstitutionSpan]:
        if not self._courts:
            return
        for start, end in _around(lowered(text), ("суд", "court"), 16):
            for match in _COURT.finditer(text, start, end):
                span = self._court_at(text, match)
                if span is not None:
                    yield span

    def _court_at(self, text: str, match: re.Match[str]) -> InstitutionSpan | None:
        start, end = match.span()
        generic: set[str] = set()
        names: list[str] = []
        joined = fold(match["joined"] or "")
        if match["short"]:
            generic.add(_SHORT[fold(match["short"])])
            if joined:
                names.append(_PREFIXES.get(joined, joined))
        elif joined:
            return None  # another word that ends like that
        start, said = _words_before(text, start)
        for word in said:
            sign = generic_sign(word)
            if sign is None:
                names.append(beginning(word))
            elif sign:
                generic.add(sign)
        behind = _BEHIND.match(text, end, end + _LONGEST_WORD)
        place = behind[1] if behind is not None and behind[1][0].isupper() else ""
        if behind is not None and generic_sign(behind[1]) == "appeal":
            generic.add("appeal")
            end, place = behind.end(), ""
        if "military" in generic:
            generic -= {"circuit", "district"}
        if not names and not generic:
            return None
        return self._matched(text, (start, end), names, generic, (place, behind))

    def _matched(
        self,
        text: str,
        at: tuple[int, int],
        names: list[str],
        generic: set[str],
        behind: tuple[str, re.Match[str] | None],
    ) -> InstitutionSpan | None:
        start, end = at
        place = place_stem(behind[0]) if behind[0] else ""
        heard = [sounds(name) for name in names]
        possible: set[int] = set()
        for each in heard:
            for sound in each:
                possible |= self._by_sound.get(sound, set())
        if not names:
            possible = set(self._unnamed.get(frozenset(generic), ()))
        whole: list[int] = []
        part: list[int] = []
        for one in sorted(possible):
            fit = max(
                (_fit(court, heard, generic, self._places[one]) for court in self._courts[one]),
                default=0,
            )
            if fit == 0:
                continue
            (whole if fit == 2 else part).append(one)
        ids = whole or part
        if place and fold(behind[0]) not in _OURS and ids:
            placed = [one for one in ids if self._sits_in(one, place)]
            if placed:
                ids, end = placed, behind[1].end() if behind[1] is not None else end
            elif not names:
                return None  # the Supreme Court of another place
        if not names and ids:
            # Every country has a Supreme Court: only with its own country or place it is ours.
            ids = self._plainest(ids)
            own = fold(behind[0]) in _OURS or (place and ids)
            if not own:
                return InstitutionSpan(start, end, text[start:end], tuple(ids), "unnamed")
        if len(ids) > 1:
            chosen, how = self._told_apart(text, start, end, ids)
            return InstitutionSpan(start, end, text[start:end], chosen, how)
        if not ids:
            return None
        how = "name" if whole else "short"
        if not place and WIDESPREAD.issuperset(names) and not generic & UNIQUE_KINDS:
            _, told = self._told_apart(text, start, end, ids)
            how = told if told == "place" else "widespread"
        return InstitutionSpan(start, end, text[start:end], tuple(ids), how)

    def _plainest(self, ids: list[int]) -> list[int]:
        """Those without further words behind: the court itself rather than one of its chambers."""
        words = {one: min(len(court.where) for court in self._courts[one]) for one in ids}
        return [one for one in ids if words[one] == min(words.values())]

    def _sits_in(self, one: int, stem: str) -> bool:
        own = {*self._places[one], *(w for court in self._courts[one] for w in court.where)}
        return any(stem.startswith(place) or place.startswith(stem) for place in own if place)


_PRISON_SHORT: Final = ("ИК", "IK", "КП", "ВК")
_SHORT_SEEN: Final = re.compile(r"(?:ИК|IK|КП|ВК)(?=[\s№\u2010-\u2014-])")


def _numbered_places(text: str) -> Iterator[re.Match[str]]:
    words = lowered(text)
    if any(short in text for short in _PRISON_SHORT):
        places = [m.start() for m in _SHORT_SEEN.finditer(text)]
    else:
        places = []
    for start, end in _around(words, _PRISON_WORDS, _NEAR, places):
        yield from NUMBERED.finditer(text, start, end)


def lowered(text: str) -> str:
    """The text in lower case where that keeps its offsets, else as it is."""
    low = text.lower()
    return low if len(low) == len(text) else text


def _around(
    low: str, words: Iterable[str], reach: int, further: Iterable[int] = ()
) -> Iterator[tuple[int, int]]:
    """Stretches around the places of the words, in order and apart from each other."""
    places = list(further)
    for word in words:
        at = low.find(word)
        while at >= 0:
            places.append(at)
            at = low.find(word, at + len(word))
    start = end = -1
    for at in sorted(places):
        if at - reach > end:
            if end >= 0:
                yield start, end
            start = max(0, at - reach)
        end = min(len(low), at + reach)
    if end >= 0:
        yield start, end


def _words_before(text: str, at: int) -> tuple[int, list[str]]:
    """Adjectives and names that stand right before a court, and where the first begins."""
    words: list[str] = []
    for _ in range(_MOST_WORDS_BEFORE):
        match = _BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
        if match is None:
            break
        word = match[1]
        if generic_sign(word) is None and not (word[0].isupper() or word[0].isdigit()):
            break
        if fold(word) in ("the", "в", "из", "на", "и"):
            break
        words.append(word)
        at = match.start()
    return at, words


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


def fold_text(text: str) -> str:
    """A stretch of text in which stems are looked for: lower case, ё as е."""
    return text.lower().replace("ё", "е")


def holds(folded: str, stem: str) -> bool:
    """Whether a word that begins with `stem` and goes on for an ending at most stands in the text."""
    at = folded.find(stem)
    while at >= 0:
        if at == 0 or not folded[at - 1].isalpha():
            end = at + len(stem)
            while end < len(folded) and folded[end].isalpha():
                end += 1
            if end - at - len(stem) <= 5:
                return True
        at = folded.find(stem, at + 1)
    return False
