"""Writes of the feeds: one poll, switching on and off, parking."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cases.feeds import reading
from cases.feeds.entries import Kept, keep_entries
from cases.feeds.models import Feed, FeedEntry, FeedPoll
from cases.feeds.reading import PollOutcome
from cases.feeds.scheduling import failures_after, next_poll_at, rhythm_of
from cases.feeds.selectors import is_watched, watched_feeds
from tracker.lib import clock
from tracker.lib.contained import ParserUnavailable
from tracker.lib.errors import NotFound, Refused
from tracker.lib.history import because
from tracker.lib.http_outcomes import Outcome
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS, next_attempt_at

logger = logging.getLogger(__name__)

# A server may answer 304 for ever by mistake; once in this time the whole document is asked for.
FULL_FETCH_EVERY = timedelta(days=7)
# No feed is asked twice within this time, whatever the queue delivers.
SHORTEST_GAP = timedelta(seconds=5)


def poll_feed(feed_id: int, *, by_hand: bool = False) -> PollOutcome | None:
    """Visit the feed once, keep what is new, set the next time; returns how it went.

    None, and nothing done, for a feed that is not watched, is parked or was polled a moment ago (a
    task delivered twice), unless a person asks (`by_hand`). The network and the parser run outside
    any transaction. An error of our own moves the feed's next time on before it is raised, so that
    one row never holds up the sweep.
    """
    feed = Feed.objects.select_related("outlet").filter(pk=feed_id).first()
    if feed is None or not by_hand and (not is_watched(feed) or _was_just_polled(feed)):
        return None
    try:
        return apply_poll(feed_id, outcome=_visit(feed))
    except Exception as error:
        _step_aside(feed_id, error)
        raise


def apply_poll(feed_id: int, *, outcome: PollOutcome) -> PollOutcome:
    """Store how a visit ended: entries, log, validators, failures, next time. All policy is here.

    Returns the outcome with the counts of entries filled in.
    """
    with transaction.atomic():
        feed = Feed.objects.select_for_update(of=("self",)).select_related("outlet").get(pk=feed_id)
        now = clock.now()
        kept = Kept(0, 0)
        if outcome.feed is not None:
            kept = keep_entries(feed, outcome.feed, seen_at=outcome.started_at)
            feed.ttl = outcome.feed.ttl or None
        outcome = replace(outcome, entries_seen=kept.seen, entries_new=kept.new)
        _remember_document(feed, outcome, now)
        feed.last_outcome = outcome.outcome.value
        feed.last_reason = outcome.reason
        feed.failures = failures_after(feed.failures, outcome.outcome)
        if (reason := _reason_to_park(feed, outcome)) and feed.parked_at is None:
            feed.parked_at, feed.parked_reason = now, reason
        feed.next_poll_at = _next_time(feed, outcome, now)
        feed.save(update_fields=_POLLED)
        FeedPoll.objects.create(
            feed=feed,
            started_at=outcome.started_at,
            milliseconds=outcome.milliseconds,
            outcome=outcome.outcome.value,
            reason=outcome.reason,
            status=outcome.status or None,
            bytes_read=outcome.bytes_read,
            entries_seen=outcome.entries_seen,
            entries_new=outcome.entries_new,
        )
    return outcome


def watch_feed(feed: Feed, *, by: Any, reason: str) -> Feed:
    """Switch a feed on: it is due at once, and what parked it is forgotten."""
    with transaction.atomic(), because(reason, by=by):
        found = Feed.objects.select_for_update().filter(pk=feed.pk)
        if not found.update(
            active=True,
            next_poll_at=clock.now(),
            parked_at=None,
            parked_reason="",
            parse_attempts=0,
            failures=0,
        ):
            raise NotFound("This feed is no longer there.")
    feed.refresh_from_db()
    return feed


def unwatch_feed(feed: Feed, *, by: Any, reason: str) -> Feed:
    """Switch a feed off; its entries and log stay."""
    if not reason.strip():
        raise Refused(
            "Say why the feed is no longer watched: a source that falls silent is missed."
        )
    with transaction.atomic(), because(reason, by=by):
        Feed.objects.filter(pk=feed.pk).update(active=False)
    feed.refresh_from_db()
    return feed


def make_new_feeds_due() -> int:
    """Give watched feeds that were never polled a due time; returns how many there were."""
    return watched_feeds().filter(next_poll_at__isnull=True).update(next_poll_at=clock.now())


_POLLED = [
    "ttl",
    "etag",
    "last_modified",
    "body_sha256",
    "full_fetch_at",
    "last_success_at",
    "parse_attempts",
    "last_outcome",
    "last_reason",
    "failures",
    "parked_at",
    "parked_reason",
    "next_poll_at",
    "updated_at",
]


def _was_just_polled(feed: Feed) -> bool:
    last = feed.polls.order_by("-id").values_list("started_at", flat=True).first()
    return last is not None and timedelta() <= clock.now() - last < SHORTEST_GAP


def _visit(feed: Feed) -> PollOutcome:
    full_due = feed.full_fetch_at is None or clock.now() - feed.full_fetch_at >= FULL_FETCH_EVERY
    state = reading.FeedState(
        url=feed.url,
        language=feed.language or (feed.outlet.languages[0] if feed.outlet.languages else ""),
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_sha256=feed.body_sha256,
        full=full_due,
        kind=feed.kind,
        selector=feed.selector,
    )
    answer = reading.ask(state)
    if answer.result.outcome is not Outcome.OK:
        return answer.ended(answer.result.outcome, answer.result.reason)
    if answer.body_sha256 == feed.body_sha256:
        return answer.ended(Outcome.UNCHANGED, "the same document as last time")
    # Counted before the dangerous work: a document that takes the worker along is counted too.
    Feed.objects.filter(pk=feed.pk).update(parse_attempts=F("parse_attempts") + 1)
    try:
        return reading.read(answer, state)
    except ParserUnavailable:
        Feed.objects.filter(pk=feed.pk).update(parse_attempts=F("parse_attempts") - 1)
        raise


def _remember_document(feed: Feed, outcome: PollOutcome, now: datetime) -> None:
    """The proofs of what we hold. Those of a document that was not read are not kept."""
    if outcome.outcome is Outcome.OK:
        feed.etag, feed.last_modified = outcome.etag, outcome.last_modified
        feed.body_sha256 = outcome.body_sha256
    if outcome.outcome in (Outcome.OK, Outcome.UNCHANGED):
        feed.last_success_at = now
        if outcome.body_sha256:
            feed.full_fetch_at = now
    if not outcome.killed and outcome.body_sha256:
        feed.parse_attempts = 0


def _reason_to_park(feed: Feed, outcome: PollOutcome) -> str:
    if outcome.gone:
        return "The server says that the feed was removed for good (410)."
    if outcome.killed and feed.parse_attempts >= MAX_PARSER_ATTEMPTS:
        return f"Tried {feed.parse_attempts} times: {outcome.reason}."[:400]
    return ""


def _next_time(feed: Feed, outcome: PollOutcome, now: datetime) -> datetime:
    dates = (
        FeedEntry.objects.filter(feed=feed)
        .order_by("-id")
        .values_list("published_at", "first_seen_at")[:20]
    )
    return next_poll_at(
        now=now,
        outcome=outcome.outcome,
        failures=feed.failures,
        rhythm=rhythm_of([published or seen for published, seen in dates], now=now),
        ttl=timedelta(seconds=feed.ttl) if feed.ttl else None,
        max_age=outcome.max_age,
        retry_after=outcome.retry_after,
        fixed_interval=timedelta(seconds=feed.interval) if feed.interval else None,
        shortest=timedelta(seconds=settings.FEED_SHORTEST_INTERVAL),
        longest=timedelta(seconds=settings.FEED_LONGEST_INTERVAL),
        key=str(feed.pk),
    )


def _step_aside(feed_id: int, error: Exception) -> None:
    """Move the feed's time on after an error of ours, so that the others are served."""
    before = Feed.objects.filter(pk=feed_id).values_list("failures", flat=True).first()
    failures = (before or 0) + 1
    Feed.objects.filter(pk=feed_id).update(
        failures=failures,
        last_reason=f"a fault of this installation: {type(error).__name__}: {error}"[:400],
        next_poll_at=next_attempt_at(round(failures), clock.now(), key=f"feed {feed_id}"),
    )
