"""The compiled reader of common feeds, where a C compiler built it: `python -m cases.feeds.formats.native` does.

`tracker.lib.compiled` says how. It takes well-formed RSS, RDF and Atom in UTF-8 whose items stand straight
in the channel, the root or the feed, with nothing unusual inside; `fast` reads all else, and everything
where there is no compiler.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases.feeds.formats.shapes import RawEntry
from tracker.lib import compiled

SOURCE: Final = Path(__file__).with_name("feeds.c")
FIELDS: Final = 8  # of an item in the answer

# What the prefixes mean that the source knows by their letters.
_NAMESPACES = {
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"media": b"http://search.yahoo.com/mrss/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"atom": b"http://www.w3.org/2005/Atom",
    b"rdf": b"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_DEFAULTS = {b"feed": _NAMESPACES[b"atom"], b"rdf:": b"http://purl.org/rss/1.0/"}
_NAMESPACE = re.compile(rb"\sxmlns(?::([^\s=\"']{1,100}))?\s*=\s*[\"']([^\"']*)[\"']")
_OTHER_ENCODING = re.compile(
    rb"\A<\?xml[^>]{0,300}encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE
)


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    loaded = compiled.load(SOURCE)
    if loaded is not None:
        pointer, number, long = ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64
        loaded.items.argtypes = [
            ctypes.c_char_p, long, number, pointer, long, pointer, long, pointer
        ]  # fmt: skip
        loaded.items.restype = long
    return loaded


_Found = ctypes.c_int64 * 6
_Room = ctypes.c_char * 0


def read_items(
    body: bytes, most: int, to_texts: Callable[[bytearray, int], list[str]]
) -> tuple[list[RawEntry], int, bytes] | None:
    """The first `most` items, how many there are, and the document without them; None for other feeds.

    `body` begins with its first letter that is no space and no byte mark. The summaries are what
    `to_texts` makes of their markup, which it is given in UTF-8 with NUL behind each, and the length.
    """
    if library() is None or _OTHER_ENCODING.match(body):
        return None
    room = bytearray(len(body) + 1024)
    texts = bytearray(len(body) + 1024)
    found = _Found()
    place, texts_place = map(ctypes.addressof, (_Room.from_buffer(room), _Room.from_buffer(texts)))
    size = library().items(
        body, len(body), most, place, len(room), texts_place, len(texts), ctypes.addressof(found)
    )
    count, first, last, root, root_end, texts_size = found
    if size < 0 or not _knows_prefixes(body[root:root_end]):
        return None
    try:
        fields = str(memoryview(room)[:size], "utf-8").split("\0")
        summaries = to_texts(texts, texts_size)
    except UnicodeDecodeError:
        return None
    rows = zip(*[iter(fields)] * FIELDS, summaries, strict=False)
    entries = [
        RawEntry(
            guid,
            link,
            title,
            summary,
            "",
            author,
            published,
            updated,
            categories[:-1].split("\1") if categories else [],
            image,
        )
        for guid, link, title, author, published, updated, image, categories, summary in rows
    ]
    return entries, count, body[:first] + body[last:]


def _knows_prefixes(root: bytes) -> bool:
    """Whether the root gives every prefix that we know its meaning, and no other prefix that meaning."""
    is_atom = root.startswith(b"feed")
    default = b""
    for prefix, meaning in _NAMESPACE.findall(root):
        if not prefix:
            default = meaning
        elif _NAMESPACES.get(prefix, meaning) != meaning or (is_atom and prefix == b"atom"):
            return False
        elif prefix not in _NAMESPACES and meaning in _NAMESPACES.values():
            return False
    return default == _DEFAULTS.get(root[:4], b"")
