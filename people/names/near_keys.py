"""Keys one letter away from a name's own: the last net, for a name that somebody mistyped.

The keys of `keys` hold consonant classes, so a wrong vowel is found already. A wrong, lost, doubled or
exchanged consonant is one step in the key; all keys at that step are few enough to ask for at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from people.names.keys import name_keys
from people.names.language.folding import soften
from people.names.language.reading import readings
from people.names.parts import NameParts

# What `phonetics.sound_key` writes: a mark for a leading vowel, and classes of consonants.
_CLASSES: Final = "abvgdklmnprsStC"
_SHORTEST: Final = 3
# A word shorter than this has too many neighbours that are other names.
SHORTEST_WORD: Final = 5


def near_keys(parts: NameParts, language: str = "") -> frozenset[str]:
    """Keys of names that differ by one consonant, in the surname or in the given name.

    `p:` keys for a surname with a given name, `s:` keys for a surname alone or with initials. A key of
    fewer than three signs has no neighbours. At most about 120 for each key of the name.
    """
    found: set[str] = set()
    for key in name_keys(parts, language, wide=False):
        kind, rest = key[:2], key[2:]
        surname, _, given = rest.partition("|")
        if kind == "s:" and not parts.given:
            found |= {f"s:{near}" for near in _one_step(surname)}
        elif kind == "p:" and parts.given:
            found |= {f"p:{near}|{given}" for near in _one_step(surname)}
            if not given.startswith("f:"):
                found |= {f"p:{surname}|{near}" for near in _one_step(given)}
    return frozenset(found)


def one_letter_apart(a: str, b: str) -> bool:
    """Whether two words differ by one letter: another, one more, one less, or two exchanged.

    Words of different alphabets are compared by how they are read. False for the same word and for
    words of fewer than five letters.
    """
    return bool(those_one_letter_apart(a, (b,)))


def those_one_letter_apart(word: str, others: Iterable[str]) -> list[str]:
    """Those of the other words that are `one_letter_apart` from the word."""
    first = soften(word)
    if len(first) < SHORTEST_WORD:
        return []
    read = readings(first)
    return [other for other in others if _is_one_letter_from(first, read, soften(other))]


def _is_one_letter_from(first: str, read: tuple[str, ...], second: str) -> bool:
    if len(second) < SHORTEST_WORD:
        return False
    if one_edit(first, second):
        return True
    return any(one_edit(x, y) for y in readings(second) for x in read)


def _one_step(key: str) -> set[str]:
    if len(key) < _SHORTEST:
        return set()
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    found = {left + sign + right[1:] for left, right in cuts if right for sign in _CLASSES}
    found |= {left + sign + right for left, right in cuts for sign in _CLASSES}
    found |= {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    # A class never stands twice in a row in a key.
    plain = {one for one in found if all(x != y for x, y in zip(one, one[1:], strict=False))}
    return plain - {key}


def one_edit(a: str, b: str) -> bool:
    """Whether two texts differ by one sign: another, one more, one less, or two exchanged."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        exchanged = rest_a[1:2] + rest_a[:1] + rest_a[2:] == rest_b
        return rest_a[1:] == rest_b[1:] or exchanged
    longer, shorter = (rest_a, rest_b) if len(a) > len(b) else (rest_b, rest_a)
    return longer[1:] == shorter
