"""Pure: how the beginning of a surname on record may be written in articles of any alphabet.

Patterns for PostgreSQL, by which articles are found that may name somebody. They may find too many: each
article found is searched by the rules that decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Final

from people.names.language.folding import fold, soften
from people.names.language.transliteration import readings, system_tables

_LETTERS: Final = 5
# From here on a sign is more than a letter: kana, ideographs, Korean syllables.
_FIRST_SYLLABIC: Final = "\u3041"
# Soft vowels are written with two letters, or as hard ones; the sounds of х are three.
_ALSO: Final = {
    "O": ("e", "o", "io", "jo", "ye", "je", "ио", "е"),
    "A": ("a", "ia", "ja"),
    "U": ("u", "iu", "ju"),
    "e": ("je", "ie"),
    "x": ("g", "г"),
    "h": ("g", "kh", "г", "х"),
    "g": ("h",),
    "j": ("i", "y"),
    "Q": ("sc", "sch", "sh"),
}


def beginnings(surname: str) -> set[str]:
    """Patterns for the last word of a surname: as it is spelled, and as other alphabets spell it."""
    patterns = _as_written(surname)
    words = [word for word in fold(surname).split() if len(word) > 1]
    if not words:
        return patterns
    patterns.add(re.escape(words[-1][:_LETTERS]).replace("е", "[её]"))
    for sounds in readings(soften(surname.split()[-1]))[:1]:
        if len(sounds) > 1:
            patterns.add(r"\m" + "".join(map(_spelled, sounds[:_LETTERS])))
    return patterns


def _as_written(surname: str) -> set[str]:
    """Where folding takes apart what articles write as one sign: Korean, Indic; 王 is a whole surname."""
    word = unicodedata.normalize("NFC", surname.split()[-1].lower()) if surname.split() else ""
    if fold(word).startswith(word[:_LETTERS]) and len(word) > 1:
        return set()
    is_surname = len(word) > 1 or word >= _FIRST_SYLLABIC
    return {re.escape(word[:_LETTERS])} if is_surname else set()


def _spelled(sound: str) -> str:
    spellings = sorted({*_spellings()[sound], *_ALSO.get(sound, ())}, key=lambda s: (-len(s), s))
    return f"(?:{'|'.join(map(re.escape, spellings))})[ьъ'’]?" if spellings else ".?"


@cache
def _spellings() -> dict[str, frozenset[str]]:
    """The letters by which any language writes a sound."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in system_tables().values():
        for letters, sound in table.items():
            if len(sound) == 1:
                found[sound].add(letters)
    return defaultdict(frozenset, {sound: frozenset(letters) for sound, letters in found.items()})
