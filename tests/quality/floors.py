"""Floors: the least each slice must reach. `python -m tests.quality --floors` writes them anew.

A floor lies a little below what is reached, so that a slice that gets worse is seen at once, each
by itself. The written file is read by people: a floor that sinks shows in the difference.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.quality.citations import measured as measured_citations
from tests.quality.citations import sentences
from tests.quality.labelled import (
    Document,
    LabelledSet,
    factrueval,
    sample_pairs,
    sample_texts,
)
from tests.quality.report import measured, verdict
from tests.quality.running import OwnFinder, run_finder
from tests.quality.scoring import AUTOMATIC, Link, best_confidences

FILE: Final = Path(__file__).with_name("floors.tsv")
NEW_SLICE: Final = 0.8  # the floor of a slice that has none of its own yet
_MARGIN: Final = 0.02

Shares = dict[tuple[str, str], float]  # (kind, name) -> share, 0 to 1


def answered(document: Document, links: list[Link]) -> tuple[set[str], set[str]]:
    """Who would be linked and who asked about."""
    best = best_confidences(links)
    linked = {person for person, score in best.items() if score >= AUTOMATIC}
    return linked, set(best) - linked


def as_labelled(document: Document, links: list[Link]) -> bool:
    """Whether the answer to a sample is the labelled one: links, questions and nobody else."""
    linked, asked = answered(document, links)
    return linked == {mention.person for mention in document.gold} and asked == document.asked


def read_floors() -> Shares:
    """The floors as written. Raises ValueError on a line that is none."""
    floors: Shares = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, floor = line.split("\t")
            floors[kind, name] = float(floor)
    return floors


def below_floor(kind: str) -> list[str]:
    """What of a kind lies below its floor, as sentences."""
    floors = read_floors()
    return [
        f"{kind}, {name}: {share:.3f}, and the floor is {floors.get((kind, name), NEW_SLICE)}"
        for (its_kind, name), share in reached().items()
        if its_kind == kind and share < floors.get((kind, name), NEW_SLICE)
    ]


@cache
def reached() -> Shares:
    """Each share as it is now.

    Of pairs and texts by slice and language: the share answered just as labelled. Of all texts and
    of the real ones: precision, recall and the like; of twins, the share not linked by itself. Of
    citations: precision and recall of a kind, the share found (linked or asked about) in a language.
    """
    shares = _of_pairs() | _of_texts(sample_texts()) | _of_citations()
    real = factrueval()
    figures = measured(real, run_finder(OwnFinder, real))
    whole, twins, places = figures.groups[0], figures.twins, figures.places
    assert places is not None and whole.full is not None and whole.found is not None
    for name, share in {
        "precision": whole.counts.precision,
        "recall": whole.counts.recall,
        "recall of people named in full": whole.full,
        "found, with the queue": whole.found,
        "places: precision": places.precision,
        "places: recall": places.recall,
        "twins not linked": 1 - twins.linked / twins.pairs,
        "one less the calibration error": 1 - figures.reliability.error,
    }.items():
        shares["factrueval", name] = share
    return shares


def _of_pairs() -> Shares:
    right: dict[str, list[bool]] = defaultdict(list)
    for pair in sample_pairs():
        right[pair.slice].append(verdict(pair) == pair.expected)
    return _shares("pairs of the slice", right)


def _of_texts(samples: LabelledSet) -> Shares:
    run = run_finder(OwnFinder, samples)
    by_slice: dict[str, list[bool]] = defaultdict(list)
    by_language: dict[str, list[bool]] = defaultdict(list)
    for document in samples.documents:
        right = as_labelled(document, list(run.answers[document.id]))
        by_slice[document.topic].append(right)
        by_language[document.language].append(right)
    whole = measured(samples, run).groups[0].counts
    return (
        _shares("texts of the slice", by_slice)
        | _shares("texts in the language", by_language)
        | {("all texts", "precision"): whole.precision, ("all texts", "recall"): whole.recall}
    )


def _of_citations() -> Shares:
    shares: Shares = {}
    for (grouping, name), figures in sorted(measured_citations(sentences()).items()):
        if grouping == "kind":
            shares["citations", f"{name}: precision"] = figures.precision
            shares["citations", f"{name}: recall"] = figures.recall
        elif grouping == "language":
            shares["citations", f"found in {name}"] = figures.found
    return shares


def _shares(kind: str, right: Mapping[str, list[bool]]) -> Shares:
    return {(kind, name): sum(all_) / len(all_) for name, all_ in sorted(right.items())}


def write_floors() -> None:
    """Writes the floors anew, each a little below what is reached now, and none at nought."""
    lines = ["# kind, name, floor: written by `python -m tests.quality --floors`"]
    for (kind, name), share in reached().items():
        floor = max(0.05, math.floor((share - _MARGIN) * 100) / 100)
        lines.append(f"{kind}\t{name}\t{floor:.2f}")
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
