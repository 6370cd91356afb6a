"""Word by word: the exact full name, a shared beginning, the lemma of a dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from tests.quality.baselines.joined_words import JoinedWords
from tests.quality.labelled import Record

_LONGEST_ENDING = 4
_SHORTEST_STEM = 3


def exact(people: Sequence[Record]) -> JoinedWords:
    """Given name and surname letter for letter."""
    return JoinedWords(people, _itself, _itself)


def stem_prefix(people: Sequence[Record]) -> JoinedWords:
    """A word of the text begins with the name less its last two letters and is not much longer."""
    return JoinedWords(people, _stem, _beginnings)


def lemma_match(people: Sequence[Record]) -> JoinedWords:
    """Equal lemmas: pymorphy3 for Russian and Ukrainian, simplemma for the others."""
    return JoinedWords(people, _lemmas_of_name, _lemmas)


def _itself(word: str, language: str) -> tuple[str, ...]:
    return (word.lower(),)


def _stem(word: str, language: str) -> tuple[str, ...]:
    return (word[: max(_SHORTEST_STEM, len(word) - 2)].lower(),)


def _beginnings(word: str, language: str) -> list[str]:
    least = max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING - 1)
    return [word[:length].lower() for length in range(least, len(word) + 1)]


def _lemmas_of_name(word: str, language: str) -> set[str]:
    cyrillic = any("а" <= letter <= "ӿ" for letter in word.lower())
    languages = ("ru", "uk", "bg") if cyrillic else ("pl", "cs", "sl", "en")
    return set().union(*(_lemmas(word, each) for each in languages))


@lru_cache(maxsize=200_000)
def _lemmas(word: str, language: str) -> frozenset[str]:
    import simplemma

    lower = word.lower()
    if language in ("ru", "uk"):
        found = _analyzer(language).parse(lower)
        names = [parse for parse in found if {"Surn", "Name", "Patr"} & set(parse.tag.grammemes)]
        return frozenset({lower, *(parse.normal_form for parse in names or found)})
    if language not in _simplemma_languages():
        return frozenset({lower})
    return frozenset(
        {lower, *(simplemma.lemmatize(each, lang=language).lower() for each in (word, lower))}
    )


@cache
def _analyzer(language: str) -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=language)


@cache
def _simplemma_languages() -> frozenset[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return frozenset(SUPPORTED_LANGUAGES)
