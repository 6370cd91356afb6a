"""When a feed is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.feeds.polling.scheduling import (
    failures_after,
    max_age_of,
    next_poll_at,
    quiet_since,
    usual_gap,
)
from tracker.lib.http_outcomes import Outcome

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wait(**facts: object) -> timedelta:
    return next_poll_at(now=NOW, **{"outcome": Outcome.OK, **facts}) - NOW  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, 30 * MINUTE),
        ({"rhythm": 2 * HOUR}, 1 * HOUR),
        ({"rhythm": 2 * MINUTE}, 5 * MINUTE),
        ({"rhythm": 90 * DAY}, 24 * HOUR),
        ({"rhythm": 20 * MINUTE, "ttl": HOUR}, HOUR),
        ({"rhythm": 20 * MINUTE, "max_age": 40 * MINUTE}, 40 * MINUTE),
        ({"ttl": 400 * DAY}, 24 * HOUR),
        ({"rhythm": 2 * HOUR, "fixed_interval": timedelta(seconds=10)}, timedelta(seconds=10)),
        ({"outcome": Outcome.UNCHANGED, "rhythm": 2 * HOUR}, HOUR),
        ({"outcome": Outcome.HARD, "failures": 1.0, "rhythm": 2 * HOUR}, 2 * HOUR),
        ({"outcome": Outcome.HARD, "failures": 3.0, "rhythm": 2 * HOUR}, 8 * HOUR),
        ({"outcome": Outcome.HARD, "failures": 400.0, "rhythm": 2 * HOUR}, 24 * HOUR),
        ({"outcome": Outcome.TEMPORARY, "failures": 1.0, "rhythm": 2 * HOUR}, 2 * HOUR),
        ({"outcome": Outcome.THROTTLED, "failures": 0.0, "retry_after": 2 * HOUR}, 2 * HOUR),
        ({"outcome": Outcome.TEMPORARY, "failures": 0.0, "retry_after": MINUTE}, 30 * MINUTE),
        ({"outcome": Outcome.THROTTLED, "failures": 0.0, "retry_after": 3650 * DAY}, 24 * HOUR),
        (
            {"outcome": Outcome.THROTTLED, "failures": 0.0, "retry_after": HOUR,
             "fixed_interval": timedelta(seconds=10)},
            HOUR,
        ),
    ],
)  # fmt: skip
def test_the_next_time_follows_rhythm_wishes_and_failures(
    facts: dict[str, object], expected: timedelta
) -> None:
    assert expected <= wait(**facts) <= expected * 1.1


def test_settings_bound_the_interval_from_both_sides() -> None:
    bounds = {"shortest": 20 * MINUTE, "longest": 2 * HOUR}
    assert 20 * MINUTE <= wait(rhythm=MINUTE, **bounds) <= 22 * MINUTE
    assert 2 * HOUR <= wait(rhythm=30 * DAY, **bounds) <= 2.2 * HOUR


def test_the_spread_is_the_same_for_one_feed_and_differs_between_feeds() -> None:
    waits = {wait(rhythm=2 * HOUR, key=str(number)) for number in range(50)}
    assert len(waits) > 40
    assert wait(rhythm=2 * HOUR, key="7") == wait(rhythm=2 * HOUR, key="7")


def test_failures_have_degrees_and_one_success_forgets_them() -> None:
    failures = 0.0
    for outcome in (Outcome.TEMPORARY, Outcome.SOFT, Outcome.HARD):
        failures = failures_after(failures, outcome)
    assert failures == 1.75
    assert failures_after(failures, Outcome.UNCHANGED) == 0
    assert failures_after(failures, Outcome.OK) == 0


def test_every_outcome_has_a_next_time_after_now() -> None:
    for outcome in Outcome:
        assert wait(outcome=outcome, failures=failures_after(0.0, outcome)) > timedelta()


def test_a_burst_does_not_move_the_rhythm() -> None:
    daily = [NOW - DAY * number for number in range(10)]
    burst = [NOW - timedelta(seconds=number) for number in range(3)]
    assert usual_gap(daily + burst, now=NOW) == DAY


def test_a_silent_feed_is_taken_to_be_slower_than_it_was() -> None:
    hourly = [NOW - 30 * DAY - HOUR * number for number in range(10)]
    assert quiet_since(usual_gap(hourly, now=NOW), hourly[0], NOW) == 3 * DAY


def test_one_entry_has_no_rhythm() -> None:
    assert usual_gap([NOW - DAY], now=NOW) is None
    assert usual_gap([], now=NOW) is None
    assert usual_gap([NOW + DAY, NOW - DAY], now=NOW) is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("max-age=600", 10 * MINUTE),
        ("public, Max-Age = 60, must-revalidate", MINUTE),
        ("no-cache, max-age=600", None),
        ("s-maxage=600", None),
        ("max-age=999999999", DAY),
        ("max-age=soon", None),
        ("", None),
    ],
)
def test_max_age_is_read_from_cache_control(header: str, expected: timedelta | None) -> None:
    assert max_age_of(header) == expected
