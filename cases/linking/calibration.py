"""Pure: scores set right by what researchers decided.

A score of 0.8 should be right eight times in ten. Where decisions show that it is not, two numbers per
kind of link (slope and shift on the log of the odds: Platt, 1999) set it right. They are held near
"no change" by as much as a few dozen decisions weigh, so that few decisions move little.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# A pair: the score of the rules, and whether a person said that it was right.
Pair = tuple[float, bool]

_EDGE: Final = 1e-4
# The pull towards no change. A decision at even odds weighs a quarter.
_STRENGTH: Final = 8.0
_STEPS: Final = 50
_LEAST_SLOPE: Final = 0.05
_FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    """What sets a score right: log-odds times `slope` plus `shift`."""

    slope: float = 1.0
    shift: float = 0.0

    def apply(self, score: float) -> float:
        """The score set right, from 0 to 1; order is kept."""
        if self == NO_CHANGE:
            return score
        return _chance(self.slope * _odds(score) + self.shift)


NO_CHANGE: Final = Calibration()


@dataclass(frozen=True, slots=True)
class Tenth:
    """Decisions with a score between `low` and `high`: how many, their mean score, the share right."""

    low: float
    high: float
    number: int
    mean: float
    right: float


def fit(pairs: Sequence[Pair], *, strength: float = _STRENGTH) -> Calibration:
    """The calibration that makes the decisions likeliest, held towards no change; by Newton's method.

    No change for no pairs. The slope stays positive: a higher score never becomes the lower one.
    """
    points = [(_odds(score), 1.0 if right else 0.0) for score, right in pairs]
    slope, shift = 1.0, 0.0
    for _step in range(_STEPS):
        g_slope, g_shift = strength * (slope - 1.0), strength * shift
        h_slope, h_both, h_shift = strength, 0.0, strength
        for odds, right in points:
            chance = _chance(slope * odds + shift)
            error, weight = chance - right, chance * (1.0 - chance)
            g_slope += error * odds
            g_shift += error
            h_slope += weight * odds * odds
            h_both += weight * odds
            h_shift += weight
        determinant = h_slope * h_shift - h_both * h_both
        d_slope = (h_shift * g_slope - h_both * g_shift) / determinant
        d_shift = (h_slope * g_shift - h_both * g_slope) / determinant
        if slope <= _LEAST_SLOPE and d_slope > 0:
            d_slope, d_shift = 0.0, g_shift / h_shift  # the slope stays at its bound
        # A step is bounded, so that contradictory decisions cannot throw it far away.
        slope = max(_LEAST_SLOPE, slope - max(-1.0, min(1.0, d_slope)))
        shift -= max(-1.0, min(1.0, d_shift))
        if abs(d_slope) + abs(d_shift) < 1e-9:
            break
    return Calibration(round(slope, 6), round(shift, 6))


def on_held_back(pairs: Sequence[Pair], *, strength: float = _STRENGTH) -> list[Pair]:
    """Every pair with its score set right by a fit on the other pairs (five parts in turn).

    What the figures "after" are made of: a fit looks better than it is on what it was fitted on.
    """
    found: list[Pair] = []
    for fold in range(_FOLDS):
        rest = [pair for index, pair in enumerate(pairs) if index % _FOLDS != fold]
        fitted = fit(rest, strength=strength)
        found += [(fitted.apply(score), right) for score, right in pairs[fold::_FOLDS]]
    return found


def brier(pairs: Iterable[Pair]) -> float:
    """The mean square of score minus truth: 0 is perfect, 0.25 a coin; 0.0 for no pairs."""
    errors = [(score - right) ** 2 for score, right in pairs]
    return sum(errors) / len(errors) if errors else 0.0


def reliability(pairs: Iterable[Pair]) -> list[Tenth]:
    """By tenths of the score: how often it was right. Empty tenths are left out."""
    tenths: dict[int, list[Pair]] = {}
    for score, right in pairs:
        tenths.setdefault(min(9, max(0, int(score * 10 + 1e-9))), []).append((score, right))
    return [
        Tenth(
            index / 10,
            (index + 1) / 10,
            len(group),
            sum(score for score, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for index, group in sorted(tenths.items())
    ]


def _odds(score: float) -> float:
    bounded = min(1.0 - _EDGE, max(_EDGE, score))
    return math.log(bounded / (1.0 - bounded))


def _chance(odds: float) -> float:
    if odds < -700:
        return 0.0
    return 1.0 / (1.0 + math.exp(-odds))
