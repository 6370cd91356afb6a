"""Reads of the feeds: what is watched, what is due, what is parked."""

from django.conf import settings
from django.db.models import Q, QuerySet

from cases.feeds.models import Feed, FeedEntry
from tracker.lib import clock


def watched_feeds() -> QuerySet[Feed]:
    """Feeds that are polled: switched on (or all, by WATCH_REAL_OUTLETS) and not parked."""
    return switched_on_feeds().filter(parked_at__isnull=True)


def switched_on_feeds() -> QuerySet[Feed]:
    """Feeds that somebody wants to be watched, those included that are parked."""
    return Feed.objects.filter(switched_on())


def switched_on() -> Q:
    """The condition of `switched_on_feeds`."""
    watched = Q(active=True)
    return watched | Q(is_demo=False) if settings.WATCH_REAL_OUTLETS else watched


def is_switched_on(feed: Feed) -> bool:
    """Whether somebody wants the feed to be watched, by the rule of `switched_on_feeds`."""
    return bool(feed.active or (settings.WATCH_REAL_OUTLETS and not feed.is_demo))


def is_watched(feed: Feed) -> bool:
    """Whether one feed is polled, by the rule of `watched_feeds`."""
    return is_switched_on(feed) and feed.parked_at is None


def feeds_due() -> QuerySet[Feed]:
    """Watched feeds whose time has come, longest due first."""
    return watched_feeds().filter(next_poll_at__lte=clock.now()).order_by("next_poll_at")


def parked_feeds() -> QuerySet[Feed]:
    """Feeds that a person has to look at, newest first."""
    return Feed.objects.filter(parked_at__isnull=False).order_by("-parked_at")


def waiting_entries() -> QuerySet[FeedEntry]:
    """Entries that have not become articles yet and still may."""
    return FeedEntry.objects.filter(taken_at__isnull=True, next_attempt_at__isnull=False)
