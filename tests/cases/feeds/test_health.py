"""How sources are judged: what is missed soon, and what must not cry wolf."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import exp

import pytest

from cases.feeds.health.judging import SourceFacts, Verdict, cause_of_failure, failing_since, judge
from cases.feeds.health.volume import Day, lower_tail

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
Volume = Callable[[date], int]


def history(
    volume: Volume, *, days: int = 100, start: datetime = START, backlog: int = 40
) -> list[Day]:
    """Days of a source that was polled 48 times a day; the first day brings what it had kept."""
    rows = [Day(start.date(), polls=30, unchanged=20, seen=400, new=backlog)]
    for number in range(1, days):
        day = start.date() + timedelta(days=number)
        new = volume(day)
        rows.append(Day(day, polls=48, unchanged=48 - min(new, 40), seen=20 * new, new=new))
    return rows


def judged(
    volume: Volume, *, days: int = 100, silent_days: int = 0, hour: int = 12, **known: object
) -> Verdict:
    """The verdict after so many days of `volume`, then `silent_days` days without an entry."""
    rows = history(volume, days=days)
    last = max(day.day for day in rows if day.new)
    end = rows[-1].day
    for number in range(1, silent_days + 1):
        rows.append(Day(end + timedelta(days=number), polls=48, unchanged=48))
    today = rows[-1].day
    now = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)
    facts = SourceFacts(
        watched_since=START,
        outcome="unchanged",
        last_success_at=now - timedelta(minutes=20),
        last_new_at=datetime(last.year, last.month, last.day, 8, tzinfo=UTC),
        days=[day for day in rows if (today - day.day).days < 84],
    )
    return judge(replace(facts, **known), now=now)  # type: ignore[arg-type]


def poisson(rng: random.Random, mean: float) -> int:
    limit, count, product = exp(-mean), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def test_a_source_that_writes_as_ever_is_well() -> None:
    verdict = judged(lambda day: 12)
    assert (verdict.health, verdict.code, verdict.remarks) == ("well", "well", ())
    assert verdict.figures["usual"] == pytest.approx(12, abs=0.1)


def test_twelve_a_day_and_none_since_yesterday_morning_is_missed_within_a_day() -> None:
    assert judged(lambda day: 12, silent_days=1, hour=7).health == "well"
    verdict = judged(lambda day: 12, silent_days=1, hour=20)
    assert (verdict.health, verdict.code) == ("silent", "silent")
    after_three = judged(lambda day: 12, silent_days=3)
    assert after_three.figures["days"] == 3
    assert after_three.figures["usual"] == pytest.approx(12, abs=0.1)
    assert after_three.since == verdict.since


def test_a_source_that_rests_at_weekends_is_missed_on_tuesday_and_not_on_sunday() -> None:
    def weekdays_only(day: date) -> int:
        return 8 if day.weekday() < 5 else 0

    # START is a Monday, so the 96th day is a Friday.
    for silent_days, expected in ((1, "well"), (2, "well"), (3, "well"), (4, "silent")):
        verdict = judged(weekdays_only, days=96, silent_days=silent_days)
        assert verdict.health == expected, f"{silent_days} days after Friday"


def test_a_source_that_writes_twice_a_month_is_not_missed_after_a_month() -> None:
    def twice_a_month(day: date) -> int:
        return 1 if day.day in (3, 17) else 0

    for silent_days in (10, 20, 30, 45):
        assert judged(twice_a_month, silent_days=silent_days).health == "well", silent_days
    old = judged(twice_a_month, silent_days=90)
    assert (old.health, old.code) == ("quiet", "long_quiet")


def test_a_weekly_of_one_day_is_missed_after_a_month() -> None:
    def on_thursdays(day: date) -> int:
        return 3 if day.weekday() == 3 else 0

    assert judged(on_thursdays, silent_days=14).health == "well"
    assert judged(on_thursdays, silent_days=35).health == "silent"


def test_irregular_sources_rarely_cry_wolf() -> None:
    """400 healthy sources of many tempers, each looked at on 60 days: 24,000 verdicts."""
    rng = random.Random(4)
    wrong = 0
    for _source in range(400):
        mean, restless = rng.choice([0.15, 0.5, 1, 3, 10, 40]), rng.random()
        counts = {}
        for number in range(160):
            day = START.date() + timedelta(days=number)
            temper = rng.gammavariate(1.5, 1 / 1.5) if restless < 0.5 else 1.0
            rest = 0.3 if day.weekday() > 4 else 1.0
            counts[day] = poisson(rng, mean * temper * rest)
        rows = history(counts.__getitem__, days=160)
        wrong += _false_silences(rows)
    assert wrong <= 12  # one in two thousand


def _false_silences(rows: list[Day]) -> int:
    wrong = 0
    for number in range(100, 160):
        today = rows[number].day
        seen = rows[: number + 1]
        last = max(day.day for day in seen if day.new)
        facts = SourceFacts(
            watched_since=START,
            last_success_at=datetime.combine(today, START.timetz()),
            last_new_at=datetime(last.year, last.month, last.day, 12, tzinfo=UTC),
            days=[day for day in seen if (today - day.day).days < 84],
        )
        now = datetime(today.year, today.month, today.day, 18, tzinfo=UTC)
        wrong += judge(facts, now=now).health == "silent"
    return wrong


def test_days_on_which_we_could_not_ask_are_no_silence() -> None:
    rows = history(lambda day: 12)
    outage = [
        Day(rows[-1].day + timedelta(days=number), polls=4, failures=4) for number in (1, 2, 3)
    ]
    today = outage[-1].day + timedelta(days=1)
    now = datetime(today.year, today.month, today.day, 3, tzinfo=UTC)
    facts = SourceFacts(
        watched_since=START,
        last_success_at=now,
        last_new_at=datetime.combine(rows[-1].day, START.timetz()),
        days=[*rows, *outage],
    )
    assert judge(facts, now=now).health == "well"


def test_the_backlog_of_the_first_day_and_a_burst_change_nothing() -> None:
    def with_burst(day: date) -> int:
        return 900 if day == date(2026, 5, 4) else 2

    verdict = judged(with_burst)
    assert verdict.health == "well"
    assert verdict.figures["usual"] < 3  # type: ignore[operator]


def test_much_less_than_usual_is_quiet() -> None:
    def fewer_of_late(day: date) -> int:
        return 12 if day < date(2026, 6, 2) else 2

    verdict = judged(fewer_of_late)
    assert (verdict.health, verdict.code) == ("quiet", "quiet")
    assert verdict.figures["week"] == 14
    assert verdict.figures["usual_week"] == pytest.approx(84, abs=3)


def test_a_new_source_is_new_for_two_weeks() -> None:
    assert judged(lambda day: 5, days=10).health == "new"
    assert judged(lambda day: 5, days=20).health == "well"


def test_a_silence_that_outlasts_the_window_is_the_same_silence() -> None:
    first = judged(lambda day: 12, silent_days=20)
    for silent_days in (60, 75, 90, 200):
        later = judged(
            lambda day: 12,
            silent_days=silent_days,
            was="silent",
            was_since=first.since,
            was_usual=12.0,
        )
        assert (later.health, later.since) == ("silent", first.since), silent_days
        assert later.figures["usual"] == pytest.approx(12, abs=0.1)


def test_an_empty_feed_is_silent_after_three_days() -> None:
    rows = history(lambda day: 12)
    rows += [
        Day(rows[-1].day + timedelta(days=number), polls=48, unchanged=47, seen=0)
        for number in range(1, 5)
    ]
    now = datetime.combine(rows[-1].day, START.timetz())
    facts = SourceFacts(
        watched_since=START, last_success_at=now, last_new_at=now - timedelta(days=4), days=rows
    )
    assert judge(facts, now=now).code == "empty"


# ---- broken

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PAGE = "a web page (HTML), not a feed"


def broken(hours: float, *, polls: int = 5, **known: object) -> Verdict:
    """The verdict on a source whose polls have failed for so many hours."""
    began = NOW - timedelta(hours=hours)
    facts = SourceFacts(
        watched_since=START,
        failures=2.0,
        last_success_at=began,
        days=[Day(NOW.date() - timedelta(days=1), polls=40, failures=polls)],
    )
    return judge(replace(facts, **known), now=NOW)  # type: ignore[arg-type]


def test_a_web_page_instead_of_a_feed_is_broken_after_six_hours() -> None:
    assert broken(3, outcome="soft", reason=PAGE, status=200).health != "broken"
    verdict = broken(30, outcome="soft", reason=PAGE, status=200)
    assert (verdict.health, verdict.code) == ("broken", "web_page")
    assert verdict.since == NOW - timedelta(hours=30)


def test_an_overloaded_server_gets_half_a_day() -> None:
    told = {"outcome": "temporary", "reason": "the server answered 503", "status": 503}
    assert broken(8, **told).health != "broken"
    assert broken(14, **told).code == "server"
    assert broken(14, polls=0, **told).health != "broken"  # one poll of a slow feed says little
    assert broken(25, polls=0, **told).health == "broken"


def test_a_removed_or_parked_source_is_broken_at_once() -> None:
    parked = NOW - timedelta(minutes=5)
    gone = broken(0, parked_at=parked, parked_reason="removed for good (410).", status=410)
    assert (gone.health, gone.code, gone.since) == ("broken", "gone", parked)
    killer = broken(0, parked_at=parked, parked_reason="Tried 3 times: kills its parser.")
    assert (killer.code, killer.figures["reason"]) == (
        "parked",
        "Tried 3 times: kills its parser.",
    )


def test_one_success_makes_it_well_again() -> None:
    assert broken(30, failures=0.0, last_success_at=NOW).health != "broken"


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (200, PAGE, "web_page"),
        (401, "the server answered 401", "login"),
        (403, "the server answered 403", "forbidden"),
        (451, "the server answered 451", "forbidden"),
        (404, "the server answered 404", "missing"),
        (418, "the server answered 418", "refused"),
        (429, "the server answered 429", "throttled"),
        (502, "the server answered 502", "server"),
        (0, "the certificate has expired", "certificate"),
        (0, "no secure connection could be made", "certificate"),
        (0, "the host name could not be looked up", "no_host"),
        (0, "no connection in time", "timeout"),
        (0, "the connection broke", "no_connection"),
        (0, "robots.txt of the site does not allow this address", "robots"),
        (0, "the site fails on robots.txt (503)", "robots_fails"),
        (0, "the source is to be reached through Tor, but WATCHER_TOR is not set", "route"),
        (200, "the CSS selector finds no links on the page", "selector"),
        (200, "the Telegram channel shows no posts", "telegram"),
        (200, "a broken gzip file", "not_feed"),
        (0, "address not allowed: 10.0.0.1 is private", "blocked"),
        (200, "the document is empty", "blank"),
        (200, "a sitemap, not a feed", "not_feed"),
        (200, "the answer is too large once unpacked", "too_large"),
        (302, "the address redirects in a circle", "redirects"),
        (0, "a fault of this installation: ValueError: x", "ours"),
        (0, "something new", "other"),
    ],
)
def test_what_goes_wrong_has_a_code(status: int, reason: str, code: str) -> None:
    assert cause_of_failure(status=status, reason=reason) == code


def test_failures_began_on_the_first_day_that_failed() -> None:
    success = datetime(2026, 11, 20, 10, tzinfo=UTC)
    days = [
        Day(date(2026, 11, 19), polls=48, failures=2),
        Day(date(2026, 11, 20), polls=48),
        Day(date(2026, 11, 22), polls=3, failures=3),
        Day(date(2026, 11, 23), polls=3, failures=3),
    ]
    assert failing_since(days, success, START) == datetime(2026, 11, 22, tzinfo=UTC)
    assert failing_since([], None, START) == START


# ---- lesser matters


def test_lesser_matters_are_remarked_on_a_source_that_is_well() -> None:
    verdict = judged(
        lambda day: 12,
        moved_to="https://elsewhere.example/feed",
        validators_lie=True,
        recent=20,
        shared=1.0,
        wrong_dates=0.6,
    )
    assert verdict.health == "well"
    assert verdict.remarks == ("moved", "validators_lie", "only_duplicates", "wrong_dates")


def test_a_source_that_fails_every_other_time_is_unsteady() -> None:
    rows = history(lambda day: 12)
    rows[-3:] = [replace(day, failures=20) for day in rows[-3:]]
    now = datetime.combine(rows[-1].day, START.timetz())
    facts = SourceFacts(watched_since=START, last_success_at=now, last_new_at=now, days=rows[-84:])
    assert "unsteady" not in judge(facts, now=now).remarks
    rows[-3:] = [replace(day, failures=40) for day in rows[-3:]]
    assert judge(replace(facts, days=rows[-84:]), now=now).remarks == ("unsteady",)


def test_tails_agree_with_the_tables() -> None:
    assert lower_tail(3, mean=10, variance=10) == pytest.approx(0.010336, rel=1e-3)
    assert lower_tail(3, mean=10, variance=30) == pytest.approx(0.08794, rel=1e-3)
