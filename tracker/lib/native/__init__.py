"""The compiled reader of HTML's text, where a C compiler built it: `python -m tracker.lib.native` does.

`tracker.lib.compiled` says how. Without it `html_text` does the same in Python; it also says what the
rules are, and hands them over as tables.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from html.entities import html5
from pathlib import Path
from typing import Any, Final

from tracker.lib import compiled

SOURCE: Final = Path(__file__).with_name("plain_text.c")
# What a character is, and what a tag does (the numbers of the source).
ASK, PLAIN, SPACE, GONE, LINE = range(5)
BLOCK, BREAK, DROPPED = range(1, 4)
ASKED: Final = "\x01"  # in place of a text that the library does not read


class Reader:
    """The loaded library with the rules it goes by: `kinds` of the first 65,536 characters, `tags`."""

    def __init__(self, library: Any, kinds: bytes, tags: Mapping[str, int]) -> None:
        pointer, number, long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
        library.tables.argtypes = [
            ctypes.c_char_p, ctypes.c_char_p, *[pointer, pointer, pointer, number] * 2
        ]  # fmt: skip
        library.tables.restype = None
        library.beginnings.argtypes = [pointer, long, number, pointer, long]
        library.beginnings.restype = long
        unended = bytearray(128 * 128)
        for name in html5:
            if not name.endswith(";"):
                unended[ord(name[0]) * 128 + ord(name[1])] = 1
        references = {
            name[:-1]: [*map(ord, value), 0][:2]
            for name, value in html5.items()
            if name.endswith(";")
        }
        # Kept, since the library holds on to their memory.
        self._kept = [kinds, bytes(unended)]
        self._held = [
            *_table(references),
            *_table({name: [does, 0] for name, does in tags.items()}),
        ]
        (names, starts, values, tag_names, tag_starts, tag_values) = [
            part.buffer_info()[0] for part in self._held
        ]
        library.tables(
            *self._kept, names, starts, values, len(references), tag_names, tag_starts, tag_values,
            len(tags),
        )  # fmt: skip
        self._beginnings = library.beginnings

    def beginnings(self, markups: Sequence[str], most: int) -> list[str]:
        """The beginning of each text as `html_text.beginnings` says, or `ASKED`. None may hold NUL."""
        block = "\0".join(markups).encode("utf-8", "surrogatepass")
        return self._read(block, len(block), most)

    def beginnings_in(self, block: bytearray, size: int, most: int) -> list[str]:
        """As `beginnings`, of texts in UTF-8 with NUL between them. Raises UnicodeDecodeError."""
        return self._read(ctypes.addressof(_Nothing.from_buffer(block)), size, most)

    def _read(self, block: bytes | int, size: int, most: int) -> list[str]:
        room = bytearray(size + 16)
        place = ctypes.addressof(_Nothing.from_buffer(room))
        length = self._beginnings(block, size, most, place, len(room))
        return str(memoryview(room)[:length], "utf-8").split("\0")


_Nothing = ctypes.c_char * 0


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    return compiled.load(SOURCE)


def _table(names: Mapping[str, Sequence[int]]) -> tuple[array[int], array[int], array[int]]:
    """Sorted names in one piece, where each begins (and where the last ends), two values for each."""
    starts, values, letters = array("i", [0]), array("I"), array("B")
    for name in sorted(names):
        letters.frombytes(name.encode("ascii"))
        starts.append(len(letters))
        values.extend(names[name])
    return letters, starts, values
