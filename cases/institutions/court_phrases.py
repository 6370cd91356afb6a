"""Pure: where a text names a court, with the words that say which: names, kinds, a place.

«в Мещанском районном суде», "Moscow's Meshchansky Court", "tribunal Meshchanski de Moscú", "Mieszczański
Sąd Rejonowy w Moskwie", "Maskvos miesto teismas". Which court on record it is, `finding` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from cases.institutions.court_words import (
    ARTICLES,
    JOINING,
    NOT_NAMES,
    Family,
    families_of,
    is_ours,
    kind_of,
    translated,
)
from cases.institutions.naming import generic_sign
from people.names.language.folding import fold, soften

_COURT: Final = re.compile(
    r"(?<!\w)(?P<joined>[^\W\d_]{0,12}?)(?P<short>гор|обл|рай|край)?(?:суд(?:а|у|ом|е|зе)?"
    r"|съд(?:а|ът)?)(?!\w)|(?<!\w)court(?!\w)",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?<![\w'’])(\d{1,2}-?(?:й|го|му|м|ой|st|nd|rd|th)|[^\W\d_]+(?:-[^\W\d_]+)*)(?:['’]s)?(?:[^\S\n]+|-)$"
)
_BEHIND: Final = re.compile(
    r"\s+(?:(?P<joining>of|in|for|во?|по|у|ў|на)\s+)?(?:(?:the|г\.|города|горада)\s+)?"
    r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
)
_NEXT_WORD: Final = re.compile(r"(?:\s+|['’])(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)")
_SHORT: Final = {"гор": "city", "обл": "regional", "рай": "district", "край": "territorial"}
_PREFIXES: Final = {"мос": "московский", "лен": "ленинградский", "спб": "санкт-петербургский"}
_MOST_WORDS: Final = 6
_LONGEST_WORD: Final = 40


@dataclass(slots=True)
class CourtPhrase:
    """Words that name a court; start and end in code points.

    names: words that may tell it from others, as written; generic: signs of its kind; place: where
    it is said to sit, `placed_to` is where that word ends; ours: Russia is said beside it.
    """

    start: int
    end: int
    names: list[str] = field(default_factory=list)
    generic: set[str] = field(default_factory=set)
    place: str = ""
    placed_to: int = 0
    ours: bool = False

    def take(self, word: str, sign: str | None) -> None:
        """Adds a word that stands at the court."""
        if sign is None:
            self.names.append(word)
        elif sign:
            self.generic.add(sign)


def court_phrases(text: str, low: str, language: str) -> Iterator[CourtPhrase]:
    """The places of `text` that speak of a court of some name or kind. `low`: it in lower case."""
    for start, end in around(low, ("суд", "съд", "court"), 16):
        for match in _COURT.finditer(text, start, end):
            phrase = _plain(text, match)
            if phrase is not None:
                yield phrase
    for family in families_of(language):
        for start, end in around(low, family.seen, 24):
            for match in family.court.finditer(text, start, end):
                phrase = _foreign(text, match, family)
                if phrase is not None:
                    yield phrase


def _plain(text: str, match: re.Match[str]) -> CourtPhrase | None:
    """A court in Russian, Ukrainian, Belarusian, Bulgarian or English: its words stand before it."""
    phrase = CourtPhrase(*match.span())
    joined = fold(match["joined"] or "")
    if match["short"]:
        phrase.generic.add(_SHORT[fold(match["short"])])
        if joined:
            phrase.names.append(_PREFIXES.get(joined, joined))
    elif joined:
        return None  # another word that ends like that
    _words_before(text, phrase, {})
    behind = _BEHIND.match(text, phrase.end, phrase.end + _LONGEST_WORD)
    if behind is not None and generic_sign(behind["word"]) == "appeal":
        phrase.generic.add("appeal")
        phrase.end = behind.end()
    elif behind is not None and is_ours(behind["word"]):
        phrase.ours, phrase.end = True, behind.end()
    elif behind is not None and behind["word"][0].isupper():
        phrase.place, phrase.placed_to = behind["word"], behind.end()
    return _checked(phrase)


def _foreign(text: str, match: re.Match[str], family: Family) -> CourtPhrase | None:
    """A court in another language: words before it, behind it, or within it."""
    phrase = CourtPhrase(*match.span())
    compound = match.groupdict().get("compound") or ""
    if compound:
        sign = kind_of(compound, family.kinds)
        if sign is None:
            return None  # Nachgericht
        phrase.take(compound, sign)
    _words_before(text, phrase, family.kinds)
    _words_behind(text, phrase, family)
    return _checked(phrase)


def _checked(phrase: CourtPhrase) -> CourtPhrase | None:
    if "military" in phrase.generic:
        phrase.generic -= {"circuit", "district"}
    return phrase if phrase.names or phrase.generic else None


def _words_before(text: str, phrase: CourtPhrase, kinds: dict[str, str]) -> None:
    """Adjectives and names that stand right before a court."""
    for _ in range(_MOST_WORDS):
        at = phrase.start
        match = _BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
        if match is None:
            return
        word = match[1]
        soft = soften(word)
        if soft in ARTICLES or soft in JOINING or soft in ("из", "и", "and") or soft in NOT_NAMES:
            return
        if is_ours(word):
            phrase.ours, phrase.start = True, match.start()
            continue
        sign = kind_of(word, kinds) if kinds else generic_sign(word)
        if sign is None and not (word[0].isupper() or word[0].isdigit()):
            return
        phrase.take(word, sign)
        phrase.start = match.start()


def _words_behind(text: str, phrase: CourtPhrase, family: Family) -> None:
    """Adjectives and names behind a court where its languages put them there, then its place."""
    joined = False
    at = phrase.end
    for _ in range(_MOST_WORDS):
        match = _NEXT_WORD.match(text, at, at + _LONGEST_WORD)
        if match is None:
            return
        word, at = match["word"], match.end()
        soft = soften(word)
        if soft in JOINING:
            joined = True
            continue
        if is_ours(word):
            phrase.ours, phrase.end = True, at
            return
        sign = kind_of(word, family.kinds) if family.both_sides else None
        if sign is not None:
            phrase.take(word, sign)
            phrase.end, joined = at, False
        elif not word[0].isupper() and not (family.both_sides and translated(word)):
            return
        elif joined or not family.both_sides:
            phrase.place, phrase.placed_to = word, at
            return
        else:
            phrase.take(word, None)
            phrase.end = at


def around(
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
