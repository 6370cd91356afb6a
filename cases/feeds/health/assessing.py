"""Assessing sources: gathers what is known of many at once, asks `health.judge`, keeps what turned.

A batch costs the same few queries whatever its size. Only rows whose verdict differs are written.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from cases.feeds.health.changes import HealthChange
from cases.feeds.health.judging import WINDOW_DAYS, SourceFacts, Verdict, judge
from cases.feeds.health.volume import Day
from cases.feeds.models import Feed, FeedDay, FeedEntry, FeedPoll, Health
from cases.feeds.selectors import switched_on_feeds, watched_feeds
from tracker.lib import clock

JUDGED_EVERY = timedelta(hours=3)
# So that sources added together are not judged together for ever.
_SPREAD_SECONDS = 1_800
# A poll has ended within this time.
_ANSWERED = timedelta(minutes=2)
NEWEST_ENTRIES = 20
# A date this far ahead of the moment we first saw the entry is no clock of ours.
_AHEAD = timedelta(minutes=15)


def sources_to_judge() -> QuerySet[Feed]:
    """Sources that somebody watches, parked ones too: their verdict is due at `judge_at`."""
    return switched_on_feeds()


def judge_soon(feeds: Iterable[int]) -> None:
    """Have the sources judged by the next sweep: a person has just changed something."""
    Feed.objects.filter(pk__in=list(feeds)).update(judge_at=clock.now())


def ask_soon(feeds: Iterable[int]) -> int:
    """Have watched sources polled by the next sweep and judged when they have answered; how many."""
    now = clock.now()
    chosen = watched_feeds().filter(pk__in=list(feeds))
    return chosen.update(next_poll_at=now, judge_at=now + _ANSWERED)


def judge_sources(ids: Sequence[int]) -> list[HealthChange]:
    """Judge the sources and keep what differs; returns the turns of health that were written.

    Judging twice writes nothing twice: a turn is kept only while the row still shows the health
    that the verdict was compared with.
    """
    now = clock.now()
    feeds = _with_facts(ids)
    days = _days_of(ids, now)
    newest = _newest_of(ids)
    differing: dict[int, Verdict] = {}
    for feed in feeds:
        verdict = judge(_facts(feed, days[feed.pk], newest.get(feed.pk)), now=now)
        if verdict.health != feed.health or verdict.as_cause() != feed.health_cause:
            differing[feed.pk] = verdict
    before = {feed.pk: feed.health for feed in feeds}
    with transaction.atomic():
        # Rows that a poll holds are stepped over, so that the two never wait for each other: the
        # sweep's lease ends soon, and then they are judged.
        rows = list(
            Feed.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(pk__in=before)
            .order_by("pk")
            .only("pk", "health", "health_since", "health_cause")
        )
        changed = [row for row in rows if row.pk in differing and row.health == before[row.pk]]
        turned = [_turn(row, differing[row.pk], now) for row in changed]
        Feed.objects.bulk_update(changed, ["health", "health_since", "health_cause"])
        made = HealthChange.objects.bulk_create([one for one in turned if one is not None])
        Feed.objects.filter(pk__in=[row.pk for row in rows]).update(
            judge_at=Value(now + JUDGED_EVERY) + _spread()
        )
    return made


def _spread() -> Any:
    """Up to half an hour, by the row's own number."""
    return ExpressionWrapper(
        Value(timedelta(seconds=1)) * (F("pk") % Value(_SPREAD_SECONDS)),
        output_field=DurationField(),
    )


def _turn(row: Feed, verdict: Verdict, now: datetime) -> HealthChange | None:
    """Set the row's columns; the change, where its health is another one now."""
    before = row.health
    row.health_cause = verdict.as_cause()
    if verdict.health == before:
        if row.health_since is None:
            row.health_since = verdict.since
        return None
    row.health, row.health_since = verdict.health, verdict.since
    return HealthChange(
        feed=row,
        at=now,
        before=before,
        after=verdict.health,
        since=verdict.since,
        cause=row.health_cause,
    )


def _with_facts(ids: Sequence[int]) -> list[Any]:
    entries = FeedEntry.objects.filter(feed=OuterRef("pk")).order_by("-id")
    polls = FeedPoll.objects.filter(feed=OuterRef("pk")).order_by("-id")
    return list(
        Feed.objects.filter(pk__in=ids).annotate(
            last_new_at=Subquery(entries.values("first_seen_at")[:1]),
            last_status=Subquery(polls.values("status")[:1]),
        )
    )


def _days_of(ids: Sequence[int], now: datetime) -> defaultdict[int, list[Day]]:
    found: defaultdict[int, list[Day]] = defaultdict(list)
    rows = FeedDay.objects.filter(
        feed_id__in=ids, day__gt=now.date() - timedelta(days=WINDOW_DAYS)
    ).values_list("feed_id", "day", "polls", "unchanged", "failures", "entries_seen", "entries_new")
    for feed_id, day, polls, unchanged, failures, seen, new in rows.order_by().iterator():
        found[feed_id].append(Day(day, polls, unchanged, failures, seen, new))
    return found


class _Newest(NamedTuple):
    """The newest entries of a source: how many, shared with others, with impossible dates."""

    entries: int
    shared: int
    wrong_dates: int


_NEWEST = """
SELECT entry.id FROM unnest(%s::bigint[]) AS feed(id)
CROSS JOIN LATERAL (
    SELECT id FROM cases_feedentry WHERE feed_id = feed.id ORDER BY id DESC LIMIT %s
) AS entry
"""


def _newest_of(ids: Sequence[int]) -> dict[int, _Newest]:
    """By relation names only: which entries became one article is written by the articles."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(ids), NEWEST_ENTRIES])
        entries = [pk for (pk,) in cursor.fetchall()]
    of_others = FeedEntry.objects.filter(
        sighting__article__sightings__entry=OuterRef("pk")
    ).exclude(feed_id=OuterRef("feed_id"))
    rows = (
        FeedEntry.objects.filter(pk__in=entries)
        .annotate(is_shared=Exists(of_others))
        .order_by()
        .values("feed_id")
        .annotate(
            entries=Count("pk"),
            shared=Count("pk", filter=Q(is_shared=True)),
            wrong=Count(
                "pk",
                filter=Q(published_at__gt=F("first_seen_at") + _AHEAD)
                | Q(published_at__isnull=True) & ~Q(published_claim=""),
            ),
        )
        .values_list("feed_id", "entries", "shared", "wrong")
    )
    return {feed_id: _Newest(*counts) for feed_id, *counts in rows}


def _facts(feed: Any, days: Sequence[Day], newest: _Newest | None) -> SourceFacts:
    counts = newest or _Newest(0, 0, 0)
    usual = feed.health_cause.get("figures", {}).get("usual")
    return SourceFacts(
        watched_since=feed.created_at,
        failures=feed.failures,
        outcome=feed.last_outcome,
        reason=feed.last_reason,
        status=feed.last_status or 0,
        parked_at=feed.parked_at,
        parked_reason=feed.parked_reason,
        last_success_at=feed.last_success_at,
        last_new_at=feed.last_new_at,
        moved_to=feed.moved_to,
        validators_lie=feed.validators_lie,
        recent=counts.entries,
        shared=counts.shared / counts.entries if counts.entries else 0.0,
        wrong_dates=counts.wrong_dates / counts.entries if counts.entries else 0.0,
        was=feed.health,
        was_since=feed.health_since,
        was_usual=usual if feed.health == Health.SILENT else None,
        days=days,
    )
