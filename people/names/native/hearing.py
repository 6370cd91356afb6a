"""The compiled ear (`hearing.c`), where a C compiler built it; `on_record/hearing.py` is its twin in Python.

It reads the words of a stored index where they lie, and is told everything else: what sounds and
spellings cost, and the limits.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from struct import Struct
from typing import Any, Final, NamedTuple

from tracker.lib import compiled

__all__ = ["CompiledEar", "Limits", "Row", "StoredTable", "is_built"]

SOURCE: Final = Path(__file__).with_name("hearing.c")
SOUNDS: Final = 128
_LONGEST_GROUP: Final = 5
_NOT_FOR_ME, _NO_ROOM = -1, -2
_SMALLEST: Final = 1 << 10
_LARGEST: Final = 1 << 20
_ROW: Final = Struct("2d6i")

# Distance in sound and price by ear (9 where neither was asked); number of the key and of the entry
# under it; the word (twice its number, and whether it is another gender's form); number of the
# sounds or form behind the key; length of the shorter sounds; traits.
Row = tuple[float, float, int, int, int, int, int, int]


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, number, long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
    text = ctypes.c_char_p
    loaded.ear_new.argtypes = [pointer] * 5
    loaded.ear_new.restype = pointer
    loaded.ear_free.argtypes = [pointer]
    loaded.ear_free.restype = None
    loaded.ear_learn.argtypes = [pointer, text, number, number, text, number, ctypes.c_double]
    loaded.ear_learn.restype = long
    loaded.hear.argtypes = [
        pointer, pointer, number, number, text, long, text, long, number, pointer, long
    ]  # fmt: skip
    loaded.hear.restype = long
    return loaded


def is_built() -> bool:
    """Whether the compiled ear will be used."""
    return library() is not None


class Limits(NamedTuple):
    """Beyond what a word is no answer; `on_record/hearing.py` says what each is."""

    farthest: float
    when_short: float
    near_long: float
    near_short: float
    shortest: int
    near_length: int
    longest_difference: int
    cyrillic: int
    ear_mark: int


class _Buffer(ctypes.Structure):
    """Python's Py_buffer: where the bytes behind a memoryview are."""

    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    ]


def _address(view: memoryview) -> int:
    """Where the bytes of a view begin (ctypes itself gives that for writable ones only)."""
    buffer = _Buffer()
    api = ctypes.pythonapi
    api.PyObject_GetBuffer(ctypes.py_object(view), ctypes.byref(buffer), 0)
    address = int(buffer.buf or 0)
    api.PyBuffer_Release(ctypes.byref(buffer))
    return address


_SECTIONS: Final = (
    "slots", "keys", "values_at", "values", "texts_at", "soft", "heard", "texts", "traits"
)  # fmt: skip
_COUNTS: Final = (
    "slot_count", "key_count", "value_count", "text_count", "text_bytes", "word_count"
)  # fmt: skip


class _Words(ctypes.Structure):
    """`Words` of hearing.c."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in _SECTIONS),
        *((name, ctypes.c_uint64) for name in _COUNTS),
    ]


class StoredTable:
    """The words of one role of a stored index, as the library reads them.

    Raises ValueError for sections that do not belong together.
    """

    def __init__(self, sections: dict[str, memoryview]) -> None:
        """`sections`: slots, keys, values_at, values, texts_at, soft, heard, texts and traits."""
        count = {name: len(view) for name, view in sections.items()}
        if (
            count["slots"] & (count["slots"] - 1)
            or count["values_at"] != count["keys"] + 1
            or not count["soft"] == count["heard"] == count["traits"]
        ):
            raise ValueError("the sections of a stored index do not belong together")
        self._views: Final = sections  # they keep the bytes where they are
        self._words: Final = _Words(
            *(_address(sections[name]) for name in _SECTIONS),
            count["slots"], count["keys"], count["values"], count["texts_at"] - 1, count["texts"],
            count["soft"],
        )  # fmt: skip
        self.address: Final = ctypes.addressof(self._words)


class _Room(threading.local):
    """Where the library writes its rows; each thread has its own."""

    def __init__(self) -> None:
        self.enlarge(_SMALLEST)

    def enlarge(self, capacity: int) -> None:
        """Room for so many rows."""
        self.capacity = capacity
        self.rows = ctypes.create_string_buffer(capacity * _ROW.size)
        self.at_rows = ctypes.addressof(self.rows)
        self.view = memoryview(self.rows).cast("B")


_room = _Room()


class CompiledEar:
    """Costs and limits in C; the same for all indexes and threads."""

    def __init__(
        self,
        costs: Iterable[float],
        loose: Iterable[float],
        vowels: Iterable[bool],
        limits: Limits,
    ) -> None:
        """Costs of hearing one sound as another, of leaving one out, and which are vowels, by code.

        Raises MemoryError when there is none, and RuntimeError when nothing is built.
        """
        self._library = library()
        if self._library is None:
            raise RuntimeError("the compiled ear is not built")
        arrays: tuple[ctypes.Array[Any], ...] = (
            (ctypes.c_double * (SOUNDS * SOUNDS))(*costs),
            (ctypes.c_double * SOUNDS)(*loose),
            (ctypes.c_uint8 * SOUNDS)(*vowels),
            (ctypes.c_double * 4)(*limits[:4]),
            (ctypes.c_int32 * 5)(*limits[4:]),
        )
        self._ear = self._library.ear_new(*[ctypes.addressof(array) for array in arrays])
        if not self._ear:
            raise MemoryError

    def __del__(self) -> None:
        ear, self._ear = getattr(self, "_ear", None), None
        if ear:
            self._library.ear_free(ear)

    def learn(self, letters: str, heard: str, price: float) -> None:
        """Know what may be heard for a group of letters, which "^" or "$" may anchor."""
        anchor = 1 if letters[0] == "^" else 2 if letters[-1] == "$" else 0
        group = letters.strip("^$")
        codes = group.encode("utf-32-le"), heard.encode("utf-32-le")
        done = self._library.ear_learn(
            self._ear, codes[0], len(group), anchor, codes[1], len(heard), price
        )
        if done < 0:
            raise MemoryError if done != _NOT_FOR_ME else ValueError(letters)

    def rows(
        self,
        table: StoredTable,
        script: int,
        by_ear: bool,
        forms: bytes,
        asked: bytes,
        *,
        spelled: bool,
    ) -> list[Row] | None:
        """The rows of a word of a text, or None for one that has to be heard in Python.

        Those are words and sounds of more than 250 letters, and broken ones.
        """
        room = _room
        hear = self._library.hear
        while True:
            count = hear(
                self._ear, table.address, script, by_ear, forms, len(forms), asked, len(asked),
                spelled, room.at_rows, room.capacity,
            )  # fmt: skip
            if count >= 0:
                return list(_ROW.iter_unpack(room.view[: count * _ROW.size]))
            if count == _NOT_FOR_ME or room.capacity >= _LARGEST:
                return None
            room.enlarge(room.capacity * 4)
