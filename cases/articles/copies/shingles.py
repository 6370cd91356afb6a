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

KEPT: Final = 160
MOST_MARKS: Final = 400
# Characters; what stands further down is no news text.
READ: Final = 60_000
_MASK: Final = (1 << 64) - 1
_SEPARATOR: Final = "\0"
_UNSEEN: Final = "\1"
_RUN: Final = 3


class Shingled(NamedTuple):
    """What was read of a text.

    `hashes`: the smallest `KEPT` of its runs, ascending; `size`: how many different runs it has;
    `words`: how many words; `marks`: (start, end, end of the word before) of each word that begins
    with a capital or a digit, one after the other.
    """

    hashes: array[int]
    marks: list[int]
    words: int
    size: int


def read(text: str) -> Shingled:
    """The runs of a text of any script; compiled where it can be."""
    if native.library() is not None:
        return Shingled(*native.read(text[:READ], KEPT, MOST_MARKS))
    return read_in_python(text)


def read_in_python(text: str) -> Shingled:
    """As `read`, without the compiled part."""
    marks: list[int] = []
    runs: set[int] = set()
    before = words = last = last_but_one = 0
    entries = folding.table()
    text = text[:READ]
    folded = text.translate(_Folding())
    for match in _words().finditer(folded):
        plain = match.group().replace(_UNSEEN, "")
        if not plain:
            continue
        start, end = match.span()
        while folded[start] == _UNSEEN:
            start += 1
        bits = entries[ord(text[start])]
        if bits & folding.NO_SPACES and end < len(text):
            following = entries[ord(text[end])] if ord(text[end]) < folding.CODE_POINTS else 0
            if following & folding.NO_SPACES:
                plain += folded[end]
        if bits & (folding.CAPITAL | folding.DIGIT) and len(marks) < 3 * MOST_MARKS:
            marks += (start, end, before)
        before = end
        own = hash_of_word(plain)
        words += 1
        if words >= _RUN:
            run = (last_but_one * 0x9E3779B97F4A7C15) & _MASK
            run = ((run ^ last) * 0xC2B2AE3D27D4EB4F) & _MASK
            runs.add(_finish(run ^ own))
        last_but_one, last = last, own
    return Shingled(array("Q", sorted(runs)[:KEPT]), marks, words, len(runs))


def hash_of_words(words: list[str]) -> int:
    """One number for a whole list of words, 64 bits."""
    whole = len(words)
    for word in words:
        whole = _finish(((whole * 0x9E3779B97F4A7C15) & _MASK) ^ hash_of_word(word))
    return whole


def words_of(text: str) -> list[str]:
    """The folded words of a short text, in order."""
    folded = text[:READ].translate(_Folding())
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
            return _SEPARATOR
        entry = folding.table()[code]
        return chr(entry & folding.LETTER)


@cache
def _words() -> re.Pattern[str]:
    """Either one character of a script without spaces, or a run of others."""
    entries = folding.table()
    codes = [code for code in range(folding.CODE_POINTS) if entries[code] & folding.NO_SPACES]
    folded = sorted({entries[code] & folding.LETTER for code in codes})
    starts = [folded[0], *(b for a, b in pairwise(folded) if b != a + 1)]
    ends = [*(a for a, b in pairwise(folded) if b != a + 1), folded[-1]]
    inside = "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))
    return re.compile(f"[{inside}]|[^{_SEPARATOR}{inside}]+")
