"""What the finder is told about people: ids and the names on record, with their kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from people.names.parts import NameParts, recorded_parts

MISSPELLING: Final = "misspelling"
NEVER_MATCH: Final = "never_match"


class KnownName(NamedTuple):
    """One name of a person: as text, or as parts where the record holds parts.

    language: of the name, "" when not known. kind: as on the record; only `misspelling` (found,
    but for review only) and `never_match` (never found) change what the finder does. given,
    patronymic, surname: as the record holds them; believed more than the text.
    """

    text: str = ""
    parts: NameParts | None = None
    language: str = ""
    kind: str = "known"
    given: str = ""
    patronymic: str = ""
    surname: str = ""

    def as_parts(self) -> NameParts:
        """The parts, read from the text where none were given."""
        if self.parts is not None:
            return self.parts
        return recorded_parts(
            self.text,
            self.language,
            given=self.given,
            patronymic=self.patronymic,
            surname=self.surname,
        )


class KnownPerson(NamedTuple):
    """A person on record with all names that may stand in a text."""

    id: int | str
    names: tuple[KnownName, ...]
    gender: int = 0  # MALE or FEMALE of `inflection` where the record says so, else 0


def known_person(person_id: int | str, names: Iterable[str]) -> KnownPerson:
    """A person from plain strings, as the archive protocol gives them."""
    return KnownPerson(person_id, tuple(KnownName(name) for name in names))
