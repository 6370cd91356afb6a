"""One name of one person as the finder weighs it, worked out from the record when it is wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from people.names.language.folding import fold_soft, soften
from people.names.language.inflection import ANY_GENDER
from people.names.language.reading import readings
from people.names.on_record.gathering import (
    CERTAIN_BIT,
    GENDER_BITS,
    LANGUAGE_SHIFT,
    MISSPELLING_BIT,
    NEVER_BIT,
    SCRIPT_SHIFT,
    SCRIPTS,
    SWAPPED_BIT,
)
from people.names.parts import NameParts


class NameEntry:
    """One name of one person, with its words as numbers into the index.

    Most names that a text makes one look at are soon put aside, so all but numbers and flags is
    worked out when it is asked for, and kept.
    """

    __slots__ = (
        "_record",
        "_text",
        "gender",
        "given",
        "given_words",
        "initials",
        "misspelling",
        "never",
        "parts",
        "patronymic_sounds",
        "person",
        "surname",
        "surname_words",
        "swapped",
        "title",
    )

    gender: int
    given_words: frozenset[str]
    initials: tuple[str, ...]
    parts: NameParts
    patronymic_sounds: tuple[str, ...]
    surname_words: frozenset[str]
    title: str  # as in `NameParts`

    def __init__(
        self, record: Sequence[int], person: int | str, text: Callable[[int], str]
    ) -> None:
        """`record`: the eight numbers of `gathering`; `text` gives its texts by number."""
        flags = record[6]
        self._record: Final = record
        self._text: Final = text
        self.person: Final = person
        self.given: Final = record[4] - 1  # number of its first given name; -1 without one
        self.surname: Final = record[5]
        self.misspelling: Final = flags & MISSPELLING_BIT != 0
        self.never: Final = flags & NEVER_BIT != 0
        self.swapped: Final = flags & SWAPPED_BIT != 0

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            # Only for what has no value yet.
            work_out = _WORKED_OUT.get(name)
            if work_out is None:
                raise AttributeError(name)
            value = work_out(self)
            setattr(self, name, value)
            return value

    def _parts(self) -> NameParts:
        _, given, patronymic, surname, _, _, flags, rest = self._record
        text = self._text
        lineage, particles, initials, title = json.loads(text(rest)) if rest else _NO_REST
        return NameParts(
            given=text(given),
            patronymic=text(patronymic),
            surname=text(surname),
            lineage=lineage,
            particles=tuple(particles),
            initials=tuple(initials),
            script=SCRIPTS[flags >> SCRIPT_SHIFT & 7],
            certain=bool(flags & CERTAIN_BIT),
            title=title,
        )

    def _title(self) -> str:
        return self.parts.title if self._record[7] else ""

    def _gender(self) -> int:
        return self._record[6] & GENDER_BITS or self.parts.gender or ANY_GENDER

    def _soft_given(self) -> list[str]:
        words = [soften(word) for word in self.parts.given.split()]
        pieces = [piece for word in words for piece in word.split("-") if piece]
        return pieces if len(pieces) > 1 else words

    def _given_words(self) -> frozenset[str]:
        return frozenset([fold_soft(word) for word in self._soft_given()])

    def _surname_words(self) -> frozenset[str]:
        words = [soften(word) for word in self.parts.surname.split()]
        return frozenset([fold_soft(piece) for word in words for piece in word.split("-") if piece])

    def _patronymic_sounds(self) -> tuple[str, ...]:
        soft = soften(self.parts.patronymic)
        return readings(soft, self._text(self._record[6] >> LANGUAGE_SHIFT)) if soft else ()

    def _initials(self) -> tuple[str, ...]:
        return _initials(self.parts, self._soft_given(), soften(self.parts.patronymic))


_NO_REST: Final = ("", (), (), "")
_WORKED_OUT: Final[dict[str, Callable[[NameEntry], object]]] = {
    "gender": NameEntry._gender,
    "given_words": NameEntry._given_words,
    "initials": NameEntry._initials,
    "parts": NameEntry._parts,
    "patronymic_sounds": NameEntry._patronymic_sounds,
    "surname_words": NameEntry._surname_words,
    "title": NameEntry._title,
}


def _initials(parts: NameParts, given_words: list[str], patronymic: str) -> tuple[str, ...]:
    if given_words:
        second = patronymic[:1] or (given_words[1][:1] if len(given_words) > 1 else "")
        if not second and parts.initials:
            second = soften(parts.initials[0])  # George W. Bush, whom nobody takes for George H. W.
        return tuple(letter for letter in (given_words[0][:1], second) if letter)
    return tuple(soften(letter) for letter in parts.initials)
