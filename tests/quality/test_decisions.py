"""Exported decisions are measured."""

import json
from pathlib import Path

import pytest

from tests.quality.decisions import decision_lines, read_decisions


def written(tmp_path: Path, rows: list[object]) -> Path:
    path = tmp_path / "decisions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_scores_that_claim_too_little_show_in_the_tenths(tmp_path: Path) -> None:
    rows: list[object] = [
        {"kind": "person", "score": 0.25, "verdict": verdict}
        for verdict in ("accepted", "accepted", "accepted", "rejected")
    ]
    (tenth,) = [line for line in decision_lines(written(tmp_path, rows)) if "0.2-0.3" in line]
    assert tenth.split() == ["0.2-0.3", "4", "0.250", "0.750"]


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
