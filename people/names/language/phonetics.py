"""A coarse sound key to find candidates, and a fine distance to judge them.

The key keeps consonant classes only, so that vowels, which differ most between transliterations,
do not hide a name. The distance then says how far two readings are apart: 0 is the same sound,
about 0.3 what one transliteration system or another explains, 1 a different consonant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_TWICE: Final = re.compile(r"(.)\1+", re.S)
_TWICE_IN_LINE: Final = re.compile(r"(.)\1+")
VOWELS: Final = frozenset("aeiouAOUY")

_CLASS: Final = str.maketrans(
    {
        "f": "v",
        "w": "v",
        "h": "g",
        "x": "g",
        "z": "s",
        "c": "s",
        "Z": "S",
        "Q": "S",
        **dict.fromkeys("aeiouAOUYj", None),
    }  # fmt: skip
)


def consonant_class(sound: str) -> str:
    """The class by which a sound stands in keys; "" for one that does not."""
    return sound.translate(_CLASS)


@lru_cache(maxsize=50_000)
def sound_key(sounds: str) -> str:
    """The blocking key of a sound string: a leading vowel mark and its consonant classes.

    >>> sound_key("kozireva") == sound_key("kosireva")
    True
    """
    squeezed = sounds.translate(_CLASS)
    if _TWICE.search(squeezed) is not None:
        squeezed = _TWICE.sub(r"\1", squeezed)
    return "a" + squeezed if sounds[:1] in VOWELS else squeezed


def sound_keys(sounds: Sequence[str]) -> list[str]:
    """`sound_key` of several sound strings at once, in a fraction of the time."""
    squeezed = "\n".join(sounds).translate(_CLASS)
    if squeezed.count("\n") != len(sounds) - 1:
        return [sound_key(whole) for whole in sounds]
    if _TWICE_IN_LINE.search(squeezed) is not None:
        squeezed = _TWICE_IN_LINE.sub(r"\1", squeezed)
    return [
        "a" + key if whole[:1] in VOWELS else key
        for whole, key in zip(sounds, squeezed.split("\n"), strict=True)
    ]


_NO_VOWELS: Final = str.maketrans(dict.fromkeys("aeiouAOUY"))


def consonants(sounds: str) -> str:
    """The consonants of a sound string."""
    return sounds.translate(_NO_VOWELS)


class _CostsFrom(dict[str, float]):
    """What it costs to hear one sound as another: nothing for itself, 1 for what is not listed."""

    def __missing__(self, other: str) -> float:
        return 1.0


class _Costs(dict[str, _CostsFrom]):
    """Sound -> what it costs to hear it as another."""

    def __missing__(self, sound: str) -> _CostsFrom:
        found = self[sound] = _CostsFrom({sound: 0.0})
        return found


def _costs() -> _Costs:
    table: dict[tuple[str, str], float] = {}
    for pair, cost in {
        "Oe": 0.1, "Oo": 0.15, "Aa": 0.2, "Ae": 0.35, "Uu": 0.2, "ei": 0.4, "ao": 0.4, "ou": 0.45,
        "ae": 0.45, "Ou": 0.4, "ai": 0.7, "Ui": 0.4, "Uo": 0.4,
        "gh": 0.1, "hx": 0.15, "gx": 0.35, "kx": 0.5, "kg": 0.6,
        "sz": 0.25, "cs": 0.3, "cz": 0.35, "vf": 0.2, "SZ": 0.3, "SQ": 0.25, "CQ": 0.4, "CS": 0.45,
        "CZ": 0.6, "sS": 0.4, "zZ": 0.4, "cC": 0.5, "kc": 0.6, "vu": 0.3, "bv": 0.6, "td": 0.7,
        "bp": 0.7, "mn": 0.8,
        # What may have lost a mark (`lost_sounds`).
        "Ws": 0.08, "WS": 0.08, "Kc": 0.08, "KC": 0.08, "Xz": 0.08, "XZ": 0.08, "Ee": 0.05, "EA": 0.1,
    }.items():  # fmt: skip
        table[pair[0], pair[1]] = table[pair[1], pair[0]] = cost
    for a in VOWELS:
        if a != "Y":  # Y: the Bulgarian ъ, heard as nearly any vowel
            table[a, "Y"] = table["Y", a] = 0.12
        for b in VOWELS:
            if a != b:
                table.setdefault((a, b), 0.6)
    by_sound = _Costs()
    for (a, b), cost in table.items():
        by_sound[a][b] = cost
    return by_sound


_COST: Final = _costs()
_FAR: Final = 99.0
_LOOSE: Final = {"i": 0.35, "h": 0.2, "Y": 0.25, **dict.fromkeys("aeouAOU", 0.5)}


def cost_of(sound: str, other: str) -> float:
    """What it costs to hear one sound as another."""
    return _COST[sound][other]


def cost_of_leaving_out(sound: str) -> float:
    """What it costs not to hear a sound."""
    return _LOOSE.get(sound, 1.0)


@lru_cache(maxsize=50_000)
def sound_distance(a: str, b: str, farthest: float = 99.0) -> float:
    """The least cost of turning one sound string into the other; 0.0 when they are the same.

    Beyond `farthest` the search is given up, and the answer only says that it is farther.
    Quadratic in the length of a word, which `tokens.LONGEST_WORD` bounds.
    """
    if a == b:
        return 0.0
    end = len(b)
    loose = [_LOOSE.get(sound, 1.0) for sound in b]
    previous = [0.0]
    for price in loose:
        previous.append(previous[-1] + price)
    # Only the places between these two can still be reached within `farthest`.
    first, last = 0, end
    while previous[last] > farthest:
        last -= 1
    for x in a:
        drop = _LOOSE.get(x, 1.0)
        costs = _COST[x]
        row = [_FAR] * (end + 1)
        paid = row[first] = previous[first] + drop
        beyond = first if paid <= farthest else -1
        for at in range(first, end):
            best = previous[at] + costs[b[at]]
            other = previous[at + 1] + drop
            if other < best:
                best = other
            other = paid + loose[at]
            if other < best:
                best = other
            if best <= farthest:
                beyond = at + 1
            elif at > last:
                break
            row[at + 1] = paid = best
        if beyond < 0:
            return _FAR
        last = beyond
        while row[first] > farthest:
            first += 1
        previous = row
    return previous[end]
