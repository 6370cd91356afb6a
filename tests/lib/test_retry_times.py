"""When failed work comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.lib.retry_times import MAX_ATTEMPTS, MAX_PARSER_ATTEMPTS, next_attempt_at

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "about"),
    [
        (0, timedelta(minutes=1)),
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=15)),
        (4, timedelta(hours=1)),
        (8, timedelta(hours=24)),
        (1000, timedelta(hours=24)),
    ],
)
def test_waits_grow_by_the_table_and_stay_within_a_tenth_of_it(
    attempts: int, about: timedelta
) -> None:
    for key in ("", "feed:1", "feed:2"):
        wait = next_attempt_at(attempts, NOW, key=key) - NOW
        assert about * 0.9 <= wait <= about * 1.1


def test_rows_that_failed_together_come_back_apart_and_each_at_the_same_time_always() -> None:
    times = [next_attempt_at(3, NOW, key=f"feed:{number}") for number in range(200)]
    assert len(set(times)) == 200
    assert times == [next_attempt_at(3, NOW, key=f"feed:{number}") for number in range(200)]
    assert max(times) - min(times) > timedelta(minutes=2)


def test_a_deadly_document_is_parked_after_three_attempts() -> None:
    assert MAX_PARSER_ATTEMPTS == MAX_ATTEMPTS == 3
