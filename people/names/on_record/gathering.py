"""Names on record, gathered into three small joined tables instead of a list of all their forms.

Word -> surnames and given names; surname -> the names that bear it, with their given names;
name -> person. A name has hundreds of forms in a dozen languages; listing them for 100,000 people
needs gigabytes, joining them needs the distinct words once. What a name costs here is a few
microseconds; spelling, sounds and families are worked out once for each distinct word.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from typing import Final, Generic, Protocol, TypeVar

from people.names.known import MISSPELLING, NEVER_MATCH, KnownName, KnownPerson
from people.names.language.folding import soften
from people.names.language.scripts import CYRILLIC, LATIN, MIXED, OTHER
from people.names.on_record.articles import with_articles_otherwise
from people.names.parts import NameParts
from people.names.plain_names import plain_parts, plain_script

# One name is a record of eight numbers: person, texts of given name, patronymic and surname,
# number + 1 of the given word, number of the surname word, flags, text of the rest.
RECORD: Final = 8
SCRIPTS: Final = ("", CYRILLIC, LATIN, OTHER, MIXED)
GENDER_BITS: Final = 3
MISSPELLING_BIT: Final = 4
NEVER_BIT: Final = 8
SWAPPED_BIT: Final = 16
CERTAIN_BIT: Final = 32
SCRIPT_SHIFT: Final = 6  # three bits
LANGUAGE_SHIFT: Final = 9  # what is left: the text of the language
NO_GIVEN: Final = 0

_SCRIPT_BITS: Final = {script: n << SCRIPT_SHIFT for n, script in enumerate(SCRIPTS)}


def given_code(given: int, *, part: bool) -> int:
    """The given name of a name under its surname; `part`: only a piece of a double given name."""
    return (given + 1) * 2 + part


class _Words(Protocol):
    def add(self, soft: str, language: str) -> int:
        """The number of a softened word."""
        ...


W = TypeVar("W", bound=_Words)


class GatheredNames(Generic[W]):
    """All names of the people added; their words are numbered by what is given for each role."""

    def __init__(self, surnames: W, given_names: W) -> None:
        self.surnames: Final = surnames
        self.given_names: Final = given_names
        self.ids: Final[list[int | str]] = []
        self.first_names: Final = array("I", (0,))  # per person, and one behind the last
        self.records: Final = array("I")
        # Surname -> given code and name, in turn.
        self.bearers: Final[dict[int, list[int]]] = {}
        self.texts: Final[list[str]] = [""]
        self._text_numbers: Final[dict[str, int]] = {"": 0}
        self._surname_words: Final[dict[tuple[str, str], tuple[int, tuple[int, ...]]]] = {}
        self._given_words: Final[dict[tuple[str, str], tuple[int, int, tuple[int, ...]]]] = {}

    def __len__(self) -> int:
        return len(self.records) // RECORD

    def text(self, text: str) -> int:
        """The number of a text, kept once."""
        number = self._text_numbers.get(text)
        if number is None:
            number = self._text_numbers[text] = len(self.texts)
            self.texts.append(text)
        return number

    def add(self, people: Iterable[KnownPerson]) -> None:
        """Enter every name of these people; a name without a surname word is passed over."""
        for person in people:
            self._add_person(with_articles_otherwise(person))

    def _add_person(self, person: KnownPerson) -> None:
        before = len(self.records)
        seen: set[tuple[str, str, str, int, str, str, str]] = set()
        for name in person.names:
            language = name.language
            given, patronymic, surname, script, certain, told = taken_apart(name)
            rest = self.text(told) if told else 0
            key = (given, patronymic, surname, rest, script, language, name.kind)
            if key in seen or not surname or surname.isspace():
                continue
            seen.add(key)
            flags = flags_of(person.gender, name.kind) | _SCRIPT_BITS[script]
            if certain:
                flags |= CERTAIN_BIT
            self._enter(given, patronymic, surname, language, flags, rest)
            if not certain and may_be_swapped(given, patronymic):
                given, surname = swapped(name.text, given, surname)
                self._enter(given, "", surname, language, flags | SWAPPED_BIT, rest)
        if len(self.records) > before:
            self.ids.append(person.id)
            self.first_names.append(len(self.records) // RECORD)

    def _enter(
        self, given: str, patronymic: str, surname: str, language: str, flags: int, rest: int
    ) -> None:
        words = self._surname_words.get((surname, language))
        if words is None:
            words = self._words_of_surname(surname, language)
        given_words = self._given_words.get((given, language))
        if given_words is None:
            given_words = self._words_of_given(given, language)
        surname_text, surnames = words
        given_text, given_word, codes = given_words
        name = len(self.records) // RECORD
        flags |= self.text(language) << LANGUAGE_SHIFT if language else 0
        self.records.extend(
            (
                len(self.ids),
                given_text,
                self.text(patronymic) if patronymic else 0,
                surname_text,
                given_word,
                surnames[0],
                flags,
                rest,
            )
        )
        for number in surnames:
            bearers = self.bearers.get(number)
            if bearers is None:
                bearers = self.bearers[number] = []
            for code in codes:
                bearers += (code, name)

    def _words_of_surname(self, surname: str, language: str) -> tuple[int, tuple[int, ...]]:
        soft = [soften(word) for word in surname.split()]
        numbers = [self.surnames.add(soft[-1], language)]
        if len(soft) > 1:
            numbers.append(self.surnames.add("-".join(soft), language))
        found = self.text(surname), tuple(dict.fromkeys(numbers))
        self._surname_words[surname, language] = found
        return found

    def _words_of_given(self, given: str, language: str) -> tuple[int, int, tuple[int, ...]]:
        soft = [soften(word) for word in given.split()]
        number = -1
        codes = [NO_GIVEN]
        if soft:
            number = self.given_names.add(soft[0], language)
            codes = [given_code(number, part=False)]
            pieces = [piece for word in soft for piece in word.split("-") if piece]
            if len(pieces) > 1:
                # "Karl Heinz" and "Karl-Heinz" are one name; "Karl" alone is part of it, and
                # many people go by their second name.
                for other in ("-".join(pieces), *pieces):
                    part = self.given_names.add(other, language)
                    if part != number:
                        codes.append(given_code(part, part=True))
        found = self.text(given), number + 1, tuple(dict.fromkeys(codes))
        self._given_words[given, language] = found
        return found


def flags_of(gender: int, kind: str) -> int:
    """The flags of a name that its person and its kind on record tell."""
    if kind == "known":
        return gender & GENDER_BITS
    kind = kind.replace("-", "_")
    return (
        gender & GENDER_BITS
        | MISSPELLING_BIT * (kind == MISSPELLING)
        | NEVER_BIT * (kind == NEVER_MATCH)
    )


def taken_apart(name: KnownName) -> tuple[str, str, str, str, bool, str]:
    """(given, patronymic, surname, script, certain, rest) of a name; the rest as text, "" for none."""
    parts = name.parts
    if parts is None:
        if name.given or name.surname:
            if script := plain_script(name.text):
                certain = bool(name.given and name.surname)
                return name.given, name.patronymic, name.surname, script, certain, ""
        elif plain := plain_parts(name.text, name.language):
            return *plain, ""
    parts = parts or name.as_parts()
    return parts.given, parts.patronymic, parts.surname, parts.script, parts.certain, _rest(parts)


def _rest(parts: NameParts) -> str:
    if not (parts.lineage or parts.particles or parts.initials or parts.title):
        return ""
    return json.dumps((parts.lineage, parts.particles, parts.initials, parts.title))


def may_be_swapped(given: str, patronymic: str) -> bool:
    """Whether a name of which nobody knows which word is the surname has words to swap."""
    return not patronymic and bool(given) and not given.isspace()


def swapped(text: str, given: str, surname: str) -> tuple[str, str]:
    """Given name and surname when the first of the words is the surname; the text will show it."""
    first, *others = (
        f"{surname} {given}" if is_behind(text, surname) else f"{given} {surname}"
    ).split()
    return " ".join(others), first


def is_behind(text: str, surname: str) -> bool:
    """Whether the given name stands behind a surname of several words."""
    return text.startswith(surname) and " " in surname
