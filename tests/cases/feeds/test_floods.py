"""A feed that names its items anew at each visit: what is the same stays one, what is not is told."""

from datetime import timedelta

import pytest

from cases.feeds.models import Feed, FeedEntry
from cases.feeds.services import poll_feed
from tests.cases.feeds.test_poll_feed import XML
from tests.factories import make_feed
from tests.support.local_site import LocalSite
from tracker.lib import clock

pytestmark = pytest.mark.django_db


def rss(name: str, count: int, *, link: str) -> str:
    items = "".join(
        f"<item><title>Item {n}</title><link>https://outlet.example/{link.format(n)}</link>"
        f"<guid isPermaLink='false'>{name}-{n}</guid><description>Words.</description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>"


def poll(feed: Feed) -> int:
    outcome = poll_feed(feed.pk, by_hand=True)
    assert outcome is not None
    feed.refresh_from_db()
    return outcome.entries_new


def notes(feed: Feed) -> str:
    return " ".join(feed.polls.values_list("reason", flat=True))


def test_69_changed_guids_make_no_new_entries_while_address_and_text_stay(site: LocalSite) -> None:
    feed = make_feed(url=site.url("/rss"))
    site.serve("/rss", rss("a", 30, link="{}"), content_type=XML)
    assert poll(feed) == 30
    site.serve("/rss", rss("b", 30, link="{}"), content_type=XML)
    assert poll(feed) == 0 and feed.entries.count() == 30


def test_69_more_than_200_new_entries_an_hour_are_a_remark_on_the_poll(site: LocalSite) -> None:
    feed = make_feed(url=site.url("/rss"))
    site.serve("/rss", rss("a", 250, link="a{}"), content_type=XML)
    assert poll(feed) == 250
    assert "within an hour" not in notes(feed)  # the first document is all new
    FeedEntry.objects.update(first_seen_at=clock.now() - timedelta(days=2))
    feed.polls.update(started_at=clock.now() - timedelta(days=2))
    for name in ("b", "c"):
        site.serve("/rss", rss(name, 120, link=name + "{}"), content_type=XML)
        assert poll(feed) == 120
    assert "240 new entries within an hour" in notes(feed)
