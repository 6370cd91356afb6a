"""A text as hashed runs of three words, of which the smallest hashes are kept. Pure.

Copies share most runs, other texts next to none. Of all runs the `KEPT` smallest by hash are a fair
sample, and the same sample in every text that holds them: how many of them two texts share says how
much of one stands in the other (bottom-k sketch; Cohen and Kaplan 2007). Unlike MinHash with bands
it is as good for a text that was cut to a third.

`native/sketch.c` does it where it is built; `read_in_python` gives the same, only slower.
"""

from __future__ import annotations

import re
from array import array
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from cases.articles.copies import folding, native
from cases.articles.copies.native import FIELDS, KEPT, MOST_MARKS, MOST_NUMBERS

# Characters; what stands further down is no news text.
READ: Final = 60_000
_MASK: Final = (1 << 64) - 1
_UNSEEN: Final = chr(folding.UNSEEN)
_STOP: Final = chr(folding.STOP)
_BREAK: Final = chr(folding.BREAK)
_OTHER: Final = chr(folding.OTHER)
_RUN: Final = 3
_LONGEST_NAME: Final = 40
_SHORTEST_STEM: Final = 4
_LONGEST_ENDING: Final = 3

# Bits of a mark: first of a sentence; right behind the capitalised word before it; one letter.
OPENS: Final = 1
JOINED: Final = 2
INITIAL: Final = 4


class Shingled(NamedTuple):
    """What was read of a text.

    `hashes`: the smallest `KEPT` of its runs, ascending; `words`: how many words; `size`: how many
    different runs. `marks`: five numbers for each word that begins with a capital: start, end, key of
    its stem, how often that stands in the text, and bits. `named`: keys of stems, the most frequent
    first; `numbers`: keys of numbers, in order.
    """

    hashes: array[int]
    words: int
    size: int
    marks: list[int]
    named: list[int]
    numbers: list[int]


def read(text: str) -> Shingled:
    """The runs of a text of any script; compiled where it can be."""
    if native.library() is not None:
        return Shingled(*native.read(text[:READ]))
    return read_in_python(text)


def read_in_python(text: str) -> Shingled:
    """As `read`, without the compiled part."""
    runs: set[int] = set()
    names = _Names()
    numbers: dict[int, None] = {}
    before = words = last = last_but_one = 0
    entries = folding.table()
    text = text[:READ]
    folded = text.translate(_folding)
    for match in _words().finditer(folded):
        plain = match.group().replace(_UNSEEN, "")
        if not plain:
            continue
        start, end = match.span()
        while folded[start] == _UNSEEN:
            start += 1
        bits = entries[ord(text[start])]
        letters = plain
        if bits & folding.NO_SPACES:
            letters = ""
            following = ord(text[end]) if end < len(text) else folding.CODE_POINTS
            if following < folding.CODE_POINTS and entries[following] & folding.NO_SPACES:
                plain += folded[end]
        own = hash_of_word(plain)
        if bits & folding.DIGIT and len(numbers) < MOST_NUMBERS:
            numbers[_key(own)] = None
        names.note(letters, start, end, folded[before:start], bool(bits & folding.CAPITAL), words)
        before = end
        words += 1
        if words >= _RUN:
            run = (last_but_one * 0x9E3779B97F4A7C15) & _MASK
            run = ((run ^ last) * 0xC2B2AE3D27D4EB4F) & _MASK
            runs.add(_finish(run ^ own))
        last_but_one, last = last, own
    return Shingled(array("Q", sorted(runs)[:KEPT]), words, len(runs), *names.all(), list(numbers))


class _Names:
    """The capitalised words of a text, as they come."""

    def __init__(self) -> None:
        self._marks: list[int] = []
        self._counts: dict[int, int] = {}
        self._after_name = self._after_initial = False

    def note(self, letters: str, start: int, end: int, gap: str, capital: bool, words: int) -> None:
        """The next word of the text, with what lies before it."""
        initial = False
        if capital and len(self._marks) < FIELDS * MOST_MARKS:
            key = _key(hash_of_word(_stem(letters[:_LONGEST_NAME])))
            initial = len(letters) == 1
            self._counts[key] = self._counts.get(key, 0) + (not initial)
            broken = words == 0 or _BREAK in gap
            stop = _STOP in gap and not self._after_initial
            joined = self._after_name and not (broken or stop or _OTHER in gap)
            bits = OPENS * (broken or stop) | JOINED * joined | INITIAL * initial
            self._marks += (start, end, key - (key >> 31 << 32), 0, bits)
        self._after_initial = initial
        self._after_name = capital

    def all(self) -> tuple[list[int], list[int]]:
        """Marks with their counts, and keys by frequency."""
        for at in range(2, len(self._marks), FIELDS):
            self._marks[at + 1] = self._counts[self._marks[at] & 0xFFFFFFFF]
        return self._marks, sorted(self._counts, key=lambda key: -self._counts[key])


def _stem(letters: str) -> str:
    cut = 0
    while (
        cut < _LONGEST_ENDING
        and len(letters) > _SHORTEST_STEM
        and _entry(letters[-1]) & folding.ENDING
    ):
        letters, cut = letters[:-1], cut + 1
    return letters


def _entry(letter: str) -> int:
    return folding.table()[ord(letter)]


def _key(number: int) -> int:
    return (number & 0xFFFFFFFF) or 1


def hash_of_words(words: list[str]) -> int:
    """One number for a whole list of words, 64 bits."""
    whole = len(words)
    for word in words:
        whole = _finish(((whole * 0x9E3779B97F4A7C15) & _MASK) ^ hash_of_word(word))
    return whole


def words_of(text: str) -> list[str]:
    """The folded words of a short text, in order."""
    folded = text[:READ].translate(_folding)
    plain = (match.replace(_UNSEEN, "") for match in _words().findall(folded))
    return [word for word in plain if word]


@lru_cache(maxsize=50_000)
def hash_of_word(word: str) -> int:
    """64 bits for a folded word (FNV-1a, mixed)."""
    found = 0xCBF29CE484222325
    for letter in word:
        found = ((found ^ ord(letter)) * 0x100000001B3) & _MASK
    return _finish(found)


def _finish(number: int) -> int:
    number = ((number ^ (number >> 33)) * 0xFF51AFD7ED558CCD) & _MASK
    number = ((number ^ (number >> 33)) * 0xC4CEB9FE1A85EC53) & _MASK
    return number ^ (number >> 33)


class _Folding(dict[int, str]):
    """What `str.translate` asks for: one character for each, so that places stay."""

    def __missing__(self, code: int) -> str:
        if code >= folding.CODE_POINTS:
            return _OTHER
        letter = self[code] = chr(folding.table()[code] & folding.LETTER)
        return letter


_folding: Final = _Folding()


@cache
def _words() -> re.Pattern[str]:
    """Either one character of a script without spaces, or a run of others."""
    entries = folding.table()
    codes = [code for code in range(folding.CODE_POINTS) if entries[code] & folding.NO_SPACES]
    folded = sorted({entries[code] & folding.LETTER for code in codes})
    starts = [folded[0], *(b for a, b in pairwise(folded) if b != a + 1)]
    ends = [*(a for a, b in pairwise(folded) if b != a + 1), folded[-1]]
    inside = "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))
    return re.compile(f"[{inside}]|[^{_OTHER}{_STOP}{_BREAK}{chr(folding.BLANK)}{inside}]+")
