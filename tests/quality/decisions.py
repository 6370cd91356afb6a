"""Researchers' decisions, as `manage.py export_decisions` writes them: claimed against said.

Before: the score of the rules. After: set right as `manage.py calibrate_links` would, each decision
by a fit on the others of its kind, so that nothing is measured on what it was fitted on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from cases.linking.calibration import Pair, fit, on_held_back
from tests.quality.reliability import reliability_of
from tests.quality.report import reliability_lines

_VERDICTS = {"accepted": True, "rejected": False}


def read_decisions(path: Path) -> dict[str, list[Pair]]:
    """The (score of the rules, said to be right) of each kind of link.

    Decisions that are neither yes nor no, have no score, or were never asked for (somebody came
    upon the link) are left out: those few say nothing of the others. Raises ValueError with
    the number of a line that is no decision.
    """
    found: dict[str, list[Pair]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                score = row.get("score_of_rules", row["score"])
                verdict, kind = row["verdict"], row.get("kind", "")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path.name}, line {number} is no decision: {error}") from error
            if verdict in _VERDICTS and score is not None and row.get("asked") != "unasked":
                found[kind].append((float(score), _VERDICTS[verdict]))
    return dict(found)


def decision_lines(path: Path) -> list[str]:
    """Reliability before and after re-calibration, for each kind of link."""
    kinds = read_decisions(path)
    lines = ["", f"== {sum(map(len, kinds.values()))} decisions of researchers"]
    for kind, pairs in sorted(kinds.items()):
        fitted = fit(pairs)
        lines += [
            f"{kind or 'links'}: {len(pairs)}; calibrating them gives slope {fitted.slope:.3f},"
            f" shift {fitted.shift:+.3f}",
            "  before:",
            *(f"  {line}" for line in reliability_lines(reliability_of(pairs))),
            "  after, each by a fit on the others:",
            *(f"  {line}" for line in reliability_lines(reliability_of(on_held_back(pairs)))),
        ]
    return lines
