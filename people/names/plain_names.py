"""Ordinary names of one to four words, taken apart quickly: indexes of many thousand names are built by this."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from people.names.finding.rulers import regnal_number, ruler_kind
from people.names.finding.tokens import LONGEST_WORD
from people.names.language.folding import clean, fold
from people.names.language.particles import words_of_kind
from people.names.language.scripts import CYRILLIC, LATIN, script_of
from people.names.word_order import Order, WordKind, order_of, word_kind

_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_NOT_PLAIN: Final = -1
KIND_BITS: Final = 5
_SCRIPTS: Final = {0: CYRILLIC, 1: LATIN}  # by the bits of a kind before the others


def _plain_word(word: str) -> str:
    """The script of a word that is but letters and no title or particle; "" for any other word."""
    if not _LETTERS.fullmatch(word) or len(word) > LONGEST_WORD or clean(word) != word:
        return ""
    key = fold(word)
    if any(key in words_of_kind(kind) for kind in ("title", "particle", "lineage", "suffix")):
        return ""
    if ruler_kind(word) or (word.isupper() and regnal_number(word)):
        return ""
    script = script_of(word)
    return script if script in (CYRILLIC, LATIN) else ""


@lru_cache(maxsize=50_000)
def kind_in_python(word: str) -> int:
    """Script and kind of a plain word as bits; -1 for any other."""
    script = _plain_word(word)
    if not script:
        return _NOT_PLAIN
    bits = sum(1 << place for place, value in enumerate(word_kind(word)) if value)
    return (script == LATIN) << KIND_BITS | bits


def plain_script(text: str) -> str:
    """The script of a name of one to four ordinary words; "" where some word is not ordinary."""
    words = text.split(" ")
    kinds = {kind_in_python(word) >> KIND_BITS for word in words}
    return _SCRIPTS.get(kinds.pop(), "") if len(words) <= 4 and len(kinds) == 1 else ""


@lru_cache(maxsize=10_000)
def plain_order(words: tuple[int, ...], hungarian: bool) -> tuple[Order, str] | None:
    """Order and script of a name of such words; None where one is not plain or of another script."""
    scripts = {word >> KIND_BITS for word in words}
    if _NOT_PLAIN in words or len(scripts) > 1:
        return None
    kinds = tuple(
        WordKind(*(bool(word >> place & 1) for place in range(KIND_BITS))) for word in words
    )
    return order_of(kinds, False, False, hungarian), _SCRIPTS[scripts.pop()]


def plain_parts(text: str, language: str = "") -> tuple[str, str, str, str, bool] | None:
    """(given, patronymic, surname, script, certain) of a name of one to four ordinary words.

    None for every other name (initials, particles, commas, hyphens...): those need `parse_name`,
    which says the same of these, more slowly.
    """
    words = text.split(" ")
    if len(words) > 4:
        return None
    found = plain_order(tuple(map(kind_in_python, words)), language == "hu")
    if found is None:
        return None
    ((a, b), (c, d), (e, f), certain), script = found
    given = words[a] if b - a == 1 else " ".join(words[a:b])
    surname = words[e] if f - e == 1 else " ".join(words[e:f])
    return given, words[c] if c < d else "", surname, script, certain
