"""Polls of sources that are no feeds, against a real server."""

from pathlib import Path

import pytest

from cases.feeds.models import Feed, SourceKind
from cases.feeds.polling.reading import PollOutcome
from cases.feeds.services import poll_feed
from tests.factories import make_feed
from tests.support.local_site import LocalSite
from tracker.lib.http_outcomes import Outcome

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[2] / "samples/sources"
XML = "application/xml"


def poll(feed: Feed) -> PollOutcome:
    outcome = poll_feed(feed.pk, by_hand=True)
    assert outcome is not None
    feed.refresh_from_db()
    return outcome


def test_a_telegram_channel_is_polled_and_keeps_what_its_posts_link_to(site: LocalSite) -> None:
    site.serve("/s/valley_herald", (SAMPLES / "telegram.html").read_bytes())
    feed = make_feed(url=site.url("/s/valley_herald"), kind=SourceKind.TELEGRAM)
    assert poll(feed).entries_new == 2
    entry = feed.entries.get(guid="https://t.me/valley_herald/102")
    assert entry.details["forwarded_from"]["url"] == "https://t.me/other_channel/55"


def test_a_watched_page_brings_a_new_link_once(site: LocalSite) -> None:
    page = "<h2><a href='/news/{0}'>News {0}</a></h2>"
    feed = make_feed(url=site.url("/"), kind=SourceKind.PAGE, selector="h2 a")
    site.serve("/", page.format(1))
    assert poll(feed).entries_new == 1
    site.serve("/", page.format(2) + page.format(1))
    assert poll(feed).entries_new == 1
    assert list(feed.entries.order_by("id").values_list("title", flat=True)) == ["News 1", "News 2"]


def test_a_selector_that_finds_nothing_is_a_plain_reason_on_the_source(site: LocalSite) -> None:
    site.serve("/", "<h2><a href='/news/1'>News</a></h2>")
    feed = make_feed(url=site.url("/"), kind=SourceKind.PAGE, selector="h3 a")
    assert poll(feed).outcome is Outcome.SOFT
    assert feed.last_reason == "the CSS selector finds no links on the page"


def sitemap(site: LocalSite, *names: str) -> str:
    pages = "".join(f"<url><loc>{site.url(f'/2026/11/10/{name}')}</loc></url>" for name in names)
    return f"<urlset>{pages}</urlset>"


def test_a_sitemap_index_is_followed_and_read_again_though_it_did_not_change(
    site: LocalSite,
) -> None:
    children = "".join(
        f"<sitemap><loc>{site.url(f'/posts-{n}.xml')}</loc></sitemap>" for n in (1, 2)
    )
    etag = {"ETag": '"1"'}
    index = f"<sitemapindex>{children}</sitemapindex>"
    site.serve("/sitemap.xml", index, content_type=XML, headers=etag)
    site.serve("/posts-1.xml", sitemap(site, "a"), content_type=XML)
    site.serve("/posts-2.xml", sitemap(site, "b", "c"), content_type=XML)
    feed = make_feed(url=site.url("/sitemap.xml"), kind=SourceKind.SITEMAP)
    assert poll(feed).entries_new == 3
    site.serve("/posts-2.xml", sitemap(site, "b", "c", "d"), content_type=XML)
    assert poll(feed).entries_new == 1


def test_a_child_of_an_index_that_fails_is_named_and_the_others_are_kept(site: LocalSite) -> None:
    children = "".join(
        f"<sitemap><loc>{site.url(f'/posts-{n}.xml')}</loc></sitemap>" for n in (1, 2)
    )
    site.serve("/sitemap.xml", f"<sitemapindex>{children}</sitemapindex>", content_type=XML)
    site.serve("/posts-1.xml", sitemap(site, "a"), content_type=XML)
    feed = make_feed(url=site.url("/sitemap.xml"), kind=SourceKind.SITEMAP)
    outcome = poll(feed)
    assert (outcome.outcome, outcome.entries_new) == (Outcome.OK, 1)
    assert "posts-2.xml" in feed.last_reason
    site.serve("/posts-1.xml", "gone", status=404)
    assert poll(feed).outcome is Outcome.SOFT
