"""The compiled reader of spellings with the tables of these rules, where it is built and knows them."""

from __future__ import annotations

from functools import cache, lru_cache

from people.names.language.phonetics import VOWELS, consonant_class
from people.names.language.spelling import KEY_PRICE, MOST_KEYS, free_consonants
from people.names.language.transliteration import (
    same_sound_rules,
    system_tables,
    systems_for,
)
from people.names.native import reading as native
from people.names.native.reading import CompiledReader

__all__ = ["is_readable", "reader", "system_letters"]


def is_readable(soft: str) -> bool:
    """Whether a softened word can be given to the compiled reader."""
    return native.is_built() and _knows_the_rules() and "\n" not in soft and "\t" not in soft


@cache
def _knows_the_rules() -> bool:
    # A rule that was changed since is kept by the twin in Python alone, until reading.c has it too.
    return same_sound_rules() == native.SAME_SOUND


@cache
def reader() -> CompiledReader:
    """The compiled reader; only for words that are `is_readable`."""
    sounds = [chr(code) for code in range(native.SOUNDS)]
    return CompiledReader(
        [ord(consonant_class(sound) or "\0") for sound in sounds],
        [sound in VOWELS for sound in sounds],
        KEY_PRICE,
        MOST_KEYS,
        system_tables(),
        free_consonants(),
    )


@lru_cache(maxsize=1_000)
def _letters_of(systems: tuple[str, ...]) -> str:
    letters = reader().letters
    return "".join([letters[system] for system in systems])


def system_letters(soft: str, language: str) -> str:
    """The systems that may have spelled a softened word, as the compiled reader is told them."""
    return _letters_of(systems_for(soft, language))
