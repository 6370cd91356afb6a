"""Pure: a text cut into sentences and a sentence into clauses; quoted speech hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_SENTENCE: Final = 800
# Possessive, and each run of points is tried once: a text of nothing else takes linear time.
_END: Final = re.compile(r"(?<![.!?…])[.!?…]++[»\"”’)]*+(?=\s++[\"«“(—–-]*+\s*+[A-ZА-ЯЁ0-9])|\n+")
# What ends with a point and no sentence: initials, abbreviations.
_NO_END: Final = re.compile(
    r"(?:(?<!\w)(?:[A-ZА-ЯЁ]|ч|ст|п|пп|чч|г|гг|им|ул|тыс|руб|см|др|т|д|mr|ms|mrs|dr|st|no|art"
    r"|jan|feb|mar|apr|aug|sept|sep|oct|nov|dec))\.$",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"«[^«»]{0,600}»|“[^“”]{0,600}”|\"[^\"\n]{0,600}\"|„[^„“”]{0,600}[“”]")
_WORD: Final = re.compile(r"\w+")
# A quotation of so many words or more is somebody's speech; shorter ones are names and titles.
_SPEECH_WORDS: Final = 4
_HIDDEN: Final = "\x01"


@dataclass(frozen=True, slots=True)
class SentenceAt:
    """A sentence of a text; start and end in code points."""

    start: int
    end: int
    text: str

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return "?" in self.text[-4:]


def folded(text: str) -> str:
    """Lower case with ё as е, of the same length, so that places stay."""
    return (
        "".join(low if len(low := char.lower()) == 1 else char for char in text)
        .replace("ё", "е")
        .replace("\xa0", " ")
        .replace("\u202f", " ")
    )


def sentences(text: str) -> Iterator[SentenceAt]:
    """The sentences of a text in order; one that is very long is left out (no prose is like that)."""
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and _NO_END.search(
            text, max(0, match.start() - 8), match.start() + 1
        ):
            continue
        yield from _sentence(text, start, match.end())
        start = match.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[SentenceAt]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and end - start <= LONGEST_SENTENCE:
        yield SentenceAt(start, end, text[start:end])


def without_speech(sentence: str) -> str:
    """The sentence with quoted speech blotted out, of the same length."""

    def blot(match: re.Match[str]) -> str:
        words = match.group()
        if len(_WORD.findall(words)) < _SPEECH_WORDS:
            return words
        return words[0] + _HIDDEN * (len(words) - 2) + words[-1]

    return _QUOTED.sub(blot, sentence)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence. relative: begins with "who", «которого»: of whom, stands before it."""

    start: int
    end: int
    relative: bool = False


def clauses(low: str, breaks: re.Pattern[str], relative: re.Pattern[str]) -> list[Clause]:
    """The clauses of a folded sentence. What follows a relative clause belongs to the one before.

    A relative clause ends at the next comma; `breaks` are the words and signs that begin another.
    """
    marks = sorted(
        [(match.start(), False) for match in breaks.finditer(low)]
        + [(match.start(), True) for match in relative.finditer(low)]
    )
    found: list[Clause] = []
    start, inside = 0, False
    for at, is_relative in marks:
        if at < start or (found and at == start and at != 0):
            continue
        if inside:
            comma = _closing(low, start, at)
            if comma is not None:
                found.append(Clause(start, comma, True))
                start, inside = comma, False
        if at > start:
            found.append(Clause(start, at, inside))
        start, inside = at, is_relative
    if inside:
        comma = _closing(low, start, len(low))
        if comma is not None:
            found += [Clause(start, comma, True), Clause(comma, len(low))]
            return found
    found.append(Clause(start, len(low), inside))
    return found


def _closing(low: str, start: int, end: int) -> int | None:
    """Where the comma stands that ends the clause which begins at `start` (with one, perhaps)."""
    at = low.find(",", start + 2, end)
    return at if at > 0 else None
