"""What a sweep writes to claimed rows beside their outcomes: attempts counted, rows put off or aside."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from cases.feeds.models import Feed
from tracker.lib import clock
from tracker.lib.contained import ParserUnavailable
from tracker.lib.retry_times import next_attempt_at

# No feed is asked twice within this time, whatever the queue delivers.
SHORTEST_GAP = timedelta(seconds=5)
_PUT_BACK = timedelta(seconds=30)


def was_just_polled(feed: Feed, now: datetime) -> bool:
    """Whether the feed was polled a moment ago."""
    last = feed.last_polled_at
    return last is not None and timedelta() <= now - last < SHORTEST_GAP


def step_aside(feed_id: int, error: Exception) -> None:
    """Move the feed's time on after an error of ours, so that the others are served."""
    before = Feed.objects.filter(pk=feed_id).values_list("failures", flat=True).first()
    failures = (before or 0) + 1
    columns: dict[str, Any] = {
        "failures": failures,
        "last_reason": f"a fault of this installation: {type(error).__name__}: {error}"[:400],
        "next_poll_at": next_attempt_at(round(failures), clock.now(), key=f"feed {feed_id}"),
    }
    if isinstance(error, ParserUnavailable):
        columns["parse_attempts"] = F("parse_attempts") - 1  # it was not even tried
    Feed.objects.filter(pk=feed_id).update(**columns)


def put_back(feed_id: int) -> None:
    """No time is left for the feed's document: it is asked for again soon."""
    Feed.objects.filter(pk=feed_id).update(next_poll_at=clock.now() + _PUT_BACK)


def count_attempts(feed_ids: Collection[int]) -> None:
    """Count one more attempt to read a document of each feed, before it is made."""
    Feed.objects.filter(pk__in=feed_ids).update(parse_attempts=F("parse_attempts") + 1)


def come_back(again: dict[int, datetime]) -> None:
    """Put feeds off, each until its moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_feed feed SET next_poll_at = given.moment "
            "FROM unnest(%s::bigint[], %s::timestamptz[]) AS given(id, moment) "
            "WHERE feed.id = given.id",
            [list(again), list(again.values())],
        )


_USUAL = gc.get_threshold()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage in circles seldom meanwhile.

    A sweep makes hundreds of thousands of objects that live until its end: looking through them,
    and through all that Django holds, took a sixth of its time and found nothing.
    """
    gc.set_threshold(50_000, *_USUAL[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
