"""Names from Arabic, Persian and Urdu writing, whose short vowels outlets write as they like."""

from __future__ import annotations

from functools import cache
from typing import Final

from people.names.language.folding import fold, fold_soft
from people.names.language.phonetics import consonants
from people.names.language.reading import readings
from people.names.language.tables import rows

_FEWEST_CONSONANTS: Final = 3
_SHORTEST_WITH_ARTICLE: Final = 3
_ARTICLES: Final = frozenset({"ul", "ur", "уль", "ул", "ур"})


@cache
def _words() -> frozenset[str]:
    return frozenset(fold(row[0]) for row in rows("arabic_names"))


def leaves_vowels_out(words: frozenset[str], particles: tuple[str, ...]) -> bool:
    """Whether a name with these folded words (and particles) is of a writing without short vowels."""
    return bool(words & _words()) or any(fold(p) in _ARTICLES for p in particles)


def with_article_otherwise(
    given: str, particles: tuple[str, ...]
) -> tuple[str, tuple[str, ...]] | None:
    """A given name and particles with the Arabic article in the middle where it was joined, or joined to it.

    Saif ul Malook is Saiful Malook to one paper and Saif Malook to another. None for other names.
    """
    if " " in given or len(given) < _SHORTEST_WITH_ARTICLE:
        return None
    article = next((p for p in particles if fold(p) in _ARTICLES), "")
    if article:
        return given + article.lower(), particles
    stem, article = (given[:-3], given[-3:]) if given.endswith("ь") else (given[:-2], given[-2:])
    if fold(article) in _ARTICLES and fold(stem) in _words():
        return stem, (*particles, article)
    return None


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
