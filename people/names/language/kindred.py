"""Words of names whose language nobody noted: what they may be in the languages that change names most.

A text says its language, a name on record or in a question often does not. Lithuanian and Latvian give
every man an ending, Czech every woman one, and Dutch, Hungarian, Finnish or Turkish letters are read in their own way.
Here a single Latin or Cyrillic word is read in all these ways; only words of different alphabets or orthographies
may be compared so, where no reading can be taken for a spelling of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from people.names.language.inflection import NOMINATIVE, nominatives
from people.names.language.phonetics import sound_key
from people.names.language.reading import readings
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.spelling import FARTHEST, free_keys, price_by_ear
from people.names.language.transliteration import same_when_unstressed

_WITH_ENDINGS: Final = ("lt", "lv", "cs")
_SHORTEST_STEM: Final = 4
_READ_THEIR_WAY: Final = ("nl", "sv", "hu", "fi", "et", "tr", "ro", "es", "sr", "lt", "uz")
_NOT_RUSSIAN: Final = re.compile(
    r"[ђћџљњјѓќѕіїєґўәғқңөүұһҗӣӯҷҳ'ʼ’]|ъ(?=[бвгджзклмнпрстфхцчш])|ськ|цьк|ць\b", re.IGNORECASE
)
_FIRM_SIGN: Final = re.compile("ъ(?=[бвгджзклмнпрстфхцчш])")
_MOST_KEYS: Final = 3


def is_not_russian(name: str) -> bool:
    """Whether a Cyrillic name is certainly not in Russian spelling; that it may be says nothing."""
    return _NOT_RUSSIAN.search(name) is not None


@lru_cache(maxsize=20_000)
def base_forms(soft: str) -> tuple[str, ...]:
    """A softened Latin word, and without the ending that a Baltic or Czech nominative may have added.

    A mere -a is left alone: it may be all that tells a woman from a man.
    """
    if script_of(soft) == CYRILLIC or not soft.endswith(("s", "ová")):
        return (soft,)
    found = {
        form.word: None
        for language in _WITH_ENDINGS
        for form in nominatives(soft, language)
        if form.cases & NOMINATIVE and len(form.word) >= _SHORTEST_STEM
    }
    return tuple({soft: None} | found)


@lru_cache(maxsize=20_000)
def wide_readings(soft: str) -> tuple[str, ...]:
    """The sounds of a softened word in every language that may have written it."""
    found = dict.fromkeys(readings(soft))
    if script_of(soft) == CYRILLIC:
        others = ("bg",) if _FIRM_SIGN.search(soft) else ()
        return tuple(found | dict.fromkeys(s for code in others for s in readings(soft, code)))
    for form in base_forms(soft):
        for language in _READ_THEIR_WAY:
            found |= dict.fromkeys(readings(form, language))
    return tuple(found)


def same_across_alphabets(latin: str, cyrillic: str) -> bool:
    """Whether a softened Latin word is a usual spelling of a Cyrillic one, or the other way round.

    Usual: heard as the Latin spelling may be (Hughes, Хьюз), or letter for letter as some language reads it.
    """
    if any(price_by_ear(form, cyrillic, "") <= FARTHEST for form in base_forms(latin)):
        return True
    return bool(set(wide_readings(latin)) & set(wide_readings(cyrillic)))


def same_across_orthographies(one: str, other: str) -> bool:
    """Whether two softened Cyrillic words of different languages are one name: Горінов, Горинов."""
    return (
        bool(set(wide_readings(one)) & set(wide_readings(other)))
        or same_when_unstressed(one, other)
        or same_when_unstressed(other, one)
    )


@lru_cache(maxsize=20_000)
def wide_keys(soft: str) -> tuple[str, ...]:
    """A few sound keys more under which a softened word may be kept by others in another alphabet.

    First without a Baltic or Czech ending, then as other languages read it, then by ear.
    """
    plain = base_forms(soft)[1:]
    read = (*(sounds for form in plain for sounds in readings(form)), *wide_readings(soft))
    keys = dict.fromkeys([sound_key(sounds) for sounds in read]) | dict.fromkeys(free_keys(soft))
    known = {sound_key(sounds) for sounds in readings(soft)}
    return tuple(key for key in keys if key and key not in known)[:_MOST_KEYS]
