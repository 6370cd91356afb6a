"""Two normal forms of a word: one that keeps what is heard, one that is a plain key.

`soften` keeps diacritics, because "š" and "s" are different sounds; `fold` drops them, with case,
apostrophes and the dots of "ё", so that two spellings of one written form meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from people.names.language.romanization import romanized
from people.names.language.scripts import repair_mixed

# Soft hyphen, zero-width and directional characters: present in the text, absent for a reader.
INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
APOSTROPHES: Final = "'\u2019\u2018\u02bc\u02b9\u02bb\u02bd\u02ba\u2032\u0060\u00b4\u201b\u2033"
HYPHENS: Final = (
    "\u2010\u2011\u2012\u2013\ufe63\uff0d-"  # "-" last: it also stands in character classes
)

_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]+")
_ONE_APOSTROPHE: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_ONLY_APOSTROPHE: Final = re.compile(f"[{APOSTROPHES}]")
_HYPHEN: Final = re.compile(f"[{HYPHENS}]")
_LINE_HYPHEN: Final = re.compile(f"[{HYPHENS}][ \t]*\r?\n[ \t]*")
_MARK: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+")
_PLAIN: Final = re.compile("[a-zа-ьыюя-]*")

# Letters that no Unicode decomposition takes apart.
_SPECIAL: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ə": "e",
        "ё": "е",
        "ґ": "г",
        "ѐ": "е",
        "ѝ": "и",
        "э": "е",
    }  # fmt: skip
)


# Composed letters of one alphabet: nothing to clean.
_ONE_ALPHABET: Final = re.compile("[А-яЁёІіЇїЄєҐґЎў]+|[A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žȘ-ț]+")


def is_of_one_alphabet(word: str) -> bool:
    """Whether a word is but composed letters of one alphabet of names, so that nothing is cleaned."""
    return _ONE_ALPHABET.fullmatch(word) is not None


def clean(word: str) -> str:
    """`word` as a reader sees it: no invisible characters, no stress marks, one alphabet.

    A hyphen at the end of a line disappears with the break; other hyphens become "-".
    """
    if word.isascii():
        if "\n" in word:
            word = _LINE_HYPHEN.sub("", word)
        return word
    if is_of_one_alphabet(word):
        return word
    word = _INVISIBLE.sub("", word)
    if "\n" in word:
        word = _LINE_HYPHEN.sub("", word)
    # An acute accent by itself stands for an apostrophe; NFKC would make a blank and a mark of it.
    word = unicodedata.normalize("NFKC", word.replace("\u00b4", "'"))
    # After composition only marks that no letter owns are left: stress marks and the like, but
    # the ligature ties of library transliteration (i͡a) are such marks too and equally unheard.
    word = _MARK.sub("", word)
    return _HYPHEN.sub("-", repair_mixed(word))


@lru_cache(maxsize=50_000)
def soften(word: str) -> str:
    """Lower case and cleaned, diacritics kept: what inflection and sound rules read.

    All apostrophes come back as the plain one. Georgian, Armenian and Greek come back in Latin letters.
    """
    if word.isascii():
        return clean(word).lower().replace("`", "'")
    return romanized(clean(word).casefold()).translate(_ONE_APOSTROPHE)


def fold(word: str) -> str:
    """The plain key of one written form: no case, no marks, no apostrophes, ё and э as е.

    >>> fold("Артём") == fold("АРТЕМ")
    True
    """
    return fold_soft(soften(word))


def fold_all(softs: Sequence[str]) -> list[str]:
    """`fold_soft` of many words at once."""
    plain = _PLAIN.fullmatch
    return [soft if plain(soft) else fold_soft(soft) for soft in softs]


@lru_cache(maxsize=50_000)
def fold_soft(soft: str) -> str:
    """`fold` for a word that `soften` has already seen."""
    if _PLAIN.fullmatch(soft):
        return soft
    soft = _ONLY_APOSTROPHE.sub("", soft)
    if _PLAIN.fullmatch(soft):
        return soft
    soft = soft.translate(_SPECIAL)
    if _PLAIN.fullmatch(soft):
        return soft
    # "й" and "ї" are letters of their own, not "и" and "і" with a mark.
    kept = soft.replace("й", "\x00").replace("ї", "\x01").replace("ў", "\x02")
    bare = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return bare.replace("\x00", "й").replace("\x01", "ї").replace("\x02", "ў")
