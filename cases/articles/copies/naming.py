"""Who and what a text names, as far as letters show: what tells twins of one template apart. Pure.

"The court extended the arrest of X" and the same of Y share nearly every run of words. X and Y are
people: a word beside a known given name or an initial, with every further place where it stands; where
no given name is known, a capitalised word with a surname's ending, else any inside a sentence. Twins
are compared within one language, so a word's key is its stem and no more.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from cases.articles.copies.native import FIELDS
from cases.articles.copies.shingles import INITIAL, JOINED, OPENS
from people.names.language.equivalents import given_name_forms
from people.names.language.folding import fold

NOBODY: Final = 0
_LONGEST: Final = 40
_NAMES_ENDINGS: Final = "аеиоуыьюяймaeiouym"
_LONGEST_RUN: Final = 4  # words of one name
_PATRONYMIC: Final = re.compile(r"[оеи]вич|[оеи]вн|ичн|ильич|кузьмич|ovich|evich|ovna|evna")
_SURNAME: Final = re.compile(
    r"(?:(?<!mold)ova|(?<!gen)eva|ska(?:ya|ia)|[оеё]в|[ие]н|ын|ский|ск|цк|енко|ко|чук|юк|ян|дзе|швили|ович|евич|ov|ev|in|sky?|enko|chuk|yan)"
    r"[аеиоуыьюямйхг]{0,3}$"
)
# A place: key, how often it stands in the text, bits, the word.
_Place = tuple[int, int, int, str]


def main_name(text: str, marks: list[int]) -> int:
    """The key of the name a text speaks of most, a person's if it shows one; NOBODY without any.

    `marks` as `shingles.read` gives them.
    """
    if not marks:
        return NOBODY
    keys = _beside_given_names(text, marks)
    if not keys:
        places = [_place(text, marks, at) for at in range(0, len(marks), FIELDS)]
        inside = [place for place in places if not place[2] & (OPENS | INITIAL)]
        keys = [(place[1], place[0]) for place in inside if _has_surnames_ending(place[3])]
        keys = keys or [(place[1], place[0]) for place in inside]
    # The first of those that stand most often.
    return max(keys, key=lambda counted: counted[0])[1] if keys else NOBODY


def _place(text: str, marks: list[int], at: int) -> _Place:
    start, end, key, count, bits = marks[at : at + FIELDS]
    return key & 0xFFFFFFFF, count, bits, text[start:end]


def _beside_given_names(text: str, marks: list[int]) -> list[tuple[int, int]]:
    """(count, key) of surnames, in order of their place: beside a given name or an initial."""
    found: list[tuple[int, int]] = []
    run: list[_Place] = []
    last = -1
    for number, bits in enumerate(marks[FIELDS - 1 :: FIELDS]):
        if not bits & JOINED:
            continue
        if number != last + 1 or len(run) >= _LONGEST_RUN:
            if run:
                found += _surnames(run)
            run = [_place(text, marks, FIELDS * (number - 1))]
        run.append(_place(text, marks, FIELDS * number))
        last = number
    if run:
        found += _surnames(run)
    return found


def _surnames(run: list[_Place]) -> list[tuple[int, int]]:
    others = []
    given = False
    for place in run:
        if place[2] & INITIAL or _is_given(place[3]):
            given = True
        elif _PATRONYMIC.search(place[3]) is None:
            others.append(place)
    if not given:
        return []
    others = others or [place for place in run[-1:] if not place[2] & INITIAL]
    # The first word of a sentence is part of the name only where nothing else can be.
    inside = [place for place in others if not place[2] & OPENS]
    return [(place[1], place[0]) for place in inside or others]


@lru_cache(maxsize=50_000)
def _is_given(word: str) -> bool:
    """Whether the word is a known given name, its ending aside: it may stand in any case."""
    return _without_ending(fold(word[:_LONGEST])) in _given_names()


@cache
def _given_names() -> frozenset[str]:
    forms = given_name_forms()
    fleeting = {form[:-2] + form[-1] for form in forms if form.endswith(("ел", "el"))}  # Павла
    return frozenset(map(_without_ending, forms | fleeting))


def _without_ending(folded: str) -> str:
    return folded[:2] + folded[2:].rstrip(_NAMES_ENDINGS)


@lru_cache(maxsize=50_000)
def _has_surnames_ending(word: str) -> bool:
    return _SURNAME.search(word.lower()) is not None
