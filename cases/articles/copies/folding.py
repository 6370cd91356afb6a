"""Which characters make words, and what they are for comparison: a table of code points. Pure.

Case, accents and compatibility forms go («й» is «и», «é» is e, full-width letters are plain ones),
combining marks, invisible characters and apostrophes are not there, everything else separates words.
Scripts that put no spaces between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese, Tibetan) make a
word of every two characters in a row.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache
from typing import Final, Literal

# What is no part of a word: other signs, signs that a reader does not see, ends of sentences, what
# begins something new, and what may stand inside a name.
OTHER: Final = 0
UNSEEN: Final = 1
STOP: Final = 2
BREAK: Final = 3
BLANK: Final = 4
CAPITAL: Final = 0x80000000
DIGIT: Final = 0x40000000
NO_SPACES: Final = 0x20000000
ENDING: Final = 0x10000000
LETTER: Final = 0x1FFFFF
# Beyond the ideographs of plane 3 nothing is written in newspapers.
CODE_POINTS: Final = 0x34000

_APOSTROPHES: Final = frozenset("'’‘ʼʹʻʽʺ′`´‛")
# Letters of which the endings of names consist.
_ENDINGS: Final = frozenset("аеиоуыьюямхгіaeiouymg")
_SIGNS: Final = (
    dict.fromkeys(".!?…:;", STOP)
    | dict.fromkeys('\n\r«»"“”„|—–', BREAK)
    | dict.fromkeys(" \u00a0\u202f\t-‐‑", BLANK)
)
_NO_SPACES: Final = (
    range(0x0E00, 0x0F00),  # Thai, Lao
    range(0x0F00, 0x1000),  # Tibetan
    range(0x1000, 0x10A0),  # Burmese
    range(0x1780, 0x1800),  # Khmer
    range(0x3040, 0x3100),  # kana
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, CODE_POINTS),
)
# Ideographs and Korean syllables, half of all code points: letters that are folded to themselves.
_THEMSELVES: Final = (
    (range(0x3400, 0x4DC0), NO_SPACES),
    (range(0x4E00, 0xA000), NO_SPACES),
    (range(0xAC00, 0xD7A4), 0),
    (range(0x20000, 0x2F800), NO_SPACES),
    (range(0x30000, CODE_POINTS), NO_SPACES),
)


@cache
def table() -> array[int]:
    """One number a code point: what it is folded to, with its bits; or what sign it is."""
    found = array("I")
    for block, bits in _THEMSELVES:
        found.extend(map(_entry, map(chr, range(len(found), block.start))))
        found.extend([code | bits if chr(code).isalnum() else OTHER for code in block])
    return found


def _entry(letter: str) -> int:
    if letter in _APOSTROPHES:
        return UNSEEN
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me", "Mc", "Cf"):
        return UNSEEN
    if not letter.isalnum():
        return _SIGNS.get(letter, OTHER)
    # Korean syllables are letters here, not the three signs they are composed of.
    form: Literal["NFC", "NFKD"] = "NFC" if 0xAC00 <= ord(letter) < 0xD7A4 else "NFKD"
    plain = unicodedata.normalize(form, unicodedata.normalize(form, letter).casefold())
    folded = ord(next((one for one in plain if one.isalnum()), letter))
    bits = CAPITAL if letter.isupper() or letter.istitle() else 0
    bits |= DIGIT if letter.isdecimal() else 0
    bits |= NO_SPACES if any(folded in block for block in _NO_SPACES) else 0
    bits |= ENDING if chr(folded) in _ENDINGS else 0
    return folded | bits
