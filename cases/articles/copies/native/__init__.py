"""The compiled sketch, where a C compiler built it: `python -m cases.articles.copies.native` builds it.

`tracker.lib.compiled` says how. Without it `shingles.py` does the same in Python.
"""

from __future__ import annotations

import ctypes
import threading
from array import array
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases.articles.copies.folding import CODE_POINTS, table
from tracker.lib import compiled

SOURCE: Final = Path(__file__).with_name("sketch.c")


class _Found(ctypes.Structure):
    _fields_ = [
        ("words", ctypes.c_int64),
        ("size", ctypes.c_int64),
        ("kept", ctypes.c_int32),
        ("marks", ctypes.c_int32),
    ]


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, number, long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
    loaded.sketch.argtypes = [
        pointer, ctypes.c_uint32, ctypes.c_char_p, long, pointer, number, pointer, number, pointer
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
        self.kept: Any = None
        self.marks: Any = None
        self.most_kept = self.most_marks = 0

    def provide(self, most_kept: int, most_marks: int) -> None:
        """Room for so many hashes and marks."""
        if (most_kept, most_marks) != (self.most_kept, self.most_marks):
            self.most_kept, self.most_marks = most_kept, most_marks
            self.kept = (ctypes.c_uint64 * most_kept)()
            self.marks = (ctypes.c_int32 * (3 * most_marks))()
            self.at_kept = ctypes.addressof(self.kept)
            self.at_marks = ctypes.addressof(self.marks)


_room = _Room()


def read(text: str, most_kept: int, most_marks: int) -> tuple[array[int], list[int], int, int]:
    """(hashes, marks, words, size) as `shingles.read_in_python` gives them."""
    room = _room
    room.provide(most_kept, most_marks)
    code = text.encode("utf-32-le", "surrogatepass")
    failed = library().sketch(
        room.at_table, CODE_POINTS, code, len(text), room.at_kept, most_kept, room.at_marks,
        most_marks, room.at_found,
    )  # fmt: skip
    if failed:
        raise MemoryError
    found = room.found
    hashes = array("Q")
    hashes.frombytes(memoryview(room.kept).cast("B")[: 8 * found.kept])
    return hashes, room.marks[: 3 * found.marks], found.words, found.size


def common(a: bytes, whole_a: bool, b: bytes, whole_b: bool) -> tuple[int, int, int]:
    """As `sketch.common_in_python`; the lists are 32-bit numbers in the machine's order."""
    room = _room
    library().common(a, len(a) // 4, whole_a, b, len(b) // 4, whole_b, room.at_answer)
    of_a, of_b, shared = room.answer
    return of_a, of_b, shared
