"""Exported decisions are measured before and after re-calibration."""

import json
import random
from pathlib import Path

import pytest

from tests.quality.decisions import decision_lines, read_decisions


def written(tmp_path: Path, rows: list[object]) -> Path:
    path = tmp_path / "decisions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_scores_that_claim_too_little_come_nearer_the_truth_by_calibration(tmp_path: Path) -> None:
    drawn = random.Random(1)
    rows: list[object] = [
        {
            "kind": "person",
            "score": 0.5,
            "score_of_rules": score,
            "verdict": "accepted" if drawn.random() < score**0.3 else "rejected",
        }
        for score in [drawn.uniform(0.05, 0.85) for _ in range(800)]
    ]
    lines = decision_lines(written(tmp_path, rows))
    before, after = (
        float(line.split("expected error ")[1].split(",")[0])
        for line in lines
        if "expected error" in line
    )
    assert before > 0.15
    assert after < before / 2


def test_what_was_put_off_or_not_asked_for_or_has_no_score_is_not_measured(tmp_path: Path) -> None:
    rows: list[object] = [
        {"kind": "person", "score": 0.5, "verdict": "deferred"},
        {"kind": "person", "score": None, "verdict": "accepted"},
        {"kind": "person", "score": 0.5, "verdict": "accepted", "asked": "unasked"},
        {"kind": "letter", "score": 0.5, "verdict": "rejected", "asked": "question"},
    ]
    assert read_decisions(written(tmp_path, rows)) == {"letter": [(0.5, False)]}


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_decisions(written(tmp_path, [{"score": 0.5, "verdict": "accepted"}, ["x"]]))
