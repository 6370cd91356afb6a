"""Storing how visits ended, many in one transaction: entries, log, days, validators, next times.

`settle` is the policy for one feed and touches no row; `keep_outcomes` writes what it decided.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum

from cases.feeds.models import Feed, FeedPoll
from cases.feeds.polling.entries import Kept, array_of, keep_entries
from cases.feeds.polling.moving import follow_the_moved, note_move
from cases.feeds.polling.reading import PollOutcome
from cases.feeds.polling.scheduling import (
    VALIDATORS_RECONSIDERED_AFTER,
    failures_after,
    next_poll_at,
    outside_quiet_times,
    quiet_since,
    usual_gap,
)
from tracker.lib import clock
from tracker.lib.http_outcomes import Outcome
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS

# A 410 may be a mistake of a restart; this many in a row are meant.
MOST_GONE = 3
# More new entries than this within an hour are most likely old ones under new names.
MOST_NEW_AN_HOUR = 200
_GOOD = (Outcome.OK, Outcome.UNCHANGED)


@dataclass
class Polled:
    """A feed as it was when it was asked, how that ended, and whether the log says so."""

    feed: Feed
    outcome: PollOutcome
    kept: Kept = Kept()
    note: str = ""
    logged: bool = False


def keep_outcomes(batch: Sequence[tuple[Feed, PollOutcome]]) -> list[Polled]:
    """Store the outcomes in one transaction; returns them with their counts of entries.

    An outcome that is stored already (the connection broke after its commit), or is older than what
    is stored, is left out.
    """
    now = clock.now()
    with transaction.atomic():
        current = _lock([feed.pk for feed, _ in batch])
        polled = [
            Polled(feed, outcome)
            for feed, outcome in batch
            if feed.pk in current
            and (current[feed.pk] is None or current[feed.pk] < outcome.started_at)
        ]
        read = [(p.feed, p.outcome.feed, p.outcome.started_at) for p in polled if p.outcome.feed]
        counts = keep_entries([(feed, doc, at) for feed, doc, at in read if doc is not None])
        for one in polled:
            one.kept = counts.get(one.feed.pk, one.kept)
            one.outcome = replace(one.outcome, entries_seen=one.kept.seen, entries_new=one.kept.new)
        _learn_rhythms(polled, now)
        _note_floods(polled, now)
        for one in polled:
            settle(one, now)
        _write_feeds([one.feed for one in polled], now)
        follow_the_moved(polled, now)
        _count_days(polled)
        FeedPoll.objects.bulk_create([_log(one) for one in polled if one.logged or one.note])
    return polled


def _note_floods(polled: Sequence[Polled], now: datetime) -> None:
    """A remark on polls that bring more new entries within an hour than any outlet writes.

    Such a feed most likely changes its guids and addresses. In its first hour with us, everything
    it lists is new.
    """
    suspects = {one.feed.pk: one for one in polled if one.kept.new}
    if not suspects:
        return
    hour = now - timedelta(hours=1)
    logs = FeedPoll.objects.filter(feed__in=suspects, started_at__gt=hour).order_by()
    before = dict(logs.values_list("feed").annotate(new=Sum("entries_new")))
    for pk, one in suspects.items():
        new = one.kept.new + before.get(pk, 0)
        if new > MOST_NEW_AN_HOUR and one.feed.entries.filter(first_seen_at__lte=hour).exists():
            one.note = f"{new} new entries within an hour: its guids or addresses may change"


def settle(one: Polled, now: datetime) -> None:
    """Change the feed's columns (in memory) by how the poll ended. All policy is here."""
    feed, outcome = one.feed, one.outcome
    was = feed.last_outcome
    _judge_validators(one, now)
    if outcome.feed is not None:
        feed.ttl = outcome.feed.ttl or None
        hours = getattr(outcome.feed, "skip_hours", ())
        days = getattr(outcome.feed, "skip_days", ())
        feed.quiet_times = {"hours": list(hours), "days": list(days)} if hours or days else {}
    _remember_document(feed, outcome, now)
    note_move(feed, outcome)
    feed.gone_seen = feed.gone_seen + 1 if outcome.gone else 0
    feed.last_outcome = outcome.outcome.value
    feed.last_reason = outcome.reason
    feed.last_polled_at = outcome.started_at
    feed.failures = failures_after(feed.failures, outcome.outcome)
    if (reason := _reason_to_park(feed, outcome)) and feed.parked_at is None:
        feed.parked_at, feed.parked_reason = now, reason
    feed.next_poll_at = _next_time(feed, outcome, now)
    one.logged = outcome.outcome not in _GOOD or feed.last_outcome != was or outcome.entries_new > 0


def _judge_validators(one: Polled, now: datetime) -> None:
    """Whether ETag and Last-Modified prove anything: a changed body under unchanged ones says no.

    A weak ETag or a Last-Modified alone may rightly stay when only a comment or a clock in the
    document changed, so there an entry must have changed.
    """
    feed, outcome = one.feed, one.outcome
    if not outcome.body_sha256 or outcome.outcome not in _GOOD:
        return
    if feed.validators_lie:
        judged = feed.validators_judged_at
        if judged is None or now - judged >= VALIDATORS_RECONSIDERED_AFTER:
            feed.validators_lie, feed.validators_judged_at = False, None
        return
    if feed.etag:
        same, strong = outcome.etag == feed.etag, not feed.etag.startswith("W/")
    else:
        same = bool(feed.last_modified) and outcome.last_modified == feed.last_modified
        strong = False
    if not same:
        return
    if outcome.body_sha256 == feed.body_sha256:
        feed.validators_judged_at = now
    elif strong or one.kept.new or one.kept.changed:
        feed.validators_lie, feed.validators_judged_at = True, now
        one.note = (
            "the document changed under an unchanged ETag or Last-Modified: they are not sent again"
        )


def _remember_document(feed: Feed, outcome: PollOutcome, now: datetime) -> None:
    """The proofs of what we hold. Those of a document that was not read are not kept."""
    if outcome.outcome is Outcome.OK:
        feed.etag, feed.last_modified = outcome.etag, outcome.last_modified
        feed.body_sha256 = outcome.body_sha256
    if outcome.outcome in _GOOD:
        feed.last_success_at = now
        if outcome.body_sha256:
            feed.full_fetch_at = now
    if not outcome.killed and outcome.body_sha256:
        feed.parse_attempts = 0


def _reason_to_park(feed: Feed, outcome: PollOutcome) -> str:
    """Why a person has to look before it is asked again; nothing else ever stops a feed."""
    if feed.gone_seen >= MOST_GONE:
        return "The server says that the feed was removed for good (410)."
    if outcome.killed and feed.parse_attempts >= MAX_PARSER_ATTEMPTS:
        return f"Tried {feed.parse_attempts} times: {outcome.reason}."[:400]
    return ""


def _next_time(feed: Feed, outcome: PollOutcome, now: datetime) -> datetime:
    rhythm = timedelta(seconds=feed.rhythm) if feed.rhythm is not None else None
    moment = next_poll_at(
        now=now,
        outcome=outcome.outcome,
        failures=feed.failures,
        rhythm=quiet_since(rhythm, feed.newest_at, now),
        ttl=timedelta(seconds=feed.ttl) if feed.ttl else None,
        max_age=outcome.max_age,
        retry_after=outcome.retry_after,
        fixed_interval=timedelta(seconds=feed.interval) if feed.interval else None,
        shortest=timedelta(seconds=settings.FEED_SHORTEST_INTERVAL),
        longest=timedelta(seconds=settings.FEED_LONGEST_INTERVAL),
        key=str(feed.pk),
    )
    if not feed.quiet_times or feed.interval:
        return moment
    quiet = feed.quiet_times
    return outside_quiet_times(moment, quiet.get("hours", ()), quiet.get("days", ()))


def _learn_rhythms(polled: Sequence[Polled], now: datetime) -> None:
    """The rhythm of feeds that brought something, and of those whose rhythm is not known."""
    feeds = {
        one.feed.pk: one.feed
        for one in polled
        if one.kept.new or one.feed.rhythm is None and one.outcome.outcome in _GOOD
    }
    if not feeds:
        return
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(feeds)])
        rows = cursor.fetchall()
    for pk, dates in rows:
        moments = [moment for moment in dates if moment <= now]
        gap = usual_gap(moments, now=now)
        feeds[pk].rhythm = round(gap.total_seconds()) if gap is not None else None
        feeds[pk].newest_at = max(moments, default=None)


def _log(one: Polled) -> FeedPoll:
    outcome = one.outcome
    return FeedPoll(
        feed=one.feed,
        started_at=outcome.started_at,
        milliseconds=outcome.milliseconds,
        outcome=outcome.outcome.value,
        reason="; ".join(filter(None, (outcome.reason, one.note)))[:400],
        status=outcome.status or None,
        bytes_read=outcome.bytes_read,
        entries_seen=outcome.entries_seen,
        entries_new=outcome.entries_new,
    )


def _lock(ids: list[int]) -> dict[int, Any]:
    """The feeds that still are there, locked, with when each was last polled."""
    rows = Feed.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return dict(rows.values_list("pk", "last_polled_at"))


# What polling owns of a feed's row; the rest belongs to people.
_COLUMNS = {
    "ttl": "int",
    "etag": "text",
    "last_modified": "text",
    "body_sha256": "text",
    "validators_lie": "bool",
    "validators_judged_at": "timestamptz",
    "moved_to": "text",
    "moved_seen": "smallint",
    "gone_seen": "smallint",
    "rhythm": "int",
    "newest_at": "timestamptz",
    "full_fetch_at": "timestamptz",
    "last_success_at": "timestamptz",
    "last_polled_at": "timestamptz",
    "parse_attempts": "smallint",
    "last_outcome": "text",
    "last_reason": "text",
    "failures": "float8",
    "parked_at": "timestamptz",
    "parked_reason": "text",
    "next_poll_at": "timestamptz",
    "quiet_times": "jsonb",
}
_UPDATE_FEEDS = f"""
UPDATE cases_feed feed
SET {", ".join(f"{name} = given.{name}" for name in _COLUMNS)}, updated_at = %s
FROM json_to_recordset(%s::json)
     AS given(id bigint, {", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())})
WHERE feed.id = given.id
"""


def _write_feeds(feeds: Sequence[Feed], now: datetime) -> None:
    """All of them by one statement of one parameter, which is cheaper than arrays of each column."""
    if not feeds:
        return
    rows = [{"id": feed.pk, **{name: feed.__dict__[name] for name in _COLUMNS}} for feed in feeds]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE_FEEDS, [now, json.dumps(rows, default=datetime.isoformat)])


_COUNT_DAYS = """
INSERT INTO cases_feedday AS kept (feed_id, day, polls, unchanged, failures, entries_seen, entries_new)
SELECT feed_id, day, 1, unchanged, failed, seen, new
FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::int[], %s::int[], %s::int[])
     AS given(feed_id, day, unchanged, failed, seen, new)
ON CONFLICT (feed_id, day) DO UPDATE
SET polls = kept.polls + 1,
    unchanged = kept.unchanged + excluded.unchanged,
    failures = kept.failures + excluded.failures,
    entries_seen = kept.entries_seen + excluded.entries_seen,
    entries_new = kept.entries_new + excluded.entries_new
"""


def _count_days(polled: Sequence[Polled]) -> None:
    if not polled:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_DAYS,
            [
                array_of(one.feed.pk for one in polled),
                array_of(one.outcome.started_at.date() for one in polled),
                array_of(int(one.outcome.outcome is Outcome.UNCHANGED) for one in polled),
                array_of(int(one.outcome.outcome not in _GOOD) for one in polled),
                array_of(one.kept.seen for one in polled),
                array_of(one.kept.new for one in polled),
            ],
        )


_NEWEST = """
SELECT feed.id, array(
    SELECT coalesce(published_at, first_seen_at) FROM cases_feedentry
    WHERE feed_id = feed.id ORDER BY id DESC LIMIT 20
)
FROM unnest(%s::bigint[]) AS feed(id)
"""
