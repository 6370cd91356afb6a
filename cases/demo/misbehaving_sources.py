"""The misbehaving demo sources on record: outlets in draft, feeds, and a past to be judged by."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases.demo.misbehaving import SOURCES, Misbehaving
from cases.feeds.models import Feed, FeedDay, FeedEntry, Outlet
from cases.feeds.outlets import add_outlet
from cases.feeds.polling.entries import digest_of
from tracker.lib import clock
from tracker.lib.history import because
from tracker.lib.publishing import PublishingState

REASON = "Demo: sources that misbehave"
INTERVAL = 300  # seconds
DAYS = 70
POLLS_A_DAY = 48


def load_misbehaving_sources(say: Callable[[str], None]) -> None:
    """Make the misbehaving sources, in the demo only. Doing it again only follows the demo server."""
    if not settings.DEMO:
        return
    base = f"http://127.0.0.1:{settings.DEMO_PORT}"
    made = 0
    with because(REASON):
        for source in SOURCES:
            with transaction.atomic():
                made += _load(source, base)
    if made:
        say(f"Sources of the demo that misbehave: {made}")


def _load(source: Misbehaving, base: str) -> bool:
    known = Feed.objects.filter(is_demo=True, url__endswith=source.path).first()
    if known is not None:
        if known.url != base + source.path:
            Feed.objects.filter(pk=known.pk).update(
                url=base + source.path, next_poll_at=clock.now(), etag="", body_sha256=""
            )
        return False
    slug = f"demo-{source.key}"
    outlet = Outlet.objects.filter(slug=slug).first() or add_outlet(
        name=source.name,
        name_ru=source.name_ru,
        languages=["en"],
        note="Invented, to show how a source that misbehaves looks. Never published.",
        slug=slug,
        state=PublishingState.DRAFT,
        state_reason="an invented outlet of the demo",
        reason=REASON,
    )
    _make_feed(source, outlet, base)
    return True


def _make_feed(source: Misbehaving, outlet: Outlet, base: str) -> None:
    now = clock.now()
    last = now - timedelta(days=source.days_without)
    feed = Feed.objects.create(
        outlet=outlet,
        url=base + source.path,
        kind=source.kind,
        selector=source.selector,
        language="en",
        active=True,
        is_demo=True,
        interval=INTERVAL,
        provenance="Invented; played by the demo's own server on this machine.",
        next_poll_at=now,
        last_success_at=last if source.fails else now,
        judge_at=now + timedelta(minutes=1),
    )
    Feed.objects.filter(pk=feed.pk).update(created_at=now - timedelta(days=DAYS))
    FeedDay.objects.bulk_create(
        _day(source, feed, now.date() - timedelta(days=back), back) for back in range(1, DAYS)
    )
    titles = source.titles or ("What it said when it was well",)
    FeedEntry.objects.bulk_create(
        _entry(source, feed, number, title, last) for number, title in enumerate(titles)
    )


def _day(source: Misbehaving, feed: Feed, day: date, back: int) -> FeedDay:
    """A day of the past: some more, some less, by the day's own number; nothing of late."""
    new = max(source.usual + day.toordinal() * 7 % 5 - 2, 0)
    if back < source.days_without or back == source.days_without and not source.fails:
        new = 0
    failed = POLLS_A_DAY if source.fails and back < source.days_without else 0
    return FeedDay(
        feed=feed,
        day=day,
        polls=POLLS_A_DAY,
        unchanged=0 if failed else max(POLLS_A_DAY - new, 0),
        failures=failed,
        entries_seen=new * 20,
        entries_new=new,
    )


def _entry(source: Misbehaving, feed: Feed, number: int, title: str, seen: datetime) -> FeedEntry:
    """An entry that was taken long ago, so that it never becomes an article."""
    link = source.link(number)
    return FeedEntry(
        feed=feed,
        guid=link,
        guid_sha256=digest_of(link),
        url=link,
        title=title,
        content_sha256=digest_of(f"{title}\n"),
        first_seen_at=seen,
        last_seen_at=seen,
        taken_at=seen,
    )
