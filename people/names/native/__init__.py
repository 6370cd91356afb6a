"""The compiled scanner, where a C compiler built it: `python -m people.names.native` builds it.

`tracker.lib.compiled` says how. Without it `CompiledWords` cannot be made and the scanner in Python is
used: the answers are the same, and a test holds both to that.
"""

from __future__ import annotations

import ctypes
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from people.names.finding.tokens import LETTERS, MARKS, capital_letters
from people.names.language.folding import APOSTROPHES, HYPHENS, INVISIBLE
from tracker.lib import compiled

__all__ = [
    "CODE_POINTS",
    "NOTHING",
    "CompiledWords",
    "Scanned",
    "is_built",
]

SOURCE: Final = Path(__file__).with_name("scanner.c")
_NOT_FOR_ME: Final = -1
_NO_ROOM: Final = -2
# Bits of scanner.c. No letter stands beyond the last plane it is told about.
_LETTER, _CAPITAL, _UNSEEN, _MARK, _JOINER, _HYPHEN, _BLANK = 1, 2, 4, 8, 16, 32, 64
CODE_POINTS: Final = 0x34000
_SMALLEST: Final = 1 << 12
_LARGEST_KEPT: Final = 1 << 15


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    # It does not let go of the interpreter's lock, since two threads must not read and enlarge one
    # vocabulary at a time.
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    loaded.vocabulary_new.argtypes = [pointer, ctypes.c_uint32]
    loaded.vocabulary_new.restype = pointer
    loaded.vocabulary_free.argtypes = [pointer]
    loaded.vocabulary_free.restype = None
    loaded.vocabulary_learn.argtypes = [
        pointer, ctypes.c_char_p, ctypes.c_uint32, ctypes.c_uint8, ctypes.c_uint8
    ]  # fmt: skip
    loaded.vocabulary_learn.restype = number
    loaded.scan.argtypes = [
        pointer, ctypes.c_char_p, number, pointer, pointer, pointer, number, pointer
    ]  # fmt: skip
    loaded.scan.restype = number
    loaded.scan_pairs.argtypes = [*loaded.scan.argtypes, pointer]
    loaded.scan_pairs.restype = number
    loaded.vocabulary_join.argtypes = [pointer, ctypes.c_int32, ctypes.c_int32, ctypes.c_int32]
    loaded.vocabulary_join.restype = number
    loaded.vocabulary_forget.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint32]
    loaded.vocabulary_forget.restype = None
    loaded.vocabulary_forget_pairs.argtypes = [pointer]
    loaded.vocabulary_forget_pairs.restype = None
    return loaded


def is_built() -> bool:
    """Whether the compiled scanner will be used."""
    return library() is not None


@cache
def _classes() -> Any:
    """One byte of bits for each code point, as the rules of `tokens` see it."""
    table = bytearray(CODE_POINTS)
    for run in re.finditer(LETTERS, "".join(map(chr, range(CODE_POINTS)))):
        table[run.start() : run.end()] = bytes([_LETTER]) * (run.end() - run.start())
    for letter in capital_letters(CODE_POINTS - 1):
        table[ord(letter)] |= _CAPITAL
    for bit, letters in (
        (_UNSEEN | _MARK, MARKS),
        (_UNSEEN, INVISIBLE),
        (_JOINER, APOSTROPHES),
        (_JOINER | _HYPHEN, HYPHENS),
        (_BLANK, " \t"),
    ):
        for code in _members(letters):
            table[code] |= bit
    return (ctypes.c_uint8 * CODE_POINTS).from_buffer(table)


def _members(pattern: str) -> list[int]:
    """The code points of a character class written with ranges (a last "-" is itself)."""
    found: list[int] = []
    at = 0
    while at < len(pattern):
        if pattern[at + 1 : at + 2] == "-" and at + 2 < len(pattern):
            found += range(ord(pattern[at]), ord(pattern[at + 2]) + 1)
            at += 3
        else:
            found.append(ord(pattern[at]))
            at += 1
    return found


class Scanned(NamedTuple):
    """The words of a text: places and numbers in the vocabulary; `new`: words not in it yet."""

    starts: list[int]
    ends: list[int]
    numbers: list[int]
    new: list[str]


NOTHING: Final = Scanned([], [], [], [])


class _Room(threading.local):
    """Where the library writes its answers; each thread has its own."""

    def __init__(self) -> None:
        self.capacity = 0
        self.seen = (ctypes.c_int32 * 2)()
        self.at_seen = ctypes.addressof(self.seen)
        self.enlarge(_SMALLEST)

    def enlarge(self, capacity: int) -> None:
        """Room for so many words."""
        self.capacity = capacity
        self.starts, self.ends, self.numbers = ((ctypes.c_int32 * capacity)() for _ in range(3))
        self.at_starts = ctypes.addressof(self.starts)
        self.at_ends = ctypes.addressof(self.ends)
        self.at_numbers = ctypes.addressof(self.numbers)
        self.pairs: ctypes.Array[ctypes.c_int32] | None = None

    def for_pairs(self) -> ctypes.Array[ctypes.c_int32]:
        """Room for the pairs of so many words, which is five times that of the words."""
        if self.pairs is None:
            self.pairs = (ctypes.c_int32 * (16 * self.capacity))()
        return self.pairs

    def shrink(self) -> None:
        """Give back what one giant text needed."""
        if self.capacity > _LARGEST_KEPT:
            self.enlarge(_SMALLEST)


_room = _Room()


class CompiledWords:
    """A vocabulary in C: words as they stand in texts, numbered in the order they were learned."""

    def __init__(self) -> None:
        """Raises MemoryError when there is none, and RuntimeError when nothing is built."""
        self._library = library()
        if self._library is None:
            raise RuntimeError("the compiled scanner is not built")
        self._table = self._library.vocabulary_new(ctypes.addressof(_classes()), CODE_POINTS)
        if not self._table:
            raise MemoryError

    def __del__(self) -> None:
        table, self._table = getattr(self, "_table", None), None
        if table:
            self._library.vocabulary_free(table)

    def learn(self, word: str, flags: int, cut: int) -> int:
        """The number of a word of at most `tokens.LONGEST_WORD` characters."""
        code = word.encode("utf-32-le")
        number = self._library.vocabulary_learn(self._table, code, len(word), flags, cut)
        if number < 0:
            raise MemoryError if number != _NOT_FOR_ME else ValueError(word)
        return int(number)

    def scan(self, text: str) -> Scanned | None:
        """The words of a text, or None for one that has to be read in Python.

        Those are texts with lone surrogates, with letters that are also invisible, and with more
        than two thousand million characters. Where `new` is not empty, those words have to be
        learned first and nothing else is told; where no word may be a name nothing is told
        either.
        """
        count = self._scan(text)
        if count is None:
            return None
        new, names = _room.seen
        scanned = NOTHING
        if new:
            scanned = Scanned([], [], [], self._new(text, count))
        elif names:
            room = _room
            scanned = Scanned(room.starts[:count], room.ends[:count], room.numbers[:count], [])
        _room.shrink()
        return scanned

    def pairs(self, text: str) -> tuple[list[int], list[str]] | None:
        """(pairs, new): words near each other that may be a surname and a given name or initial.

        Four numbers a pair in one list: the surname's number in the vocabulary, or -1 for a pair
        that `join` said is one; the other's; where the first begins and the last ends. Pairs that
        `join` said are none are left out. `new` and None as in `scan`.
        """
        count = self._scan(text, pairs=True)
        if count is None:
            return None
        room = _room
        if room.seen[0]:
            return [], self._new(text, count)
        found = room.for_pairs()[: 4 * count]
        room.shrink()
        return found, []

    def join(self, surname: int, other: int, yes: bool) -> None:
        """Say whether a pair of words, by their numbers, is a name on record."""
        if self._library.vocabulary_join(self._table, surname, other, yes) < 0:
            raise MemoryError

    def forget(self, word: str) -> None:
        """Know a word no longer; it is `new` when it is met again."""
        code = word.encode("utf-32-le", "surrogatepass")
        self._library.vocabulary_forget(self._table, code, len(word))

    def forget_pairs(self) -> None:
        """Forget what `join` said."""
        self._library.vocabulary_forget_pairs(self._table)

    def _scan(self, text: str, pairs: bool = False) -> int | None:
        """Have the words, or pairs, written into `_room`; how many, or None."""
        try:
            code = text.encode("utf-32-le")
        except UnicodeEncodeError:
            return None
        room = _room
        length = len(text)
        known = self._library
        while True:
            where = (
                self._table, code, length, room.at_starts, room.at_ends, room.at_numbers,
                room.capacity, room.at_seen,
            )  # fmt: skip
            count: int = (
                known.scan_pairs(*where, ctypes.addressof(room.for_pairs()))
                if pairs
                else known.scan(*where)
            )
            # Hardly any text has a word that may be a name in every second letter.
            if count != _NO_ROOM or room.capacity > length // 2 + 1:
                return count if count >= 0 else None
            room.enlarge(min(4 * room.capacity, length // 2 + 2))

    def _new(self, text: str, count: int) -> list[str]:
        room = _room
        places = zip(room.starts[:count], room.ends[:count], room.numbers[:count], strict=True)
        return list({text[start:end]: None for start, end, number in places if number < 0})
