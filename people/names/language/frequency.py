"""Names so frequent that a full name alone does not say who is meant.

Андрей Трофимов and Анна Архипова are thousands of people. The list is a convention, not a census:
surnames that stand near the top of the usual counts of Russian and Ukrainian surnames.
"""

from __future__ import annotations

from functools import cache, lru_cache

from people.names.language.equivalents import is_formal_given_name
from people.names.language.folding import fold_soft, soften
from people.names.language.genders import masculine
from people.names.language.reading import readings
from people.names.language.tables import rows
from people.names.language.transliteration import read_aloud
from people.names.parts import NameParts


@cache
def _frequent() -> tuple[frozenset[str], frozenset[str]]:
    words = [soften(row[0]) for row in rows("frequent_surnames")]
    sounds = frozenset(read_aloud(word, "cyr") for word in words)
    return frozenset(fold_soft(word) for word in words), sounds


def is_frequent_name(parts: NameParts) -> bool:
    """Whether many people bear this given name and surname; in any alphabet, either gender.

    A patronymic makes a name rare enough.
    """
    if not parts.surname or parts.patronymic:
        return False
    if not is_frequent_surname(soften(parts.surname.split()[-1])):
        return False
    return not parts.given or is_formal_given_name(soften(parts.given.split()[0]))


@lru_cache(maxsize=20_000)
def is_frequent_surname(soft: str) -> bool:
    """Whether a softened surname, in any alphabet and for either gender, is among the frequent ones."""
    words, sounds = _frequent()
    surname = masculine(soft)
    return fold_soft(surname) in words or bool(sounds & set(readings(surname)))
