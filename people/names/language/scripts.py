"""Which alphabet a word is written in, and words that mix two of them.

Texts pass through keyboards, optical recognition and people who dodge filters, so a Latin "o" or
"a" inside a Cyrillic word is common. The eye cannot see it and a dictionary cannot find it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

CYRILLIC: Final = "cyrl"
LATIN: Final = "latn"
OTHER: Final = "other"
MIXED: Final = "mixed"

_CYRILLIC_LETTER: Final = re.compile("[\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f]")
_LATIN_LETTER: Final = re.compile(
    "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff]"
)

# Pairs that look the same in common typefaces. Only these are exchanged: a word that mixes
# scripts in any other way (a brand such as "Яндекс.Go") is left as it stands.
_LOOKALIKES: Final = (
    ("а", "a"), ("в", "B"), ("с", "c"), ("е", "e"), ("о", "o"), ("р", "p"), ("х", "x"),
    ("у", "y"), ("і", "i"), ("ј", "j"), ("ѕ", "s"), ("һ", "h"), ("А", "A"), ("В", "B"),
    ("С", "C"), ("Е", "E"), ("Н", "H"), ("К", "K"), ("М", "M"), ("О", "O"), ("Р", "P"),
    ("Т", "T"), ("Х", "X"), ("У", "Y"), ("І", "I"), ("Ј", "J"), ("Ѕ", "S"), ("ё", "ë"),
    ("Ё", "Ë"), ("ї", "ï"), ("Ї", "Ï"),
)  # fmt: skip
_TO_CYRILLIC: Final = {latin: cyrillic for cyrillic, latin in reversed(_LOOKALIKES)}
_TO_LATIN: Final = {cyrillic: latin for cyrillic, latin in reversed(_LOOKALIKES)}
_CYRILLIC_TABLE: Final = str.maketrans(_TO_CYRILLIC)
_LATIN_TABLE: Final = str.maketrans(_TO_LATIN)


@lru_cache(maxsize=50_000)
def script_of(text: str) -> str:
    """The script of the letters of `text`: `cyrl`, `latn`, `mixed` (both) or `other`."""
    cyrillic = not text.isascii() and _CYRILLIC_LETTER.search(text) is not None
    latin = _LATIN_LETTER.search(text) is not None
    if cyrillic and latin:
        return MIXED
    if cyrillic:
        return CYRILLIC
    return LATIN if latin else OTHER


def repair_mixed(word: str) -> str:
    """`word` with look-alike letters of the minority script exchanged; same length always.

    Nothing changes unless every foreign letter has a double in the other script: guessing
    further would invent names.
    """
    cyrillic = len(_CYRILLIC_LETTER.findall(word))
    latin = len(_LATIN_LETTER.findall(word))
    if not cyrillic or not latin:
        return word
    if cyrillic >= latin:
        repaired = word.translate(_CYRILLIC_TABLE)
        return word if _LATIN_LETTER.search(repaired) else repaired
    repaired = word.translate(_LATIN_TABLE)
    return word if _CYRILLIC_LETTER.search(repaired) else repaired
