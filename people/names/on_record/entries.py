"""One name of one person as the finder weighs it, worked out from the record when it is wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

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


class NameEntry(NamedTuple):
    """One name of one person, with its words as numbers into the index."""

    person: int | str
    parts: NameParts
    given: int  # number of its first given name; -1 for a name without one
    surname: int
    gender: int
    misspelling: bool
    never: bool
    given_words: frozenset[str]
    surname_words: frozenset[str]
    patronymic_sounds: tuple[str, ...]
    initials: tuple[str, ...]
    swapped: bool = False


def entry_of(record: Sequence[int], person: int | str, text: Callable[[int], str]) -> NameEntry:
    """The name that a record of `gathering` holds; `text` gives its texts by number."""
    _, given_text, patronymic_text, surname_text, given_word, surname_word, flags, rest = record
    given, patronymic, surname = text(given_text), text(patronymic_text), text(surname_text)
    lineage, particles, initials, title = json.loads(text(rest)) if rest else ("", (), (), "")
    parts = NameParts(
        given=given,
        patronymic=patronymic,
        surname=surname,
        lineage=lineage,
        particles=tuple(particles),
        initials=tuple(initials),
        script=SCRIPTS[flags >> SCRIPT_SHIFT & 7],
        certain=bool(flags & CERTAIN_BIT),
        title=title,
    )
    surname_words = [soften(word) for word in surname.split()]
    given_words = [soften(word) for word in given.split()]
    pieces = [piece for word in given_words for piece in word.split("-") if piece]
    if len(pieces) > 1:
        given_words = pieces
    soft = soften(patronymic)
    return NameEntry(
        person=person,
        parts=parts,
        given=given_word - 1,
        surname=surname_word,
        gender=flags & GENDER_BITS or parts.gender or ANY_GENDER,
        misspelling=bool(flags & MISSPELLING_BIT),
        never=bool(flags & NEVER_BIT),
        given_words=frozenset(fold_soft(word) for word in given_words),
        surname_words=frozenset(
            fold_soft(piece) for word in surname_words for piece in word.split("-") if piece
        ),
        patronymic_sounds=readings(soft, text(flags >> LANGUAGE_SHIFT)) if soft else (),
        initials=_initials(parts, given_words, soft),
        swapped=bool(flags & SWAPPED_BIT),
    )


def _initials(parts: NameParts, given_words: list[str], patronymic: str) -> tuple[str, ...]:
    if given_words:
        second = patronymic[:1] or (given_words[1][:1] if len(given_words) > 1 else "")
        if not second and parts.initials:
            second = soften(parts.initials[0])  # George W. Bush, whom nobody takes for George H. W.
        return tuple(letter for letter in (given_words[0][:1], second) if letter)
    return tuple(soften(letter) for letter in parts.initials)
