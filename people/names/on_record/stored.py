"""A stored index read where it lies: nothing is unpacked but what a text asks for.

Safe in threads and after a fork: the bytes never change, and what is remembered of them is only a
matter of speed.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from mmap import mmap
from typing import Any, Final, Generic, TypeVar

from people.names.language.folding import fold_soft
from people.names.language.scripts import script_of
from people.names.native.hearing import KEY_SECTIONS, StoredTable
from people.names.on_record.gathering import RECORD
from people.names.on_record.packing import ALIGNMENT, HEAD, MARK, checksum, key_hash, rules
from people.names.on_record.record_words import RecordWord, Sounding, Spelled

V = TypeVar("V")

# Remembered answers; beyond that everything is forgotten and read again.
_MOST_KEYS: Final = 10_000
_MOST_WORDS: Final = 20_000
_MOST_PEOPLE: Final = 10_000


class UnusableIndex(Exception):
    """The bytes are no index, are damaged, or were made by other rules; says which."""


class StoredNames:
    """The stored names of `packing.packed`. Raises UnusableIndex for anything else."""

    def __init__(self, data: bytes | mmap) -> None:
        self._data: Final = data  # keeps a mapped file open as long as the views below
        whole = memoryview(data)
        description, begins = _checked(whole)
        self.label: Final = str(description["label"])
        self._views: dict[str, memoryview] = {
            name: whole[begins + at : begins + at + length].cast(code)
            for name, (code, at, length) in description["sections"].items()
        }
        self.records: Final = self._views["records"]
        self._texts, self._texts_at = self._views["texts"], self._views["texts_at"]
        self._bearers, self._bearers_at = self._views["bearers"], self._views["bearers_at"]
        self._ids, self._id_texts = self._views["person_ids"], self._views["person_texts"]
        self._order, self._names = self._views["person_order"], self._views["person_names"]
        self._kept: dict[int | str, list[int]] = {}
        self.surnames: Final = StoredWords(self, "surnames")
        self.given_names: Final = StoredWords(self, "given_names")
        self.people_count: Final = self._count_people()

    def __len__(self) -> int:
        return len(self.records) // RECORD

    def section(self, name: str) -> memoryview:
        """The numbers of one section."""
        return self._views[name]

    def text(self, number: int) -> str:
        """A text by its number."""
        begin, end = self._texts_at[number], self._texts_at[number + 1]
        return str(self._texts[begin:end], "utf-8", "surrogatepass")

    def record(self, name: int) -> tuple[int, ...]:
        """The eight numbers of a name."""
        return tuple(self.records[name * RECORD : (name + 1) * RECORD].tolist())

    def bearers(self, surname: int) -> list[int]:
        """Given code and name, in turn, of all names with this surname."""
        return self._bearers[self._bearers_at[surname] : self._bearers_at[surname + 1]].tolist()

    def person(self, number: int) -> int | str:
        """The id of a person by their number."""
        value, kind = self._ids[number], self._id_texts[number]
        if not kind:
            return int(value)
        return self.text(value) if kind == 1 else int(self.text(value))

    def names_of(self, person: int | str) -> list[int]:
        """The names of a person by id; empty for one who is not there."""
        kept = self._kept.get(person)
        if kept is None:
            if len(self._kept) >= _MOST_PEOPLE:
                self._kept.clear()
            kept = self._kept[person] = self._find_names_of(person)
        return kept

    def _find_names_of(self, person: int | str) -> list[int]:
        found: list[int] = []
        place = bisect_left(self._order, _rank(person), key=self._rank_of)
        while place < len(self._order) and self.person(self._order[place]) == person:
            number = self._order[place]
            found.extend(range(self._names[number], self._names[number + 1]))
            place += 1
        return found

    def _rank_of(self, number: int) -> tuple[bool, int | str]:
        return _rank(self.person(number))

    def _count_people(self) -> int:
        # An id given twice stands there twice; that is rare, and seen in the order.
        if len(self._order) == 0:
            return 0
        if not any(self._id_texts):
            return len(set(self._ids))
        return len({self.person(number) for number in self._order})


class StoredWords:
    """The stored words of one role: by number, by spelling, by sound."""

    def __init__(self, names: StoredNames, role: str) -> None:
        self._names: Final = names
        self._role: Final = role
        self._soft = names.section(f"{role}.soft")
        self._sounds, self._sounds_at = (
            names.section(f"{role}.sounds"),
            names.section(f"{role}.sounds_at"),
        )
        self._languages = names.section(f"{role}.languages")
        self._kept: dict[int, RecordWord] = {}
        self.exact: Final = SpelledKeys(names, f"{role}.exact")
        self.by_sound: Final = SoundingKeys(names, f"{role}.by_sound")

    def __len__(self) -> int:
        return len(self._soft)

    def __getitem__(self, number: int) -> RecordWord:
        word = self._kept.get(number)
        if word is None:
            if len(self._kept) >= _MOST_WORDS:
                self._kept.clear()
            text = self._names.text
            soft = text(self._soft[number])
            begin, end = self._sounds_at[number], self._sounds_at[number + 1]
            word = self._kept[number] = RecordWord(
                soft,
                script_of(soft),
                tuple(text(sound) for sound in self._sounds[begin:end]),
                frozenset(text(self._languages[number]).split(" ")),
            )
        return word

    def compiled(self) -> StoredTable:
        """The words as the compiled ear reads them."""
        section = self._names.section
        own = [f"{table}.{part}" for table in ("by_sound", "exact") for part in KEY_SECTIONS]
        own += ["soft", "heard", "traits"]
        if self._role == "given_names":
            own += ["families_at", "families"]
        return StoredTable(
            {name: section(f"{self._role}.{name}") for name in own}
            | {name: section(name) for name in ("texts", "texts_at")}
        )

    def number_of(self, soft: str) -> int | None:
        """The number of a softened word, None for one that is not there."""
        for number, other_gender in self.exact.get(fold_soft(soft)):
            if not other_gender and self[number].soft == soft:
                return number
        return None


class _StoredKeys(Generic[V]):
    """A table of `packing._pack_keys`, with the last answers remembered."""

    def __init__(self, names: StoredNames, table: str) -> None:
        self._text: Final = names.text
        self._slots = names.section(f"{table}.slots")
        self._keys = names.section(f"{table}.keys")
        self._at, self._values = (
            names.section(f"{table}.values_at"),
            names.section(f"{table}.values"),
        )
        self._mask: Final = len(self._slots) - 1
        self._kept: dict[str, tuple[V, ...]] = {}

    def get(self, key: str, default: tuple[V, ...] = ()) -> tuple[V, ...]:
        """The words under a key; `default` where there are none."""
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        hashed = key_hash(key)
        at = hashed & self._mask
        while slot := self._slots[at]:
            number = (slot & 0xFFFFFFFF) - 1
            if slot >> 32 == hashed and self._text(self._keys[number]) == key:
                if len(self._kept) >= _MOST_KEYS:
                    self._kept.clear()
                values = self._values[self._at[number] : self._at[number + 1]].tolist()
                found = self._kept[key] = self._read(values)
                return found
            at = (at + 1) & self._mask
        return default

    def _read(self, values: list[int]) -> tuple[V, ...]:
        raise NotImplementedError


class SpelledKeys(_StoredKeys[Spelled]):
    """Folded spelling -> words."""

    def _read(self, values: list[int]) -> tuple[Spelled, ...]:
        return tuple((value >> 1, bool(value & 1)) for value in values)


class SoundingKeys(_StoredKeys[Sounding]):
    """Sound key -> words with their sounds."""

    def _read(self, values: list[int]) -> tuple[Sounding, ...]:
        pairs = zip(values[::2], values[1::2], strict=True)
        return tuple((self._text(sound), word >> 1, bool(word & 1)) for sound, word in pairs)


def _rank(person: int | str) -> tuple[bool, int | str]:
    return isinstance(person, str), person


def _checked(whole: memoryview) -> tuple[dict[str, Any], int]:
    """The description and where the sections begin. Raises UnusableIndex."""
    if len(whole) < HEAD.size:
        raise UnusableIndex("too short for an index")
    mark, expected, length = HEAD.unpack_from(whole)
    if mark != MARK:
        raise UnusableIndex("of another kind or version")
    if checksum(whole) != expected:
        raise UnusableIndex("damaged: its checksum is wrong")
    begins = HEAD.size + length
    description: dict[str, Any] = json.loads(bytes(whole[HEAD.size : begins]))
    if description["rules"] != rules():
        raise UnusableIndex("made by other rules of the engine")
    if begins % ALIGNMENT:
        raise UnusableIndex("its sections are not aligned")
    return description, begins
