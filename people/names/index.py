"""Names on record as three small joined tables instead of a list of all their forms.

Word -> surnames and given names; (given name, surname) -> names; name -> person. A name has
hundreds of forms in a dozen languages; listing them for 100,000 people needs gigabytes, joining
them needs the distinct words once. Text words are brought back to record words by `words.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from people.names.equivalents import families_of
from people.names.folding import fold_soft, soften
from people.names.genders import masculine
from people.names.inflection import ANY_GENDER
from people.names.known import MISSPELLING, NEVER_MATCH, KnownPerson
from people.names.parts import NameParts
from people.names.phonetics import sound_key
from people.names.scripts import CYRILLIC, script_of
from people.names.spelling import record_readings
from people.names.tables import rows
from people.names.transliteration import readings

_SHIFT: Final = 32
_OFFSET: Final = 1 << 20  # makes family numbers, which are negative ids, positive


@dataclass(frozen=True, slots=True)
class RecordWord:
    """One distinct word of the names on record, in one role."""

    soft: str
    script: str
    sounds: tuple[str, ...]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One name of one person, with its words as numbers into the index."""

    person: int | str
    parts: NameParts
    given: int
    surname: int
    gender: int
    misspelling: bool
    never: bool
    given_words: frozenset[str]
    surname_words: frozenset[str]
    patronymic_sounds: tuple[str, ...]
    initials: tuple[str, ...]
    groups: tuple[int, ...]  # given names and families under which pairs know the entry
    surnames: tuple[int, ...]
    swapped: bool = False


class WordTable:
    """The distinct words of one role with an exact and a sound index."""

    def __init__(self) -> None:
        self.words: list[RecordWord] = []
        self.exact: dict[str, list[tuple[int, bool]]] = {}
        self.by_sound: dict[str, list[tuple[str, int, bool]]] = {}
        self._numbers: dict[str, int] = {}

    def add(self, soft: str, language: str, *, masculine_too: bool) -> int:
        """The number of a word, added with its keys at first sight.

        With `masculine_too` a feminine surname is also entered in its masculine form, marked as
        another gender's.
        """
        number = self._numbers.get(f"{soft}\x00{language}")
        if number is not None:
            return number
        number = self._numbers.get(soft)
        if number is None:
            number = self._numbers[soft] = len(self.words)
            word = RecordWord(
                soft, script_of(soft), record_readings(soft, language), frozenset((language,))
            )
            self.words.append(word)
            self._enter(soft, number, word.sounds, False)
            if masculine_too and (turned := masculine(soft)) != soft:
                self._enter(turned, number, record_readings(turned, language), True)
        else:
            known = self.words[number]
            more = tuple(s for s in record_readings(soft, language) if s not in known.sounds)
            self.words[number] = RecordWord(
                soft, known.script, known.sounds + more, known.languages | {language}
            )
            self._enter_sounds(number, more, False)
        self._numbers[f"{soft}\x00{language}"] = number
        return number

    def _enter(self, soft: str, number: int, sounds: tuple[str, ...], other_gender: bool) -> None:
        self.exact.setdefault(fold_soft(soft), []).append((number, other_gender))
        self._enter_sounds(number, sounds, other_gender)

    def _enter_sounds(self, number: int, sounds: tuple[str, ...], other_gender: bool) -> None:
        for sound in sounds:
            entry = (sound, number, other_gender)
            self.by_sound.setdefault(sound_key(sound), []).append(entry)


def pair_key(given: int, surname: int) -> int:
    """One number for a (given name or family, surname) pair."""
    return (given + _OFFSET) << _SHIFT | surname


class NameIndex:
    """All names of all people given, ready to be joined. Adding people is incremental."""

    def __init__(self, people: Iterable[KnownPerson] = ()) -> None:
        self.surnames = WordTable()
        self.given_names = WordTable()
        self.entries: list[NameEntry] = []
        self.pairs: dict[int, tuple[int, ...]] = {}
        self.by_surname: dict[int, list[int]] = {}
        self._by_person: dict[int | str, list[int]] = {}
        self.common_words = frozenset(row[0] for row in rows("common_words"))
        for person in people:
            self.add(person)

    def add(self, person: KnownPerson) -> None:
        """Enter every name of one person; a name without a surname word is passed over."""
        seen: set[tuple[NameParts, str, str]] = set()
        for name in person.names:
            parts = name.as_parts()
            key = (parts, name.language, name.kind)
            if parts.surname and key not in seen:
                seen.add(key)
                kind = name.kind.replace("-", "_")
                self._add_name(person, parts, name.language, kind, swapped=False)
                if not parts.certain and parts.given and not parts.patronymic:
                    # Nobody knows which of the two is the surname; the text will show it.
                    turned = replace(parts, given=parts.surname, surname=parts.given)
                    self._add_name(person, turned, name.language, kind, swapped=True)

    def remove(self, person: int | str) -> None:
        """Forget all names of one person; nothing happens for one who is not there.

        The words stay: other people bear them, and a few idle ones cost nothing.
        """
        for number in self._by_person.pop(person, ()):
            entry = self.entries[number]
            for word in entry.surnames:
                self.by_surname[word].remove(number)
                for group in entry.groups:
                    key = pair_key(group, word)
                    rest = tuple(n for n in self.pairs.get(key, ()) if n != number)
                    if rest:
                        self.pairs[key] = rest
                    else:
                        self.pairs.pop(key, None)

    @property
    def people_count(self) -> int:
        """How many people have a name here."""
        return len(self._by_person)

    def entries_of(self, person: int | str) -> list[NameEntry]:
        """All names of one person; empty for a person not in the index."""
        return [self.entries[number] for number in self._by_person.get(person, ())]

    def is_common_word(self, surname: int) -> bool:
        """Whether a surname is an ordinary word or so short that alone it says nothing."""
        soft = self.surnames.words[surname].soft
        return len(soft) <= 2 or fold_soft(soft) in self.common_words

    def _add_name(
        self, person: KnownPerson, parts: NameParts, language: str, kind: str, *, swapped: bool
    ) -> None:
        surname_words = [soften(word) for word in parts.surname.split()]
        given_words = [soften(word) for word in parts.given.split()]
        surname = self.surnames.add(surname_words[-1], language, masculine_too=True)
        surnames = [surname]
        if len(surname_words) > 1:
            joined = "-".join(surname_words)
            surnames.append(self.surnames.add(joined, language, masculine_too=False))
        given = -1
        groups: tuple[int, ...] = ()
        number = len(self.entries)
        if given_words:
            given = self.given_names.add(given_words[0], language, masculine_too=False)
            numbers = [given, *(-2 - n for n, _ in families_of(given_words[0]))]
            pieces = [piece for word in given_words for piece in word.split("-") if piece]
            if len(pieces) > 1:
                # "Karl Heinz" and "Karl-Heinz" are one name; "Karl" alone is part of it.
                for other in ("-".join(pieces), pieces[0]):
                    numbers.append(self.given_names.add(other, language, masculine_too=False))
                given_words = pieces
            groups = tuple(dict.fromkeys(numbers))
            for group in groups:
                for word in surnames:
                    key = pair_key(group, word)
                    self.pairs[key] = (*self.pairs.get(key, ()), number)
        for word in dict.fromkeys(surnames):
            self.by_surname.setdefault(word, []).append(number)
        self._by_person.setdefault(person.id, []).append(number)
        patronymic = soften(parts.patronymic)
        self.entries.append(
            NameEntry(
                person=person.id,
                parts=parts,
                given=given,
                surname=surname,
                gender=person.gender or parts.gender or ANY_GENDER,
                misspelling=kind == MISSPELLING,
                never=kind == NEVER_MATCH,
                given_words=frozenset(fold_soft(word) for word in given_words),
                surname_words=frozenset(
                    fold_soft(piece) for word in surname_words for piece in word.split("-") if piece
                ),
                patronymic_sounds=readings(patronymic, language) if patronymic else (),
                initials=_initials(parts, given_words, patronymic),
                groups=groups,
                surnames=tuple(dict.fromkeys(surnames)),
                swapped=swapped,
            )
        )


def _initials(parts: NameParts, given_words: list[str], patronymic: str) -> tuple[str, ...]:
    if given_words:
        second = patronymic[:1] or (given_words[1][:1] if len(given_words) > 1 else "")
        return tuple(letter for letter in (given_words[0][:1], second) if letter)
    return tuple(soften(letter) for letter in parts.initials)


def same_alphabet(word: RecordWord, script: str) -> bool:
    """Whether a record word and a text word are written in one alphabet."""
    return word.script == script or (word.script == CYRILLIC) == (script == CYRILLIC)
