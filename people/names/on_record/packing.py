"""The form of the stored index: one run of bytes, read where it lies (`stored`), never unpacked.

Header: mark, checksum of all that follows, length of a description; the description (JSON) says by
which rules it was made and where each section is. A section is an array of numbers of the
machine's own byte order, or the texts. All processes of a machine map one file and share it.
"""

from __future__ import annotations

import gc
import hashlib
import json
import struct
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from people.names.known import KnownPerson
from people.names.language.equivalents import families_of
from people.names.on_record.many_names import Gathered, Texts, gathered
from people.names.on_record.many_words import WordsOfRole, entered
from people.names.on_record.traits import heard_on_record

MARK: Final = b"names-01"
HEAD: Final = struct.Struct("<8s16sQ")
CHECKED_FROM: Final = 24  # the checksum covers everything behind itself
ALIGNMENT: Final = 8

_ENGINE: Final = Path(__file__).parents[1]


@cache
def rules() -> str:
    """A hash of the engine's code and tables and of what else an index depends on.

    An index made by other rules holds other sounds and other families: it must be made anew.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{MARK!r} {sys.byteorder} {unicodedata.unidata_version}".encode())
    for path in sorted([*_ENGINE.rglob("*.py"), *_ENGINE.glob("data/*.tsv")]):
        digest.update(path.name.encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()


def checksum(data: memoryview | bytes) -> bytes:
    """The sum by which damage is seen: sixteen bytes over everything behind the sum itself."""
    return hashlib.blake2b(memoryview(data)[CHECKED_FROM:], digest_size=16).digest()


def key_hash(key: str) -> int:
    """Where a key is looked for; the same in every process."""
    return crc32(key.encode() if key.isascii() else key.encode("utf-8", "surrogatepass"))


def packed(people: Iterable[KnownPerson], label: str = "") -> bytes:
    """A stored index of these people, for `stored.StoredNames` or a file.

    `label` is the caller's own note, given back by `StoredNames.label`: what the index is as of.
    """
    with nothing_collected():
        return pack(gathered(people), label)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No search for garbage in circles: there is none, and the more is gathered the longer one takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def pack(names: Gathered, label: str) -> bytes:
    """The bytes of everything gathered."""
    sections: dict[str, array[int]] = {}
    _pack_people(sections, names)
    sections["records"] = names.records
    _pack_words(sections, "surnames", names.surnames, names.texts)
    _pack_words(sections, "given_names", names.given_names, names.texts)
    sections["bearers"], sections["bearers_at"] = names.bearers, names.bearers_at
    texts, sections["texts_at"] = names.texts.packed()
    return _joined(sections, texts, label)


def _joined(sections: dict[str, array[int]], texts: bytes, label: str) -> bytes:
    places: dict[str, tuple[str, int, int]] = {}
    pieces: list[bytes] = []
    length = 0
    for name, code, content in (
        *((name, numbers.typecode, numbers.tobytes()) for name, numbers in sections.items()),
        ("texts", "B", texts),
    ):
        places[name] = (code, length, len(content))
        padding = -len(content) % ALIGNMENT
        pieces += (content, bytes(padding))
        length += len(content) + padding
    description: dict[str, Any] = {"rules": rules(), "label": label, "sections": places}
    described = json.dumps(description).encode()
    described += b" " * (-len(described) % ALIGNMENT)
    whole = bytearray(HEAD.pack(MARK, bytes(16), len(described)) + described + b"".join(pieces))
    whole[8:CHECKED_FROM] = checksum(memoryview(whole))
    return bytes(whole)


def _pack_people(sections: dict[str, array[int]], names: Gathered) -> None:
    numbers = array("q")
    texts = bytearray()
    for person in names.ids:
        # True and False are ints in Python, but nobody's ids.
        is_text = isinstance(person, str) or not -(2**63) <= person < 2**63
        texts.append((1 if isinstance(person, str) else 2) if is_text else 0)
        numbers.append(names.texts.number(str(person)) if is_text else int(person))
    ids = names.ids
    order = sorted(range(len(ids)), key=lambda n: (texts[n] == 1, ids[n]))
    sections["person_ids"], sections["person_texts"] = numbers, array("B", texts)
    sections["person_order"] = array("I", order)
    sections["person_names"] = names.first_names


def _pack_words(
    sections: dict[str, array[int]], role: str, words: WordsOfRole, texts: Texts
) -> None:
    softs = words.softs
    spelled, heard = entered(words)
    sections[f"{role}.soft"] = texts.numbers(softs)
    sections[f"{role}.sounds_at"] = heard.own_at
    # A man's form of a woman's surname has sounds of its own, which come later.
    first = list(dict.fromkeys(heard.own))
    own = set(first)
    rest = [sound for sound in dict.fromkeys(heard.values[::2]) if sound not in own]
    numbers = array("I", bytes(4 * len(heard.sounds)))
    for sound, number in zip(first, texts.numbers([heard.sounds[s] for s in first]), strict=True):
        numbers[sound] = number
    sections[f"{role}.sounds"] = array("I", map(numbers.__getitem__, heard.own))
    sections[f"{role}.languages"] = texts.numbers(words.languages_of_words())
    sections[f"{role}.heard"] = texts.numbers(heard_on_record(softs, heard.traits))
    sections[f"{role}.traits"] = heard.traits
    if role == "given_names":
        families = [[number for number, _ in families_of(soft)] for soft in softs]
        sections[f"{role}.families_at"] = array("I", _starts(map(len, families)))
        sections[f"{role}.families"] = array("I", [n for several in families for n in several])
    _pack_keys(sections, f"{role}.exact", list(spelled), texts)
    sections[f"{role}.exact.values_at"] = array("I", _starts(map(len, spelled.values())))
    sections[f"{role}.exact.values"] = array("I", chain.from_iterable(spelled.values()))
    for sound, number in zip(rest, texts.numbers([heard.sounds[s] for s in rest]), strict=True):
        numbers[sound] = number
    heard.values[::2] = array("I", map(numbers.__getitem__, heard.values[::2]))
    _pack_keys(sections, f"{role}.by_sound", heard.keys, texts)
    sections[f"{role}.by_sound.values_at"] = heard.values_at
    sections[f"{role}.by_sound.values"] = heard.values


def _pack_keys(
    sections: dict[str, array[int]],
    table: str,
    keys: Sequence[str],
    texts: Texts,
) -> None:
    sections[f"{table}.slots"] = table_of_keys(keys)
    sections[f"{table}.keys"] = texts.numbers(keys)


def table_of_keys(keys: Sequence[str]) -> array[int]:
    """Where keys are found by their hash: open addressing, at most half full."""
    size = 4
    while size < 2 * len(keys):
        size *= 2
    slots = array("Q", bytes(8 * size))
    for number, key in enumerate(keys, start=1):
        hashed = key_hash(key)
        at = hashed & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = hashed << 32 | number
    return slots


def _starts(lengths: Iterable[int]) -> list[int]:
    starts = [0]
    for length in lengths:
        starts.append(starts[-1] + length)
    return starts
