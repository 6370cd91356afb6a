"""What is told of a record word once, when it is stored, so that hearing it asks nothing again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from people.names.language.scripts import CYRILLIC, LATIN, MIXED, OTHER, script_of
from people.names.language.spelling import (
    all_heard,
    is_foreign_in_cyrillic,
    is_freely_read,
)

# Bits of native/hearing.c; the lowest three hold the script's place here.
SCRIPTS: Final = ("", CYRILLIC, LATIN, OTHER, MIXED)
SCRIPT: Final = 7
FREE: Final = 8  # a Latin spelling that may be transcribed by ear
FOREIGN: Final = 16  # Cyrillic without a Slavic ending
NOT_RUSSIAN: Final = 32  # has letters that Russian lacks
_NOT_RUSSIAN: Final = re.compile("[ђћџљњјѓќѕіїєґўәғқңөүұһҗ]")


@lru_cache(maxsize=50_000)
def traits_of(soft: str) -> int:
    """The traits of a softened word, as one number of bits."""
    script = script_of(soft)
    traits = SCRIPTS.index(script)
    if script != CYRILLIC:
        traits |= FREE if is_freely_read(soft) else 0
    elif is_foreign_in_cyrillic(soft):
        traits |= FOREIGN
    return traits | NOT_RUSSIAN if _NOT_RUSSIAN.search(soft) else traits


def heard_on_record(words: Sequence[str], traits: Sequence[int]) -> list[str]:
    """What softened Cyrillic words on record say to the ear of whoever writes another alphabet; "" for others."""
    cyrillic = SCRIPTS.index(CYRILLIC)
    places = [place for place, bits in enumerate(traits) if bits & SCRIPT == cyrillic]
    found = [""] * len(words)
    heard = all_heard([words[place] for place in places], "")
    for place, sounds in zip(places, heard, strict=True):
        found[place] = sounds
    return found
