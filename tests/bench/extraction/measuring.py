"""One reader after the other on each page, in CPU time; F1 as the public benchmarks count it."""

import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import trafilatura

from cases.articles.extracted import NotAnArticle
from cases.articles.extraction import extract
from tests.bench.extraction.sets import Case

_WORDS = re.compile(r"\w+")
_SHINGLE = 4  # words, as zyte's benchmark has it
Reader = Callable[[Case], str]


@dataclass(frozen=True)
class Row:
    """A reader's result on one page: milliseconds of CPU, F1 of shingles and of words."""

    name: str
    milliseconds: float
    shingles: float
    words: float


def by_trafilatura(case: Case) -> str:
    """The peer, at its fastest: text only, from a page that is decoded already."""
    found = trafilatura.extract(
        case.markup,
        fast=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_links=False,
        with_metadata=False,
        output_format="txt",
    )
    return found or ""


def by_trafilatura_with_metadata(case: Case) -> str:
    """The peer doing what ours does: title, author and date too."""
    found = trafilatura.extract(
        case.markup,
        fast=True,
        include_comments=False,
        with_metadata=True,
        output_format="json",
        url="https://site.example/a",
    )
    return str(json.loads(found)["text"]) if found else ""


def by_us(case: Case, known: Sequence[str] = ()) -> str:
    """Ours, all of it: from bytes, with bounds, metadata, language and the look for obstacles."""
    try:
        return extract(case.body, url="https://site.example/a", charset="utf-8", known=known).text
    except NotAnArticle:
        return ""


def selectors_of(case: Case) -> list[str]:
    """What a source would have taught us, had all its pages been like this one."""
    try:
        article = extract(case.body, url="https://site.example/a", charset="utf-8")
    except NotAnArticle:
        return []
    return [selector for selector, held in article.seen if held]


def measure(
    cases: Sequence[Case], readers: dict[str, Reader], *, rounds: int = 3
) -> dict[str, list[Row]]:
    """Each reader on each page in turn; the least of `rounds` times counts."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    rows: dict[str, list[Row]] = {name: [] for name in readers}
    for case in cases:
        for name, reader in readers.items():
            best, found = float("inf"), ""
            for _ in range(rounds):
                began = time.process_time()
                found = reader(case)
                best = min(best, time.process_time() - began)
            rows[name].append(Row(case.name, best * 1000, *scores(case, found)))
    return rows


def scores(case: Case, found: str) -> tuple[float, float]:
    """F1 of word 4-grams and of words; where a set has segments only, their F1 for both."""
    if case.wanted or case.unwanted:
        hits = sum(part in found for part in case.wanted)
        false = sum(part in found for part in case.unwanted)
        score = 2 * hits / max(1, hits + false + len(case.wanted))
        return score, score
    ours, theirs = _WORDS.findall(found.lower()), _WORDS.findall(case.text.lower())
    return _f1(_shingles(ours), _shingles(theirs)), _f1(Counter(ours), Counter(theirs))


def _shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    count = max(1, len(words) - _SHINGLE + 1) if words else 0
    return Counter(tuple(words[start : start + _SHINGLE]) for start in range(count))


def _f1(one: Counter[Any], other: Counter[Any]) -> float:
    if not one and not other:
        return 1.0
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))
