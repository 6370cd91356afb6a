"""The names on record, ready to be joined: what is stored, and what was added since.

The stored part is made in one go and read where it lies, in a file that all processes of a machine
share (`index_file`). People added, changed and removed later are kept in memory beside it. Text
words are brought back to record words by `words.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Generic, Protocol, TypeVar

from people.names.known import KnownPerson
from people.names.language.equivalents import families_of
from people.names.language.folding import fold_soft
from people.names.language.tables import rows
from people.names.on_record.entries import NameEntry
from people.names.on_record.gathering import RECORD, GatheredNames
from people.names.on_record.packing import packed
from people.names.on_record.record_words import (
    GatheredWords,
    RecordWord,
    same_alphabet,
)
from people.names.on_record.stored import StoredNames, StoredWords

__all__ = ["NameEntry", "NameIndex", "RecordWord", "WordTable", "pair_key", "same_alphabet"]

_SHIFT: Final = 32
_OFFSET: Final = 1 << 20  # makes family numbers, which are negative ids, positive
_ALL: Final = 1 << 40  # the group of all names with a surname, whatever the given name

# Remembered answers; beyond that everything is forgotten and read again.
_MOST_ENTRIES: Final = 20_000
_MOST_BEARERS: Final = 100_000
# Of surnames with more names the groups are worked out and remembered; numbers, two a name.
_MANY_ROWS: Final = 16

V = TypeVar("V")


def pair_key(given: int, surname: int) -> int:
    """One number for a (given name or family, surname) pair. A family n is the given name -2 - n."""
    return (given + _OFFSET) << _SHIFT | surname


class _Stored(Protocol[V]):
    def get(self, key: str, default: tuple[V, ...] = ...) -> tuple[V, ...]: ...


class _Keys(Generic[V]):
    """Stored and added words under one key."""

    def __init__(self, stored: _Stored[V], added: dict[str, list[V]]) -> None:
        self._stored: _Stored[V] = stored
        self.added: Final[dict[str, list[V]]] = added

    def get(self, key: str, default: Sequence[V] = ()) -> Sequence[V]:
        """The words under a key, `default` where there are none."""
        found: tuple[V, ...] = self._stored.get(key)
        more: list[V] | None = self.added.get(key) if self.added else None
        return (*found, *more) if more else found or default


class _Words:
    """Stored and added words by number."""

    def __init__(self, stored: StoredWords, added: dict[int, RecordWord]) -> None:
        self._stored: Final = stored
        self._added: Final = added

    def __getitem__(self, number: int) -> RecordWord:
        if self._added and (word := self._added.get(number)) is not None:
            return word
        return self._stored[number]


class WordTable:
    """The distinct words of one role: by number, by exact spelling, by sound."""

    def __init__(self, stored: StoredWords, added: GatheredWords) -> None:
        self.stored: Final = stored.compiled()
        self.words: Final = _Words(stored, added.words)
        self.exact: Final = _Keys(stored.exact, added.exact)
        self.by_sound: Final = _Keys(stored.by_sound, added.by_sound)


class _Entries:
    """The names by number."""

    def __init__(self, stored: StoredNames, added: GatheredNames[GatheredWords]) -> None:
        self._stored: Final = stored
        self._added: Final = added
        self._first_added: Final = len(stored)
        self._stored_text: Final = stored.text
        self._added_text: Final = added.texts.__getitem__
        self._kept: dict[int, NameEntry] = {}

    def __len__(self) -> int:
        return self._first_added + len(self._added)

    def __getitem__(self, number: int) -> NameEntry:
        entry = self._kept.get(number)
        if entry is None:
            if len(self._kept) >= _MOST_ENTRIES:
                self._kept.clear()
            entry = self._kept[number] = self._read(number)
        return entry

    def _read(self, number: int) -> NameEntry:
        if number < self._first_added:
            record = self._stored.record(number)
            return NameEntry(record, self._stored.person(record[0]), self._stored_text)
        at = (number - self._first_added) * RECORD
        record = tuple(self._added.records[at : at + RECORD])
        return NameEntry(record, self._added.ids[record[0]], self._added_text)


class _Pairs:
    """(Given name or family, surname) -> names, by `pair_key`."""

    def __init__(self, index: NameIndex) -> None:
        self._index: Final = index

    def __contains__(self, key: int) -> bool:
        return bool(self.get(key))

    def get(self, key: int, default: Sequence[int] = ()) -> Sequence[int]:
        """The names of a pair, in the order in which people were added."""
        given, surname = (key >> _SHIFT) - _OFFSET, key & ((1 << _SHIFT) - 1)
        names = self._index.named({given: None}, (surname,)).get(given)
        return names[surname] if names else default


class _BySurname:
    """Surname -> all names that have it."""

    def __init__(self, index: NameIndex) -> None:
        self._index: Final = index

    def get(self, surname: int, default: Sequence[int] = ()) -> Sequence[int]:
        """The names with a surname, in the order in which people were added."""
        return self._index.names_with(surname) or default


class NameIndex:
    """All names of all people given, ready to be joined. Adding people is incremental.

    Many people are best given at once or as a stored index. Not thread-safe while people are added
    or removed; several indexes may read one `stored` at a time.
    """

    def __init__(
        self, people: Iterable[KnownPerson] = (), *, stored: StoredNames | None = None
    ) -> None:
        if stored is None:
            stored = StoredNames(packed(people))
            people = ()
        self.stored: Final = stored
        self._added: Final = GatheredNames(
            GatheredWords(surnames=True, before=stored.surnames),
            GatheredWords(surnames=False, before=stored.given_names),
        )
        self.surnames: Final = WordTable(stored.surnames, self._added.surnames)
        self.given_names: Final = WordTable(stored.given_names, self._added.given_names)
        self.entries: Final = _Entries(stored, self._added)
        self.pairs: Final = _Pairs(self)
        self.by_surname: Final = _BySurname(self)
        self.common_words: Final = frozenset(row[0] for row in rows("common_words"))
        self._groups: dict[int, tuple[int, ...]] = {}  # by given code; the families of a word stay
        self._bearers: dict[int, dict[int, tuple[int, ...]]] = {}
        self._bearers_kept = 0
        self._stored_surnames: Final = len(stored.surnames)
        self._gone: set[int] = set()  # names that are not there any more
        self._people_gone: set[int | str] = set()  # of the stored ones
        self._names_added: dict[int | str, list[int]] = {}
        self._people_added = 0  # who is not among the stored ones
        for person in people:
            self.add(person)

    def add(self, person: KnownPerson) -> None:
        """Enter every name of one person; a name without a surname word is passed over."""
        before = len(self.entries)
        self._added.add((person,))
        new = range(before, len(self.entries))
        if new:
            if person.id not in self._names_added and not self._is_stored(person.id):
                self._people_added += 1
            self._names_added.setdefault(person.id, []).extend(new)
            self._forget_bearers()

    def take_new_keys(self) -> tuple[set[str], set[str]]:
        """Folded spellings and sound keys under which words were added since the last call."""
        spellings: set[str] = set()
        keys: set[str] = set()
        for words in (self._added.surnames, self._added.given_names):
            spellings |= words.new_spellings
            keys |= words.new_keys
            words.new_spellings.clear()
            words.new_keys.clear()
        return spellings, keys

    def remove(self, person: int | str) -> None:
        """Forget all names of one person; nothing happens for one who is not there.

        The words stay: other people bear them, and a few idle ones cost nothing.
        """
        added = self._names_added.pop(person, [])
        if self._is_stored(person):
            self._people_gone.add(person)
            self._gone.update(self.stored.names_of(person))
        elif added:
            self._people_added -= 1
        else:
            return
        self._gone.update(added)
        self._forget_bearers()

    @property
    def people_count(self) -> int:
        """How many people have a name here."""
        return self.stored.people_count - len(self._people_gone) + self._people_added

    @property
    def changes(self) -> int:
        """How many names were added or removed since the index was stored."""
        return len(self._added) + len(self._gone)

    def entries_of(self, person: int | str) -> list[NameEntry]:
        """All names of one person; empty for a person not in the index."""
        stored = self.stored.names_of(person) if person not in self._people_gone else []
        numbers = (*stored, *self._names_added.get(person, ()))
        return [self.entries[number] for number in numbers]

    def patronymics_of(self, entry: NameEntry) -> tuple[NameEntry, ...]:
        """The names of the entry's person that hold the patronymic: itself, or others where it holds none.

        A translation without it ("Alexei Gorinov") is not open to any patronymic.
        """
        if entry.patronymic_sounds:
            return (entry,)
        return tuple(
            other
            for other in self.entries_of(entry.person)
            if other.patronymic_sounds and not (other.never or other.misspelling)
        )

    def surname_words(self) -> Iterator[tuple[int, RecordWord]]:
        """Every distinct surname with its number, of removed people too."""
        stored = len(self.stored.surnames)
        for number in range(stored + len(self._added.surnames.own())):
            yield number, self.surnames.words[number]

    def is_common_word(self, surname: int) -> bool:
        """Whether a surname is an ordinary word or so short that alone it says nothing."""
        soft = self.surnames.words[surname].soft
        return len(soft) <= 2 or fold_soft(soft) in self.common_words

    def named(
        self, givens: Mapping[int, object], surnames: Iterable[int]
    ) -> dict[int, dict[int, Sequence[int]]]:
        """The names that have one of these given names (or families) and one of these surnames.

        By given name and then by surname, the surnames as they were given; each time the names in
        the order in which people were added.
        """
        found: dict[int, dict[int, Sequence[int]]] = {}
        known = self._groups
        for surname in surnames:
            bearers = self._bearers.get(surname)
            if bearers is None and len(rows := self._rows_of(surname)) > _MANY_ROWS:
                bearers = self.bearers(surname)
            if bearers is not None:
                for given in givens.keys() & bearers.keys():
                    found.setdefault(given, {})[surname] = bearers[given]
                continue
            own: dict[int, list[int]] = {}
            for at in range(0, len(rows), 2):
                groups = known.get(rows[at])
                for group in groups if groups is not None else self._groups_of(rows[at]):
                    if group in givens:
                        name = rows[at + 1]
                        names = own.setdefault(group, [])
                        if not names or names[-1] != name:  # all codes of a name stand together
                            names.append(name)
            for given, names in own.items():
                found.setdefault(given, {})[surname] = names
        return found

    def names_with(self, surname: int) -> Sequence[int]:
        """The names with a surname, in the order in which people were added."""
        if surname in self._bearers or len(rows := self._rows_of(surname)) > _MANY_ROWS:
            return self.bearers(surname).get(_ALL, ())
        return list(dict.fromkeys(rows[1::2]))

    def bearers(self, surname: int) -> dict[int, tuple[int, ...]]:
        """The names with a surname by their given names and the families of these."""
        found = self._bearers.get(surname)
        if found is None:
            if self._bearers_kept > _MOST_BEARERS:
                self._forget_bearers()
            found = self._bearers[surname] = self._read_bearers(surname)
            self._bearers_kept += len(found) + len(found.get(_ALL, ()))
        return found

    def _read_bearers(self, surname: int) -> dict[int, tuple[int, ...]]:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        rows = self._rows_of(surname)
        for code, name in zip(rows[::2], rows[1::2], strict=True):
            for group in (_ALL, *(self._groups.get(code) or self._groups_of(code))):
                names = groups[group]
                if not names or names[-1] != name:  # all codes of a name stand together
                    names.append(name)
        return {group: tuple(names) for group, names in groups.items()}

    def _rows_of(self, surname: int) -> list[int]:
        """Given code and name, in turn, of all names with a surname that are still there."""
        rows = self.stored.bearers(surname) if surname < self._stored_surnames else []
        if self._added.bearers and (added := self._added.bearers.get(surname)):
            first_added = len(self.stored)
            rows += [n + first_added if at % 2 else n for at, n in enumerate(added)]
        gone = self._gone
        if gone and not gone.isdisjoint(rows[1::2]):
            rows = [n for at, n in enumerate(rows) if rows[at | 1] not in gone]
        return rows

    def _groups_of(self, code: int) -> tuple[int, ...]:
        """The groups of a surname to which a name belongs by its given name."""
        groups: list[int] = []
        if code:
            given = (code >> 1) - 1
            groups.append(given)
            if not code & 1:
                families = families_of(self.given_names.words[given].soft)
                groups += [-2 - family for family, _ in families]
        found = self._groups[code] = tuple(groups)
        return found

    def _is_stored(self, person: int | str) -> bool:
        return person not in self._people_gone and bool(self.stored.names_of(person))

    def _forget_bearers(self) -> None:
        self._bearers = {}
        self._bearers_kept = 0
