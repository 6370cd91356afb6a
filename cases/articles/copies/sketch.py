"""All that is kept of a text to compare it: its sample of runs, and who and what it names. Pure."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Final

from cases.articles.copies import native
from cases.articles.copies.naming import NOBODY, main_name
from cases.articles.copies.native import KEPT
from cases.articles.copies.shingles import hash_of_words, read, words_of

# So many of the smallest hashes are keys by which candidates are found.
KEYS: Final = 40
# Names that are kept of a text, the most frequent.
MOST_NAMED: Final = 56
# Texts of fewer words are copies only when they are equal, the headline among the words.
FEWEST_WORDS: Final = 20
_HEAD: Final = 6
_TOP: Final = 1 << 63


@dataclass(slots=True)
class Sketch:
    """A text of `words` words and `size` different runs.

    `values`: the upper halves of its smallest hashes, as packed 32-bit numbers, ascending; for a
    short text the one number that stands for all of it. `keys` are there when the sketch was made
    from a text, and are not packed.
    """

    size: int
    words: int
    values: bytes
    main: int = NOBODY
    named: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    keys: tuple[int, ...] = field(default=(), compare=False)

    @property
    def is_short(self) -> bool:
        """Whether it is compared as a whole."""
        return self.words < FEWEST_WORDS

    @property
    def whole(self) -> bool:
        """Whether `values` are all its runs, not a sample."""
        return len(self.values) < 4 * KEPT

    def pack(self) -> bytes:
        """The sketch in at most 1,000 bytes or so."""
        head = [self.size, self.words, self.main, len(self.values) // 4, len(self.named)]
        parts = array("I", [*head, len(self.numbers), *self.named, *self.numbers])
        return parts.tobytes() + self.values


def unpack(packed: bytes) -> Sketch:
    """The sketch that was packed, without its keys."""
    parts = array("I")
    parts.frombytes(packed[: len(packed) // 4 * 4])
    size, words, main, values, named, numbers = parts[:_HEAD]
    return Sketch(
        size=size,
        words=words,
        values=packed[-4 * values :] if values else b"",
        main=main,
        named=tuple(parts[_HEAD : _HEAD + named]),
        numbers=tuple(parts[_HEAD + named : _HEAD + named + numbers]),
    )


def make_sketch(title: str, text: str) -> Sketch | None:
    """The sketch of an article, or None for one without a word.

    The headline counts only where the text is short: reprints have headlines of their own.
    """
    found = read(text)
    if found.words < FEWEST_WORDS:
        words = [*words_of(title), *words_of(text)]
        if not words:
            return None
        whole = hash_of_words(words)
        values = array("I", [whole >> 32]).tobytes()
        return Sketch(1, found.words, values, keys=(whole - _TOP,))
    return Sketch(
        size=found.size,
        words=found.words,
        # The upper halves: every second number of the machine's order (little-endian).
        values=memoryview(found.hashes).cast("B").cast("I")[1::2].tobytes(),
        main=main_name(text, found.marks),
        named=tuple(found.named[:MOST_NAMED]),
        numbers=tuple(found.numbers),
        keys=tuple([value - _TOP for value in found.hashes[:KEYS]]),
    )


def common(a: Sketch, b: Sketch) -> tuple[int, int, int]:
    """(of a, of b, shared): how many values of each lie where both samples reach, and are in both."""
    if native.library() is not None:
        return native.common(a.values, a.whole, b.values, b.whole)
    return common_in_python(a.values, a.whole, b.values, b.whole)


def common_in_python(a: bytes, whole_a: bool, b: bytes, whole_b: bool) -> tuple[int, int, int]:
    """As the compiled part counts."""
    one, other = array("I"), array("I")
    one.frombytes(a)
    other.frombytes(b)
    reach = min(
        0xFFFFFFFF if whole_a or not one else one[-1],
        0xFFFFFFFF if whole_b or not other else other[-1],
    )
    ours = [value for value in one if value <= reach]
    theirs = [value for value in other if value <= reach]
    return len(ours), len(theirs), len(set(ours) & set(theirs))
