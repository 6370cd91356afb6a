"""Writes of the feeds: polling, switching on and off, forgetting old logs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from cases.feeds.models import Feed
from cases.feeds.polling.reading import PollOutcome
from cases.feeds.polling.sweeping import LEASE, Sweep, Told
from cases.feeds.selectors import watched_feeds
from tracker.lib import clock
from tracker.lib.claiming import claim_batch
from tracker.lib.errors import NotFound, Refused
from tracker.lib.history import because
from tracker.lib.locks import advisory_lock

# Rows of the log that one run forgets.
MOST_FORGOTTEN = 5_000


def poll_feed(feed_id: int, *, by_hand: bool = False) -> PollOutcome | None:
    """Visit the feed once, keep what is new, set the next time; returns how it went.

    None, and nothing done, for a feed that is not watched, is parked or was polled a moment ago (a
    task delivered twice), unless a person asks (`by_hand`). The network and the parser run outside
    any transaction. An error of our own moves the feed's next time on before it is raised, so that
    one row never holds up the sweep.
    """
    outcomes: list[PollOutcome] = []
    sweep = Sweep(parsers=0, by_hand=by_hand, told=lambda _, outcome: outcomes.append(outcome))
    given = iter([[feed_id]])
    sweep.run(lambda _count, _without: next(given, []))
    return outcomes[0] if outcomes else None


def poll_feeds(feed_ids: Sequence[int], *, told: Told | None = None) -> int:
    """Poll these feeds now, whether due or not, many at once; returns how many were polled.

    `told` is called for each once its outcome is stored, in the order in which they end.
    """
    waiting = list(feed_ids)

    def take(count: int, _without: Sequence[int]) -> list[int]:
        taken, waiting[:] = waiting[:count], waiting[count:]
        return taken

    polled = 0
    while waiting:
        polled += Sweep(by_hand=True, told=told).run(take)
    return polled


def poll_due() -> int:
    """Claim due feeds and poll them, many at once, until none is due; returns how many were polled.

    One sweep runs at a time: a second one returns at once, so that slow sources never hold all
    workers. What a killed sweep left is due again when its lease ends.
    """
    with advisory_lock("poll due feeds") as ours:
        if not ours:
            return 0
        make_new_feeds_due()
        return Sweep().run(_claim)


def _claim(count: int, without: Sequence[int]) -> list[int]:
    return claim_batch(
        watched_feeds().exclude(pk__in=without),
        limit=count,
        lease=LEASE,
        due_field="next_poll_at",
    )


def forget_old_polls() -> int:
    """Delete the oldest of the log of polls, a bounded number at a time; returns how many."""
    before = clock.now() - timedelta(days=settings.FEED_POLL_KEPT_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM cases_feedpoll WHERE started_at < %s AND id IN "
            "(SELECT id FROM cases_feedpoll ORDER BY id LIMIT %s)",
            [before, MOST_FORGOTTEN],
        )
        return int(cursor.rowcount)


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
            gone_seen=0,
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
