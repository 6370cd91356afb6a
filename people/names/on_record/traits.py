"""What is told of a record word once, when it is stored, so that hearing it asks nothing again."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from people.names.language.scripts import CYRILLIC, LATIN, MIXED, OTHER, script_of
from people.names.language.spelling import heard, is_foreign_in_cyrillic, is_freely_read

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
    traits = SCRIPTS.index(script_of(soft))
    if is_freely_read(soft):
        traits |= FREE
    elif is_foreign_in_cyrillic(soft):
        traits |= FOREIGN
    return traits | NOT_RUSSIAN if _NOT_RUSSIAN.search(soft) else traits


def heard_on_record(soft: str) -> str:
    """What a record word says to the ear of whoever writes another alphabet; "" unless Cyrillic."""
    return heard(soft, "") if script_of(soft) == CYRILLIC else ""
