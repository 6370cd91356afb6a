"""The compiled sketch and table of keys, where a C compiler built them.

`python -m cases.articles.copies.native` builds them; `tracker.lib.compiled` says how. Without them
`shingles.py` and `holders.py` do the same in Python.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from array import array
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases.articles.copies.folding import CODE_POINTS, table
from tracker.lib import compiled

KEPT: Final = 160
MOST_MARKS: Final = 400
MOST_NUMBERS: Final = 24
FIELDS: Final = 5
SOURCE: Final = Path(__file__).with_name("sketch.c")
HOLDERS_SOURCE: Final = Path(__file__).with_name("holders.c")


class _Found(ctypes.Structure):
    _fields_ = [
        ("words", ctypes.c_int64),
        ("size", ctypes.c_int64),
        ("kept", ctypes.c_int32),
        ("marks", ctypes.c_int32),
        ("named", ctypes.c_int32),
        ("numbers", ctypes.c_int32),
    ]


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, number, long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
    loaded.sketch.argtypes = [
        pointer, ctypes.c_uint32, ctypes.c_char_p, long, pointer, number, pointer, number, pointer,
        pointer, pointer, number, pointer,
    ]  # fmt: skip
    loaded.sketch.restype = number
    loaded.common.argtypes = [
        ctypes.c_char_p, number, number, ctypes.c_char_p, number, number, pointer
    ]  # fmt: skip
    loaded.common.restype = None
    return loaded


class _Room(threading.local):
    """Where the library writes its answers; each thread has its own."""

    def __init__(self) -> None:
        self.table = table()
        self.at_table = self.table.buffer_info()[0]
        self.found = _Found()
        self.at_found = ctypes.addressof(self.found)
        self.answer = (ctypes.c_int32 * 3)()
        self.at_answer = ctypes.addressof(self.answer)
        self.kept = (ctypes.c_uint64 * KEPT)()
        self.marks = (ctypes.c_int32 * (FIELDS * MOST_MARKS))()
        self.named = (ctypes.c_uint32 * MOST_MARKS)()
        self.counts = (ctypes.c_int32 * MOST_MARKS)()
        self.numbers = (ctypes.c_uint32 * MOST_NUMBERS)()
        self.written = [
            ctypes.addressof(self.kept), KEPT, ctypes.addressof(self.marks), MOST_MARKS,
            ctypes.addressof(self.named), ctypes.addressof(self.counts),
            ctypes.addressof(self.numbers), MOST_NUMBERS, self.at_found,
        ]  # fmt: skip


@cache
def _rooms() -> _Room:
    # Not before the first text: every process that starts would fill the table, and most read none.
    return _Room()


def read(text: str) -> tuple[array[int], int, int, list[int], list[int], list[int]]:
    """The fields of `shingles.Shingled`, as `read_in_python` gives them."""
    room = _rooms()
    code = text.encode("utf-32-le", "surrogatepass")
    if library().sketch(room.at_table, CODE_POINTS, code, len(text), *room.written):
        raise MemoryError
    found = room.found
    hashes = array("Q")
    hashes.frombytes(memoryview(room.kept).cast("B")[: 8 * found.kept])
    return (
        hashes,
        found.words,
        found.size,
        room.marks[: FIELDS * found.marks],
        room.named[: found.named],
        room.numbers[: found.numbers],
    )


def common(a: bytes, whole_a: bool, b: bytes, whole_b: bool) -> tuple[int, int, int]:
    """As `sketch.common_in_python`; the lists are 32-bit numbers in the machine's order."""
    room = _rooms()
    library().common(a, len(a) // 4, whole_a, b, len(b) // 4, whole_b, room.at_answer)
    of_a, of_b, shared = room.answer
    return of_a, of_b, shared


@cache
def holders_library() -> Any:
    """The loaded table of keys, or None where there is none that fits this machine."""
    loaded = compiled.load(HOLDERS_SOURCE)
    if loaded is None:
        return None
    pointer, number = ctypes.c_void_p, ctypes.c_int32
    loaded.holders_new.argtypes, loaded.holders_new.restype = [], pointer
    loaded.holders_free.argtypes, loaded.holders_free.restype = [pointer], None
    loaded.holders_hold.argtypes = [
        pointer, pointer, number, number, number, number, number, pointer, pointer
    ]  # fmt: skip
    loaded.holders_hold.restype = number
    return loaded


class Holders:
    """The compiled table; see `holders.Holders`. The limits are those of `holders.py`."""

    def __init__(self, *, fewest: int, most_per_key: int, most: int) -> None:
        library = holders_library()
        self._table = library.holders_new()
        if not self._table:
            raise MemoryError
        weakref.finalize(self, library.holders_free, self._table)
        self._hold = library.holders_hold
        self._fewest, self._most_per_key, self._most = fewest, most_per_key, most
        self._answer = (ctypes.c_int32 * most)()
        self._met = (ctypes.c_int32 * 0)()

    def hold(self, keys: Sequence[int], text: int) -> list[int]:
        """See `holders.Holders`."""
        wanted = array("q", keys)
        number = len(wanted)
        if len(self._met) < number * self._most_per_key:
            self._met = (ctypes.c_int32 * (number * self._most_per_key))()
        found = self._hold(
            self._table, wanted.buffer_info()[0], number, text, min(self._fewest, number),
            self._most_per_key, self._most, self._met, self._answer,
        )  # fmt: skip
        if found < 0:
            raise MemoryError
        return self._answer[:found]
