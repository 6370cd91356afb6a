"""Sounds that a spelling no longer shows: Milosevic for Milošević, Gorbachev for Горбачёв, Брандт.

English outlets and records leave out the marks of Czech, Slovak, Slovene, Croatian, Serbian,
Lithuanian and Turkish letters, and with them a sound: s may be š, c may be č or ć, z may be ž. Russian
prints ё as е, which is heard after ч, щ, ш and ж as о. Russian transcribes the open e of Lithuanian as я.
The s of a Hungarian name is ш, whatever language writes it.
Such a word is entered, and looked for, once more with sounds that stand for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import prod
from typing import Final

from people.names.language.phonetics import sound_key
from people.names.language.transliteration import read_aloud, readings

_EITHER: Final = str.maketrans({"s": "W", "c": "K", "z": "X"})
# What `phonetics` is told of these sounds: each is as near to the one as to the other.
_MEANT: Final = {"W": "sS", "K": "cC", "X": "zZ", "E": "e"}
_MOST_KEYS: Final = 8
_CYRILLIC: Final = "\u0400"
_LOSSES_IN_CYRILLIC: Final = ("ев", "ева", "дт")  # told first: most words have none
# How names of these languages end; East Slavic ones do not come here, since no system loses their sounds.
_BARE: Final = re.compile(
    r"(?=.*[scz])[a-z]{3,}(?:[aeiou]c|[aeio]k|[aeiou]s|ins|[aeo]lj|ica|[kscz]a|[kscz]o|se|[ai]r|[aiu]n|oglu|[yia]te|iene)"
    r"|(?=.*c)[a-z]{3,}(?:ova|ska|sky|ner)"
)
_HUNGARIAN: Final = re.compile(r"(?=.*[áéíóúöőüű])[a-záéíóúöőüű]*s[a-záéíóúöőüű]*")
# Letters side by side that carry the sound themselves, or that other languages write.
_ELSEWHERE: Final = re.compile(
    r"sh|ch|zh|sz|cz|ss|zz|cc|ck|sc|th|ph|gh|ll|tt|rr|nn|ff|oo|ou|ee|ea|ai|ie[^n]|[wxqy](?!te)"
    r"|.*(?:ian|cian|nko|[rlntsk]in|[sm][oa]n)$"
)
_ENDS_IN_CH: Final = re.compile("ic$")
_SOFT_R: Final = re.compile("r(?=[aei]c?[ek]?k$)")
_LITHUANIAN: Final = re.compile(r"[a-zėčšžū]{3,}(?:[aiuy]s|iene|ienė|[aiu]t[eė])")
_HUSHED_E: Final = re.compile(r".+(?:[чщшж]е|[csz]he|[čšž][eo])[vwв][aа]?")
_LAST_VOWEL: Final = re.compile("[eo](v[aA]?)$")


@lru_cache(maxsize=50_000)
def lost_sounds(soft: str) -> tuple[tuple[str, str], ...]:
    """Further sounds of a softened word, each with a key it may be heard under; mostly none.

    A word with more than a handful of letters that may have lost a mark has none.
    """
    if soft[:1] >= _CYRILLIC and not soft.endswith(_LOSSES_IN_CYRILLIC):
        return ()
    found: dict[tuple[str, str], None] = {}
    for sounds in _otherwise(soft):
        meant = [_MEANT.get(sound, sound) for sound in sounds]
        if prod(map(len, meant)) <= _MOST_KEYS:
            for one in product(*meant):
                found[sounds, sound_key("".join(one))] = None
    return tuple(found)


def _otherwise(soft: str) -> Iterator[str]:
    if soft.isascii() and _BARE.fullmatch(soft) and not _ELSEWHERE.search(soft):
        marked = _ENDS_IN_CH.sub("ič", soft)
        marked = marked.replace("dj", "đ").replace("lj", "l").replace("nj", "n")
        yield read_aloud(marked, "lat-cs").translate(_EITHER)
    if _SOFT_R.search(soft):  # Dvorak
        yield read_aloud(_SOFT_R.sub("rž", soft), "lat-cs").translate(_EITHER)
    if _LITHUANIAN.fullmatch(soft) and "e" in soft[:-2]:
        yield read_aloud(soft, "lat-cs")[:-2].replace("e", "E") + read_aloud(soft, "lat-cs")[-2:]
    if _HUSHED_E.fullmatch(soft):
        yield _LAST_VOWEL.sub(r"O\1", readings(soft)[0])
    if _HUNGARIAN.fullmatch(soft):
        yield read_aloud(soft, "lat-hu")
    if soft.endswith("дт"):
        yield read_aloud(soft[:-1], "cyr")
        yield read_aloud(soft[:-2] + "т", "cyr")
