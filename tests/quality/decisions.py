"""Researchers' decisions: what the scores claimed and what people said."""

from __future__ import annotations

import json
from pathlib import Path

from tests.quality.reliability import reliability_of
from tests.quality.report import reliability_lines


def decision_lines(path: Path) -> list[str]:
    """Reliability of exported decisions, {"score", "verdict"} a line. Raises on a broken line."""
    answers = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["verdict"] in ("accepted", "rejected") and row["score"] is not None:
            answers.append((float(row["score"]), row["verdict"] == "accepted"))
    return ["", f"== {len(answers)} decisions", *reliability_lines(reliability_of(answers))]
