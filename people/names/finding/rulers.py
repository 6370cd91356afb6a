"""Titles that stand in place of a surname (Queen Elizabeth II, Pope Francis), and the numbers behind."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from people.names.language.folding import fold
from people.names.language.tables import rows

# Kinds whose words are hardly anybody's surname, so that "Пророк Мухаммед" on record can be no
# Mr Prorok. Король and Prince are surnames; such a record needs a number.
UNMISTAKABLE: Final = frozenset({"prophet", "pope", "queen", "princess", "patriarch", "christ"})
CHRIST: Final = "christ"
# Whose title may stand between the given name and what they are prince of.
ROYAL: Final = frozenset({"prince", "princess", "king", "queen"})

_LOOKALIKE: Final = str.maketrans("ІХУ", "IXV")
_ROMAN: Final = re.compile("(X{0,2})(IX|IV|V?I{0,3})")
_VALUES: Final = {"IX": 9, "IV": 4}
_MOST_LETTERS: Final = 5


def regnal_number(word: str) -> int:
    """The number a word says behind a ruler's name: II, ХVІ (in lookalikes too); 0 for any other word."""
    found = _ROMAN.fullmatch(word.translate(_LOOKALIKE)) if len(word) <= 6 else None
    if found is None or not word:
        return 0
    tens, ones = found.groups()
    return 10 * len(tens) + _VALUES.get(ones, 5 * ones.count("V") + ones.count("I"))


@cache
def _kinds() -> tuple[dict[str, str], dict[str, str]]:
    return _words({row[0]: row[1:] for row in rows("rulers")})


@cache
def _ordinals() -> tuple[dict[str, str], dict[str, str]]:
    return _words({row[0]: row[1:] for row in rows("ordinals")})


def _words(table: dict[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Folded whole words, and folded beginnings, to what they mean."""
    whole: dict[str, str] = {}
    begin: dict[str, str] = {}
    for meaning, words in table.items():
        for word in words:
            (begin if word.endswith("*") else whole).setdefault(fold(word.rstrip("*")), meaning)
    return whole, begin


def _meaning(word: str, table: tuple[dict[str, str], dict[str, str]]) -> str:
    whole, begin = table
    folded = fold(word)
    if folded in whole:
        return whole[folded]
    for length in range(len(folded), max(1, len(folded) - _MOST_LETTERS - 1), -1):
        if folded[:length] in begin:
            return begin[folded[:length]]
    return ""


@lru_cache(maxsize=20_000)
def ruler_kind(word: str) -> str:
    """Which title a word is, in any language and case ("queen"); "" for any other word."""
    return _meaning(word, _kinds())


@lru_cache(maxsize=5_000)
def ordinal(word: str) -> int:
    """The number that a numeral or an ordinal word says («Вторая», «Шестнайсети»); 0 if none."""
    return regnal_number(word) or int(_meaning(word, _ordinals()) or 0)


@cache
def title_words() -> tuple[str, ...]:
    """Every word or beginning of the table, for looking titles up among the surnames on record."""
    return tuple(word.rstrip("*") for row in rows("rulers") for word in row[1:])


def ruler_words() -> tuple[frozenset[str], frozenset[str]]:
    """The folded whole words, and beginnings of words, that `ruler_kind` knows."""
    whole, begin = _kinds()
    return frozenset(whole), frozenset(begin)


def numerals() -> tuple[str, ...]:
    """The Roman numbers that rulers have behind their names."""
    ones = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tuple(f"{ten}{one}" for ten in ("", "X", "XX") for one in ("", *ones) if ten or one)
