"""The compiled reader of spellings (`reading.c`), where a C compiler built it.

Its twins in Python are `transliteration.read_all`, `phonetics.sound_keys` and `spelling.free_keys`, whose
tables and limits it is told.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tracker.lib import compiled

__all__ = ["CompiledReader", "ReadWords", "is_built"]

SOURCE: Final = Path(__file__).with_name("reading.c")
SOUNDS: Final = 128
_GROUPS: Final = 32  # where groups of letters stand among the systems
_AT_START, _AT_END = 1, 2
_ROOM: Final = 1 << 15
# The rules of `transliteration._SAME_SOUND` that reading.c was written for, in their order.
SAME_SOUND: Final = (
    (r"[ij]+([aA])", "A"),
    (r"[ij]+([oO])", "O"),
    (r"[ij]+([uU])", "U"),
    (r"[ij]+e", "e"),
    (r"j", "i"),
    (r"([a-zA-Z])\1+", r"\1"),
    (r"ii", "i"),
    (r"([ck])aA$", r"\1a"),
    (r"aA$", "a"),
    (r"tC", "C"),
    (r"dc", "c"),
    (r"SC", "Q"),
    (r"ou$", "ov"),
)
# And the pairs of `spelling.MELTING`.
MELTING: Final = (("ts", "s"), ("tC", "C"), ("ds", "s"), ("SC", "S"))


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    # It does not let go of the interpreter's lock: a reader has one place to work in.
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, number, long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
    text, price = ctypes.c_char_p, ctypes.c_double
    loaded.reader_new.argtypes = [pointer, pointer, price, number]
    loaded.reader_new.restype = pointer
    loaded.reader_free.argtypes = [pointer]
    loaded.reader_free.restype = None
    loaded.reader_learn.argtypes = [pointer, number, text, number, number, text, number, price]
    loaded.reader_learn.restype = long
    loaded.read_words.argtypes = [pointer, text, long, number, pointer, long, pointer]
    loaded.read_words.restype = long
    return loaded


def is_built() -> bool:
    """Whether the compiled reader will be used."""
    return library() is not None


class ReadWords(NamedTuple):
    """What was read, a line each: sounds of each word; keys with sounds; further keys with words.

    Behind each of the sounds stands the number of the first word that is read so.
    """

    sounds: list[str]
    keys: bytes
    free: bytes


class _Room(threading.local):
    """Where the library writes its answers; each thread has its own."""

    def __init__(self) -> None:
        self.lines = ctypes.create_string_buffer(_ROOM)
        self.at_lines = ctypes.addressof(self.lines)
        self.view = memoryview(self.lines).cast("B")
        self.ends = (ctypes.c_int64 * 3)()
        self.at_ends = ctypes.addressof(self.ends)


_room = _Room()


class CompiledReader:
    """All systems of letters in C; the same for all threads."""

    def __init__(
        self,
        classes: Iterable[int],
        vowels: Iterable[bool],
        key_price: float,
        most_keys: int,
        systems: Mapping[str, Mapping[str, str]],
        groups: Mapping[str, Iterable[tuple[float, str]]],
    ) -> None:
        """Consonant classes and vowels by code, limits and consonants of further keys, and the systems.

        Raises MemoryError when there is none, RuntimeError when nothing is built, and ValueError
        for tables that it has no room for.
        """
        self._library = library()
        if self._library is None:
            raise RuntimeError("the compiled reader is not built")
        arrays = (ctypes.c_uint8 * SOUNDS)(*classes), (ctypes.c_uint8 * SOUNDS)(*vowels)
        self._reader = self._library.reader_new(
            *[ctypes.addressof(array) for array in arrays], key_price, most_keys
        )
        if not self._reader:
            raise MemoryError
        if len(systems) > _GROUPS:
            raise ValueError("too many systems")
        # Where `read_words` is, for another compiled part to call.
        function = ctypes.cast(self._library.read_words, ctypes.c_void_p).value
        self.function: Final = int(function or 0)
        self.letters: Final = {name: chr(65 + number) for number, name in enumerate(systems)}
        for number, table in enumerate(systems.values()):
            for letters in sorted(table, key=len):
                self._learn(number, letters, 0, table[letters], 0.0)
        for group in sorted(groups, key=lambda group: len(group.strip("^$"))):
            anchor = _AT_START if group[0] == "^" else _AT_END if group[-1] == "$" else 0
            for price, run in groups[group]:
                self._learn(_GROUPS, group.strip("^$"), anchor, run, price)

    def __del__(self) -> None:
        reader, self._reader = getattr(self, "_reader", None), None
        if reader:
            self._library.reader_free(reader)

    @property
    def address(self) -> int:
        """Where the reader is, for another compiled part that reads with it."""
        return int(self._reader)

    def _learn(self, system: int, letters: str, anchor: int, sounds: str, price: float) -> None:
        code, heard = letters.encode("utf-32-le"), sounds.encode("ascii")
        done = self._library.reader_learn(
            self._reader, system, code, len(letters), anchor, heard, len(heard), price
        )
        if done < 0:
            raise MemoryError if done != -1 else ValueError(letters)

    def read(self, lines: bytes, *, free: bool) -> ReadWords | None:
        """Read words given a line each: letters of its systems, whether it is freely read, the word.

        None for what has to be read in Python: words of more than 120 letters, more than 64 of them.
        """
        room = _room
        count = self._library.read_words(
            self._reader, lines, len(lines), free, room.at_lines, _ROOM, room.at_ends
        )
        if count < 0:
            return None
        first, second, third = room.ends
        whole = bytes(room.view[:third])
        return ReadWords(
            whole[:first].decode("ascii").split("\n")[:-1],
            whole[first : second - 1],
            whole[second : third - 1],
        )
