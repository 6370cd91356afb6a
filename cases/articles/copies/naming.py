"""Who and what a text names, as far as letters show: what tells twins of one template apart. Pure.

"The court extended the arrest of X" and the same of Y share nearly every run of words. X and Y are
people: a word beside a known given name or an initial, with every further place where it stands; where
no given name is known, a capitalised word with a surname's ending, else any inside a sentence. Twins
are compared within one language, so a word's key is its stem and no more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from cases.articles.copies.shingles import hash_of_word
from people.names.equivalents import families_of
from people.names.folding import fold, soften
from people.names.inflection import nominatives

MOST_NAMED: Final = 56
MOST_NUMBERS: Final = 24
NOBODY: Final = 0
_BETWEEN_NAMES: Final = frozenset(("", " ", ". ", ".", "\u00a0", ".\u00a0", "-"))
_SENTENCE_END: Final = re.compile(r"[.!?…:;]\s|[\n«»\"“”„|—–]")
_ENDING: Final = re.compile(
    r"(?:ыми|ого|его|ому|ему|ыми|ами|ой|ей|ым|им|ом|ем|ых|их|ую|юю|ая|яя|ый|ий|[аеиоуыьюяй]|"
    r"ego|emu|ym|im|ou|em|owi|'s|[aeiouyą])$"
)
_PATRONYMIC: Final = re.compile(
    r"(?:[оеи]вич|[оеи]вн|ичн|инична|ильич|кузьмич|ovich|evich|ovna|evna)"
)
_SURNAME: Final = re.compile(
    r"(?:[оеё]в|[ие]н|ын|ск|цк|енко|ко|чук|юк|ян|дзе|швили|ович|евич|ov|ev|in|sk|enko|chuk|yan)$"
)
_LONGEST: Final = 40


class Named(NamedTuple):
    """`main`: the key of the name a text speaks of most, a person's if it shows one (NOBODY without any);
    `named`: keys of its capitalised words, the most frequent first; `numbers`: keys of its numbers."""

    main: int
    named: tuple[int, ...]
    numbers: tuple[int, ...]


class _Place(NamedTuple):
    word: str
    key: int
    initial: bool
    opens: bool  # first of a sentence: its capital says nothing


def who_is_named(text: str, marks: list[int], language: str) -> Named:
    """The names and numbers among the words marked by `shingles.read`; ISO 639-1 code or empty."""
    language = language[:2].lower()
    numbers: dict[int, None] = {}
    runs: list[list[_Place]] = []
    counts: dict[int, int] = {}
    last_end = -1
    at = iter(marks)
    for start, end, before in zip(at, at, at, strict=True):
        word = text[start:end]
        if word[0].isdecimal():
            numbers[_key(word)] = None
            continue
        between = text[before:start]
        opens = before == 0 or (between != " " and _SENTENCE_END.search(between) is not None)
        key = _key_of_name(word[:_LONGEST])
        if end - start > 1:
            counts[key] = counts.get(key, 0) + 1
        place = _Place(word, key, end - start == 1, opens)
        # Right behind the capitalised word before it, and no more than four in a row.
        if before == last_end and between in _BETWEEN_NAMES and len(runs[-1]) < 4:
            runs[-1].append(place)
        else:
            runs.append([place])
        last_end = end
    ranked = sorted(counts, key=lambda one: -counts[one])
    return Named(
        _main(runs, counts, language), tuple(ranked[:MOST_NAMED]), tuple(numbers)[:MOST_NUMBERS]
    )


def _main(runs: list[list[_Place]], counts: dict[int, int], language: str) -> int:
    """Of the surest kind that there is, the key that stands most often; the first of equals."""
    inside = [place for run in runs for place in run if not place.opens and not place.initial]
    surnames = (place.key for place in inside if _SURNAME.search(_stem(place.word)) is not None)
    for keys in (
        _beside_given_names(runs, language),
        dict.fromkeys(surnames),
        dict.fromkeys(place.key for place in inside),
    ):
        if keys:
            return max(keys, key=lambda key: counts[key])
    return NOBODY


def _beside_given_names(runs: list[list[_Place]], language: str) -> dict[int, None]:
    """Surnames, in order of their first place: beside a given name or an initial."""
    found: dict[int, None] = {}
    for run in runs:
        if len(run) == 1:
            continue
        given = [place.initial or _is_given(place.word, language) for place in run]
        if not any(given):
            continue
        others = [
            place
            for place, known in zip(run, given, strict=True)
            if not known and _PATRONYMIC.search(place.word) is None
        ]
        # The first word of a sentence is part of the name only where nothing else can be.
        inside = [place for place in others if not place.opens]
        found |= dict.fromkeys(place.key for place in inside or others)
    return found


@lru_cache(maxsize=50_000)
def _is_given(word: str, language: str) -> bool:
    """Whether the word may be a known given name in some case."""
    forms = nominatives(soften(word[:_LONGEST]), language)
    return any(families_of(form.word) for form in forms)


@lru_cache(maxsize=50_000)
def _key_of_name(word: str) -> int:
    return _key(_stem(word))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    folded = fold(word)
    return _ENDING.sub("", folded) if len(folded) > 4 else folded


@lru_cache(maxsize=50_000)
def _key(word: str) -> int:
    """32 bits, never NOBODY."""
    return (hash_of_word(word) & 0xFFFFFFFF) or 1
