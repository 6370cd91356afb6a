"""Reads of the digests: to whom, what waits to be sent, and what there is to say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from cases.feeds.health.changes import HealthChange
from cases.feeds.health.lists import health_counts
from cases.feeds.models import Feed, Health
from cases.feeds.selectors import switched_on
from cases.linking.selectors import review_queue
from cases.notices.models import DigestState, StaffDigest
from cases.waiting import parked, stages
from people.models import Account
from tracker.embedded.addresses import web_port
from tracker.lib import clock

# The first digest of a recipient looks back so far.
FIRST_COVERS = timedelta(days=1)
MOST_LISTED = 40
COUNTED = 1_000
# A row due for longer than this tells that its stage stands still.
STUCK_AFTER = timedelta(hours=1)
_ILL = (Health.BROKEN, Health.SILENT)


@dataclass(frozen=True)
class Told:
    """A source in the digest, with what became of it and since when."""

    feed: Feed
    change: HealthChange


@dataclass(frozen=True)
class Stuck:
    """A stage of the pipeline whose oldest row waits too long."""

    name: str
    since: datetime


@dataclass
class News:
    """What one digest says. `counts` are of all watched sources as they stand now."""

    broke: list[Told] = field(default_factory=list)
    fell_silent: list[Told] = field(default_factory=list)
    came_back: list[Told] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    parked: list[tuple[str, int]] = field(default_factory=list)
    to_review: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether anything turned, or a stage stands still."""
        return bool(self.broke or self.fell_silent or self.came_back or self.stuck)

    @property
    def is_worth_a_week(self) -> bool:
        """Whether there is something to remind of."""
        ill = sum(self.counts.get(health, 0) for health in _ILL)
        return bool(ill or self.to_review or self.parked)


def recipients() -> QuerySet[Account]:
    """Active staff with an address who may edit feeds and did not decline."""
    return (
        Account.objects.with_perm(
            "cases.change_feed", backend="django.contrib.auth.backends.ModelBackend"
        )
        .filter(is_active=True, is_staff=True, wants_digest=True)
        .exclude(email="")
        .order_by("pk")
    )


def digests_to_send() -> QuerySet[StaffDigest]:
    """Digests that wait for their time."""
    return StaffDigest.objects.filter(state=DigestState.WAITING, next_attempt_at__isnull=False)


def parked_digests() -> QuerySet[StaffDigest]:
    """Digests that could not be sent at all."""
    return StaffDigest.objects.filter(state=DigestState.PARKED).order_by("-id")


def covered_until(account: Account) -> datetime:
    """Up to when the recipient was told, or there was nothing to tell."""
    last = (
        StaffDigest.objects.filter(account=account, covers_until__isnull=False)
        .order_by("-covers_until")
        .values_list("covers_until", flat=True)
        .first()
    )
    return last or clock.now() - FIRST_COVERS


def news_between(since: datetime, until: datetime) -> News:
    """What turned after `since` and up to `until`, and what waits now.

    A source that turned several times is told by where it stands in the end; one that stands where
    it stood is not told again.
    """
    news = News(
        stuck=_stuck_stages(),
        parked=_parked_counts(),
        to_review=review_queue().order_by()[: COUNTED + 1].count(),
        counts=health_counts(),
    )
    for first, last in _first_and_last(_changes(since, until)):
        if first.before == last.after:
            continue
        told = Told(last.feed, last)
        if last.after == Health.BROKEN:
            news.broke.append(told)
        elif last.after == Health.SILENT:
            news.fell_silent.append(told)
        elif first.before in _ILL:
            news.came_back.append(told)
    return news


def _changes(since: datetime, until: datetime) -> QuerySet[HealthChange]:
    feeds = Feed.objects.filter(switched_on()).order_by()
    return (
        HealthChange.objects.filter(at__gt=since, at__lte=until, feed__in=feeds.values("pk"))
        .select_related("feed__outlet")
        .order_by("feed__outlet__name", "feed_id", "id")
    )


def _first_and_last(
    changes: Iterable[HealthChange],
) -> list[tuple[HealthChange, HealthChange]]:
    found: dict[int, tuple[HealthChange, HealthChange]] = {}
    for change in changes:
        first, _last = found.get(change.feed_id, (change, change))
        found[change.feed_id] = (first, change)
    return list(found.values())


def _stuck_stages() -> list[Stuck]:
    limit = clock.now() - STUCK_AFTER
    oldest = [(stage.name, stage.oldest()) for stage in stages()]
    return [Stuck(name, since) for name, since in oldest if since is not None and since < limit]


def _parked_counts() -> list[tuple[str, int]]:
    counts = [(name, rows.order_by()[: COUNTED + 1].count()) for name, rows in parked()]
    return [(name, count) for name, count in counts if count]


def site_address() -> str:
    """The site's own address without a slash at its end, for links in mails."""
    return settings.SITE_URL or f"http://127.0.0.1:{web_port()}"
