"""Is a confidence what it claims? Claimed against right, by tenths; and bootstrap intervals."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.quality.scoring import Counts, Pair, count

_DRAWS: Final = 400
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Tenth:
    """Answers whose confidence lies in one tenth: how many, what they claim, how many are right."""

    low: float
    answers: int
    claimed: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Tenths that hold answers; expected calibration error; Brier score. Both nought at best."""

    tenths: tuple[Tenth, ...]
    error: float
    brier: float
    answers: int


@dataclass(frozen=True, slots=True)
class Interval:
    """From and to, 95 in 100."""

    low: float
    high: float


def reliability_of(answers: Iterable[tuple[float, bool]]) -> Reliability:
    """Reliability of (confidence, right) answers; all nought when there are none.

    The expected calibration error is the mean distance between claimed and right of the tenths,
    each weighed by its answers (Naeini and others, 2015).
    """
    by_tenth: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in answers:
        # 0.3 * 10 is a little more than 3 and 0.7 * 10 a little less than 7.
        by_tenth[min(9, int(confidence * 10 + 1e-9))].append((confidence, right))
    total = sum(len(rows) for rows in by_tenth.values())
    tenths = []
    error = brier = 0.0
    for number, rows in sorted(by_tenth.items()):
        claimed = sum(confidence for confidence, _ in rows) / len(rows)
        share = sum(is_right for _, is_right in rows) / len(rows)
        tenths.append(Tenth(number / 10, len(rows), claimed, share))
        error += abs(claimed - share) * len(rows) / total
        brier += sum((confidence - is_right) ** 2 for confidence, is_right in rows) / total
    return Reliability(tuple(tenths), error, brier, total)


def claims(pairs: Iterable[Pair]) -> list[tuple[float, bool]]:
    """The (confidence, right) of all pairs that were found."""
    return [(pair.confidence, pair.right) for pair in pairs if pair.confidence]


def intervals(pairs: Sequence[Pair], documents: int) -> tuple[Interval, Interval, Interval]:
    """95 % intervals of precision, recall and F1, documents drawn anew with replacement.

    documents: how many there are in all; those without any pair are drawn too.
    """
    by_document: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_document[pair.document].append(pair)
    cells = [count(rows) for _, rows in sorted(by_document.items())]
    right = [cell.right for cell in cells]
    wrong = [cell.wrong for cell in cells]
    missed = [cell.missed for cell in cells]
    drawn = random.Random(_SEED)
    samples = []
    for _ in range(_DRAWS):
        # A document without any pair may be drawn too; it adds nothing.
        chosen = [n for n in drawn.choices(range(documents), k=documents) if n < len(cells)]
        samples.append(Counts(*(sum(map(of.__getitem__, chosen)) for of in (right, wrong, missed))))
    return (
        _middle([sample.precision for sample in samples]),
        _middle([sample.recall for sample in samples]),
        _middle([sample.f1 for sample in samples]),
    )


def _middle(values: list[float]) -> Interval:
    ordered = sorted(values)
    return Interval(ordered[int(len(ordered) * 0.025)], ordered[int(len(ordered) * 0.975)])
