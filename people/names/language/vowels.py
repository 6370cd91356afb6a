"""Names from Arabic, Persian and Urdu writing, whose short vowels outlets write as they like."""

from __future__ import annotations

from functools import cache
from typing import Final

from people.names.language.folding import fold, fold_soft
from people.names.language.phonetics import consonants
from people.names.language.reading import readings
from people.names.language.tables import rows

_FEWEST_CONSONANTS: Final = 3


@cache
def _words() -> frozenset[str]:
    return frozenset(fold(row[0]) for row in rows("arabic_names"))


def leaves_vowels_out(words: frozenset[str], particles: tuple[str, ...]) -> bool:
    """Whether a name with these folded words (and particles) is of a writing without short vowels."""
    return bool(words & _words()) or any(fold(p) in ("ul", "ur", "уль", "ур") for p in particles)


def differ_in_vowels_only(a: str, b: str, language: str) -> bool:
    """Whether two softened words have the same consonants, three or more, and as many vowels, or one more.

    Malook, Mulook, Мулюк. `b` stands in a text of `language`.
    """
    return any(
        consonants(first) == consonants(second)
        and len(consonants(first)) >= _FEWEST_CONSONANTS
        and abs(len(first) - len(second)) <= 1
        for first in readings(fold_soft(a))
        for second in readings(fold_soft(b), language)
    )
