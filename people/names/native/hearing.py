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

from people.names.native.reading import CompiledReader
from tracker.lib import compiled

__all__ = [
    "KEY_SECTIONS",
    "TELL_FORMS",
    "CompiledEar",
    "Limits",
    "Meetings",
    "Met",
    "Row",
    "StoredTable",
    "is_built",
]

SOURCE: Final = Path(__file__).with_name("hearing.c")
SOUNDS: Final = 128
_LONGEST_GROUP: Final = 5
_NOT_FOR_ME, _NO_ROOM = -1, -2
TELL_FORMS: Final = -3
_PRICES: Final = 8
_SMALLEST: Final = 1 << 10
_LARGEST: Final = 1 << 20
_LARGEST_MET: Final = 1 << 14
_KEYS_ROOM: Final = 1 << 15
_ROW: Final = Struct("2d6i")
_MET: Final = Struct("d4i")

# Distance in sound and price by ear (9 where neither was asked); number of the key and of the entry
# under it; the word (twice its number, and whether it is another gender's form); number of the
# sounds or form behind the key; length of the shorter sounds; traits.
Row = tuple[float, float, int, int, int, int, int, int]

# Distance; the word; how it was met, and eight if as another gender's form; where in the forms its
# own begin, and how many those are.
Met = tuple[float, int, int, int, int]


class Meetings(NamedTuple):
    """The surnames and given names on record that a word met, and the forms in which it did.

    Behind the given names: families, each with the number -2 - family. `keys`: the sound keys under
    which the word was looked for.
    """

    surnames: list[Met]
    given: list[Met]
    forms: list[int]
    keys: list[str]


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
    loaded.hear.argtypes = [pointer, pointer, text, long, number, pointer, long]
    loaded.hear.restype = long
    loaded.meet.argtypes = [
        pointer, pointer, pointer, pointer, number, pointer, pointer, text, long,
        pointer, long, pointer, long, pointer, long, pointer,
    ]  # fmt: skip
    loaded.meet.restype = long
    return loaded


def is_built() -> bool:
    """Whether the compiled ear will be used."""
    return library() is not None


class Limits(NamedTuple):
    """Beyond what a word is no answer; `spelling` and `on_record/hits.py` say what each is."""

    farthest: float
    when_short: float
    near_long: float
    near_short: float
    same_within: float
    same_when_short: float
    slip: float
    vowels_only: float
    shortest: int
    near_length: int
    longest_difference: int
    cyrillic: int
    ear_mark: int
    short_length: int


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


KEY_SECTIONS: Final = ("slots", "keys", "values_at", "values")
_KEY_COUNTS: Final = ("slot_count", "key_count", "value_count")
_SECTIONS: Final = ("texts_at", "soft", "heard", "families_at", "families", "texts", "traits")
_COUNTS: Final = ("text_count", "text_bytes", "word_count", "family_count")


class _Keys(ctypes.Structure):
    """`Keys` of stored.h."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in KEY_SECTIONS),
        *((name, ctypes.c_uint64) for name in _KEY_COUNTS),
    ]


class _Words(ctypes.Structure):
    """`Words` of stored.h."""

    _fields_ = [
        ("by_sound", _Keys),
        ("exact", _Keys),
        *((name, ctypes.c_void_p) for name in _SECTIONS),
        *((name, ctypes.c_uint64) for name in _COUNTS),
    ]


class StoredTable:
    """The words of one role of a stored index, as the library reads them.

    Raises ValueError for sections that do not belong together.
    """

    def __init__(self, sections: dict[str, memoryview]) -> None:
        """`sections`: KEY_SECTIONS of by_sound and of exact, texts and texts_at; soft, heard and traits.

        Given names have their families beside them: families_at and families.
        """
        count = {name: len(view) for name, view in sections.items()}
        words = count["soft"]
        if (
            not words == count["heard"] == count["traits"]
            or count.get("families_at", words + 1) != words + 1
            or not count["texts_at"]
        ):
            raise ValueError("the sections of a stored index do not belong together")
        self._views: Final = sections  # they keep the bytes where they are
        self._words: Final = _Words(
            _keys(sections, "by_sound"),
            _keys(sections, "exact"),
            *(_address(sections[name]) if name in sections else 0 for name in _SECTIONS),
            count["texts_at"] - 1, count["texts"], words, count.get("families", 0),
        )  # fmt: skip
        self.address: Final = ctypes.addressof(self._words)


def _keys(sections: dict[str, memoryview], table: str) -> _Keys:
    views = [sections[f"{table}.{name}"] for name in KEY_SECTIONS]
    slots, keys, starts, values = map(len, views)
    if not slots or slots & (slots - 1) or starts != keys + 1:
        raise ValueError("the keys of a stored index do not belong together")
    return _Keys(*map(_address, views), slots, keys, values)


class _Room(threading.local):
    """Where the library writes its answers; each thread has its own."""

    def __init__(self) -> None:
        self.counts = (ctypes.c_int64 * 4)()
        self.at_counts = ctypes.addressof(self.counts)
        self.keys = ctypes.create_string_buffer(_KEYS_ROOM)
        self.at_keys = ctypes.addressof(self.keys)
        self.keys_view = memoryview(self.keys).cast("B")
        self.enlarge(_SMALLEST)

    def enlarge(self, capacity: int) -> None:
        """Room for so many words and eight times as many forms."""
        self.capacity = capacity
        self.met = ctypes.create_string_buffer(capacity * _MET.size)
        self.at_met = ctypes.addressof(self.met)
        self.met_view = memoryview(self.met).cast("B")
        self.forms = ctypes.create_string_buffer(capacity * 16)
        self.at_forms = ctypes.addressof(self.forms)
        self.forms_view = memoryview(self.forms).cast("B").cast("H")


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
            (ctypes.c_double * _PRICES)(*limits[:_PRICES]),
            (ctypes.c_int32 * 6)(*limits[_PRICES:]),
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

    def rows(self, table: StoredTable, told: bytes, *, spelled: bool) -> list[Row] | None:
        """The rows of a word of a text, or None for one that has to be heard in Python.

        Those are words and sounds of more than 250 letters, and broken ones.
        """
        capacity = _SMALLEST
        while True:
            rows = ctypes.create_string_buffer(capacity * _ROW.size)
            count = self._library.hear(
                self._ear, table.address, told, len(told), spelled, ctypes.addressof(rows), capacity
            )
            if count >= 0:
                return list(_ROW.iter_unpack(memoryview(rows)[: count * _ROW.size]))
            if count != _NO_ROOM or capacity >= _LARGEST:
                return None
            capacity *= 4

    def meet(
        self,
        tables: tuple[StoredTable | None, StoredTable | None],
        families: StoredTable,
        reader: CompiledReader,
        told: bytes,
        *,
        related: bool,
    ) -> Meetings | int | None:
        """The surnames and given names on record that a word of a text met, with families where `related`.

        `families`: given names and sounds to families. TELL_FORMS where what the forms say to the ear
        has to be told. None for a word that has to be looked up in Python: as in `rows`, one that the
        compiled reader does not read, and one that met more than ten thousand words.
        """
        room = _room
        surnames, given = tables
        while True:
            done = self._library.meet(
                self._ear, surnames and surnames.address, given and given.address, families.address,
                related, reader.function, reader.address, told, len(told), room.at_met, room.capacity,
                room.at_forms, 8 * room.capacity, room.at_keys, _KEYS_ROOM, room.at_counts,
            )  # fmt: skip
            if done >= 0:
                first, both, forms, keys = room.counts
                looked_for = str(room.keys_view[: keys - 1], "ascii").split("\n") if keys else []
                if not both:
                    return Meetings([], [], [], looked_for)
                met = list(_MET.iter_unpack(room.met_view[: both * _MET.size]))
                numbers = room.forms_view[:forms].tolist()
                return Meetings(met[:first], met[first:], numbers, looked_for)
            if done != _NO_ROOM:
                return TELL_FORMS if done == TELL_FORMS else None
            if room.capacity >= _LARGEST_MET:
                return None
            room.enlarge(room.capacity * 4)
