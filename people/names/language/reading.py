"""Single words read to sounds: by the compiled reader with the tables of these rules, where it is built.

Without it, or after a change of rules that it does not know yet, `transliteration` and `spelling`
give the same.
"""

from __future__ import annotations

from functools import cache, lru_cache

from people.names.language import transliteration
from people.names.language.lost_sounds import lost_sounds
from people.names.language.phonetics import VOWELS, consonant_class, sound_key
from people.names.language.spelling import (
    BY_EAR,
    KEY_PRICE,
    MELTING,
    MOST_KEYS,
    free_consonants,
    free_keys,
    is_freely_read,
)
from people.names.language.transliteration import (
    same_sound_rules,
    system_tables,
    systems_for,
)
from people.names.native import reading as native
from people.names.native.reading import CompiledReader, ReadWords

__all__ = ["is_readable", "reader", "readings", "record_sounds", "system_letters"]


def is_readable(soft: str) -> bool:
    """Whether a softened word can be given to the compiled reader."""
    return native.is_built() and _knows_the_rules() and "\n" not in soft and "\t" not in soft


@cache
def _knows_the_rules() -> bool:
    # A rule that was changed since is kept by the twin in Python alone, until reading.c has it too.
    return same_sound_rules() == native.SAME_SOUND and MELTING == native.MELTING


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


@lru_cache(maxsize=20_000)
def readings(soft: str, language: str = "") -> tuple[str, ...]:
    """`transliteration.readings`: the distinct sound strings of a softened word, likeliest first."""
    if is_readable(soft):
        read = reader().read(_line(soft, language, False), free=False)
        if read is not None:
            return tuple(read.sounds[0].split("\t")) if read.sounds[0] else ()
    return transliteration.readings(soft, language)


def record_sounds(soft: str, language: str = "") -> tuple[tuple[str, str], ...]:
    """The sounds under which a word on record is entered, each with its key.

    First as spelled, then as a Western spelling may be heard.
    """
    free = is_freely_read(soft)
    if is_readable(soft):
        read = reader().read(_line(soft, language, free), free=free)
        if read is not None:
            return _with_lost_sounds(_sounds_with_keys(read), soft)
    return record_sounds_in_python(soft, language)


def record_sounds_in_python(soft: str, language: str = "") -> tuple[tuple[str, str], ...]:
    """The same without the compiled reader."""
    spelled = [(sounds, sound_key(sounds)) for sounds in transliteration.readings(soft, language)]
    known = {key for _, key in spelled}
    free = ((key + BY_EAR, key) for key in free_keys(soft) if key not in known)
    return _with_lost_sounds((*spelled, *free), soft)


def _with_lost_sounds(found: tuple[tuple[str, str], ...], soft: str) -> tuple[tuple[str, str], ...]:
    lost = lost_sounds(soft)
    if not lost:
        return found
    known = {sounds for sounds, _ in found}
    return (*found, *[each for each in lost if each[0] not in known])


def _line(soft: str, language: str, free: bool) -> bytes:
    line = f"{system_letters(soft, language)}\t{'1' if free else '0'}\t{soft}"
    return line.encode("utf-8", "surrogatepass")


def _sounds_with_keys(read: ReadWords) -> tuple[tuple[str, str], ...]:
    keys: dict[str, str] = {}
    if not read.sounds[0]:
        lines = []
    else:
        lines = [line.split("\t") for line in read.keys.decode("ascii").split("\n")]
    for line in lines:
        keys.update(dict.fromkeys(line[1::2], line[0]))
    found = [(sounds, keys[sounds]) for sounds in read.sounds[0].split("\t")] if lines else []
    if read.free:
        known = {line[0] for line in lines}
        several = [line.split("\t")[0] for line in read.free.decode("ascii").split("\n")]
        found += [(key + BY_EAR, key) for key in several if key not in known]
    return tuple(found)
