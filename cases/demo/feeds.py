"""The demo outlets' feeds: made, switched on, moved when the demo server moves."""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.db import transaction

from cases.articles.identity import article_address, article_key
from cases.articles.models import Article
from cases.demo.coverage import OUTLETS_FILE, DemoFeed, demo_feeds
from cases.feeds.models import Feed, FeedEntry, Outlet
from cases.imports.files import read_file
from cases.imports.models import BatchState, ImportBatch
from cases.imports.services import apply_batch, summary_of
from tracker.lib import clock
from tracker.lib.history import because

REASON = "Founding story: the outlets of the demo"
INTERVAL = 60  # seconds; nothing new ever comes, but the watcher is seen to work
# The founding story has an outlets.json as well.
_BATCH_NAME = "coverage/outlets.json"


def load_demo_feeds(say: Callable[[str], None]) -> None:
    """Make the outlets that only the coverage names and, in the demo, the feeds that play all of them.

    Doing it again changes nothing, except that the feeds follow the demo server to another port.
    """
    file = read_file(OUTLETS_FILE)
    applied = ImportBatch.objects.filter(
        kind=file.kind, file_name=_BATCH_NAME, sha256=file.sha256, state=BatchState.APPLIED
    )
    if not applied.exists():
        batch = apply_batch(replace(file, name=_BATCH_NAME), reason=REASON)
        say(f"Outlets of the coverage: {summary_of(batch)}")
    if settings.DEMO:
        made = _make_feeds(f"http://127.0.0.1:{settings.DEMO_PORT}")
        if made:
            say(f"Feeds of the demo: {made} watched")


@transaction.atomic
def _make_feeds(base: str) -> int:
    """Returns how many feeds were made or moved."""
    known = {feed.outlet.slug: feed for feed in _demo_rows()}
    outlets = Outlet.objects.in_bulk([feed.outlet for feed in demo_feeds()], field_name="slug")
    written = 0
    with because(REASON):
        for told in demo_feeds():
            row = known.get(told.outlet)
            if row is None:
                _make_feed(told, outlets[told.outlet], base)
            elif row.url != base + told.path:
                _move_feed(row, row.url.removesuffix(told.path), base)
            else:
                continue
            written += 1
    return written


def _demo_rows() -> list[Feed]:
    return list(Feed.objects.filter(is_demo=True).select_related("outlet"))


def _make_feed(told: DemoFeed, outlet: Outlet, base: str) -> None:
    Feed.objects.create(
        outlet=outlet,
        url=base + told.path,
        language=told.language,
        active=True,
        is_demo=True,
        interval=INTERVAL,
        provenance="Played by the demo's own server on this machine.",
        next_poll_at=clock.now(),
    )


def _move_feed(feed: Feed, old_base: str, base: str) -> None:
    """The demo server listens elsewhere now: feed, entries, and articles that have no other address."""
    feed.url, feed.next_poll_at = feed.url.replace(old_base, base, 1), clock.now()
    feed.etag = feed.body_sha256 = ""
    feed.save()
    for entry in FeedEntry.objects.filter(feed=feed):
        article = Article.objects.filter(sightings__entry=entry, url=entry.url).first()
        entry.url = entry.url.replace(old_base, base, 1)
        entry.save(update_fields=["url"])
        if article is not None:
            article.url, article.key = article_address(entry.url), article_key(entry.url)
            article.save(update_fields=["url", "key"])
