"""Judging many sources: what is gathered, what is kept once, what turns."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.articles.models import ArticleSighting
from cases.feeds import tasks
from cases.feeds.health.assessing import judge_soon, judge_sources
from cases.feeds.health.changes import HealthChange
from cases.feeds.models import Feed, FeedDay, FeedEntry, FeedPoll
from tests.factories import make_article, make_feed, make_feed_entry
from tests.support.race import race
from tracker.lib import clock

pytestmark = pytest.mark.django_db


def make_source(*, quiet_days: int = 0, days: int = 60, **columns: Any) -> Feed:
    """A source that brought twelve entries every day until `quiet_days` days ago."""
    now = clock.now()
    feed = make_feed(**({"last_success_at": now, "last_outcome": "unchanged"} | columns))
    Feed.objects.filter(pk=feed.pk).update(created_at=now - timedelta(days=days))
    last = now - timedelta(days=quiet_days)
    FeedDay.objects.bulk_create(
        FeedDay(
            feed=feed,
            day=now.date() - timedelta(days=number),
            polls=48,
            unchanged=36 if number >= quiet_days else 48,
            entries_seen=240 if number >= quiet_days else 0,
            entries_new=12 if number >= quiet_days else 0,
        )
        for number in range(days)
    )
    make_feed_entry(feed, first_seen_at=last, taken_at=last, next_attempt_at=None)
    return feed


def fail(feed: Feed, reason: str, *, since: datetime, status: int = 200) -> None:
    Feed.objects.filter(pk=feed.pk).update(
        failures=5, last_outcome="soft", last_reason=reason, last_success_at=since
    )
    FeedPoll.objects.create(
        feed=feed, started_at=since, milliseconds=5, outcome="soft", status=status, reason=reason
    )


def judged(*feeds: Feed) -> list[tuple[str, str]]:
    """Judge the feeds; their health and code as they then stand on the rows."""
    judge_sources([feed.pk for feed in feeds])
    rows = Feed.objects.in_bulk([feed.pk for feed in feeds])
    return [(rows[feed.pk].health, rows[feed.pk].health_cause["code"]) for feed in feeds]


def turns() -> list[tuple[int, str, str]]:
    return list(HealthChange.objects.order_by("pk").values_list("feed_id", "before", "after"))


def test_each_source_gets_its_health_since_and_cause() -> None:
    now = clock.now()
    well, silent, broken, parked = (
        make_source(),
        make_source(quiet_days=3),
        make_source(),
        make_source(parked_at=now, parked_reason="removed for good (410)"),
    )
    fail(broken, "a web page (HTML), not a feed", since=now - timedelta(days=2))
    assert judged(well, silent, broken, parked) == [
        ("well", "well"),
        ("silent", "silent"),
        ("broken", "web_page"),
        ("broken", "gone"),
    ]
    silent.refresh_from_db()
    assert silent.health_cause["figures"]["days"] == 3
    assert silent.health_cause["figures"]["usual"] == pytest.approx(12, abs=0.3)
    assert silent.health_since == FeedEntry.objects.get(feed=silent).first_seen_at


def test_a_turn_is_kept_once_and_the_way_back_is_another() -> None:
    feed = make_source()
    judged(feed)
    fail(feed, "the server answered 404", since=clock.now() - timedelta(hours=9), status=404)
    judged(feed)
    judged(feed)
    Feed.objects.filter(pk=feed.pk).update(failures=0, last_success_at=clock.now())
    judged(feed)
    assert turns() == [
        (feed.pk, "new", "well"),
        (feed.pk, "well", "broken"),
        (feed.pk, "broken", "well"),
    ]


def test_two_judges_at_once_keep_one_turn(transactional_db: None) -> None:
    feed = make_source(quiet_days=4)
    race(lambda: judge_sources([feed.pk]), lambda: judge_sources([feed.pk]))
    assert turns() == [(feed.pk, "new", "silent")]


def test_a_source_that_a_poll_is_writing_is_judged_later(transactional_db: None) -> None:
    feed = make_source(quiet_days=4)
    with transaction.atomic():
        Feed.objects.select_for_update().get(pk=feed.pk)
        race(lambda: judge_sources([feed.pk]))
    feed.refresh_from_db()
    assert feed.health == "new"
    assert feed.judge_at <= clock.now()
    assert judged(feed) == [("silent", "silent")]


def test_entries_that_another_source_has_too_are_counted_as_shared() -> None:
    own, other = make_source(), make_source()
    for number in range(12):
        article = make_article()
        for feed in (own, other)[: 1 if number < 3 else 2]:
            entry = make_feed_entry(feed, taken_at=clock.now(), next_attempt_at=None)
            ArticleSighting.objects.create(article=article, entry=entry)
    judged(own, other)
    own.refresh_from_db()
    # Nine of thirteen: one entry came with the source, three articles are its own.
    assert own.health_cause["figures"]["shared"] == pytest.approx(9 / 13, abs=0.001)
    assert own.health_cause["remarks"] == []


def test_a_source_whose_dates_lie_in_the_future_is_remarked_on() -> None:
    feed = make_source()
    for _number in range(12):
        make_feed_entry(feed, published_at=clock.now() + timedelta(hours=5))
    judged(feed)
    feed.refresh_from_db()
    assert feed.health_cause["remarks"] == ["wrong_dates"]


def _queries(feeds: Sequence[Feed]) -> int:
    with CaptureQueriesContext(connection) as captured:
        judge_sources([feed.pk for feed in feeds])
    return len(captured)


def test_many_sources_are_judged_with_the_queries_of_few() -> None:
    few = _queries([make_source(quiet_days=number % 5) for number in range(3)])
    many = _queries([make_source(quiet_days=number % 5) for number in range(40)])
    assert many == few <= 13


def test_the_sweep_judges_what_is_due_and_not_what_nobody_watches(
    transactional_db: None,
) -> None:
    due, off = make_source(quiet_days=4), make_source(quiet_days=4, active=False)
    later = make_source(quiet_days=4, judge_at=clock.now() + timedelta(hours=1))
    parked = make_source(parked_at=clock.now(), parked_reason="Tried 3 times")
    tasks.judge_due_sources()
    assert [Feed.objects.get(pk=feed.pk).health for feed in (due, off, later, parked)] == [
        "silent",
        "new",
        "new",
        "broken",
    ]
    due.refresh_from_db()
    assert timedelta(hours=2) < due.judge_at - clock.now() < timedelta(hours=4)
    judge_soon([later.pk])
    tasks.judge_due_sources()
    later.refresh_from_db()
    assert later.health == "silent"
