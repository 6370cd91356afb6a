"""From a site's address to its sources: what its page says, usual places, robots.txt, Telegram."""

import threading

import pytest

from cases.feeds.models import Feed
from cases.feeds.subscribing import finding
from cases.feeds.subscribing.discovery import offers_of_page, offers_of_robots, site_address
from cases.feeds.subscribing.finding import find_sources
from tests.factories import make_feed
from tests.support.local_site import LocalSite
from tracker.lib.errors import Refused

SITE = "https://herald.example/"
PAGE = """<!DOCTYPE html><html><head>
<link rel="alternate" type="application/rss+xml" title="All news" href="/all.rss">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="alternate" hreflang="en" href="/en/">
</head><body><a href="/about/feed-us">Food</a> <a href="/region/rss">Region</a>
<a href="https://elsewhere.example/rss">Theirs</a> <a href="https://t.me/valley_herald">Telegram</a>
</body></html>"""
RSS = (
    "<rss version='2.0'><channel><title>All news</title><item><title>One</title>"
    "<link>https://herald.example/1</link><pubDate>Tue, 10 Nov 2026 10:00:00 GMT</pubDate>"
    "</item></channel></rss>"
)


def test_a_page_offers_its_feeds_and_its_channel_but_no_comments_and_no_others() -> None:
    offers = offers_of_page(PAGE.encode(), charset="", url=SITE)
    assert [(offer.url, offer.kind, offer.known_by) for offer in offers] == [
        ("https://herald.example/all.rss", "feed", "link"),
        ("https://herald.example/about/feed-us", "feed", "anchor"),
        ("https://herald.example/region/rss", "feed", "anchor"),
        ("https://t.me/s/valley_herald", "telegram", "anchor"),
    ]
    assert offers[0].title == "All news"


def test_robots_names_sitemaps_of_its_own_site_news_first() -> None:
    text = (
        "User-agent: *\nSitemap: https://herald.example/pages.xml\nSITEMAP: /news.xml\n"
        "Sitemap: https://elsewhere.example/s.xml\nSitemap: javascript:alert(1)\n"
    )
    assert [offer.url for offer in offers_of_robots(text, SITE)] == [
        "https://herald.example/news.xml",
        "https://herald.example/pages.xml",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("herald.example", "https://herald.example"),
        (" http://herald.example/news ", "http://herald.example/news"),
        ("@valley_herald", "https://t.me/s/valley_herald"),
        ("javascript:alert(1)", ""),
        ("herald", ""),
        ("", ""),
    ],
)
def test_an_address_may_be_written_short(written: str, meant: str) -> None:
    assert site_address(written) == meant


@pytest.mark.django_db
def test_the_sources_of_a_site_are_found_read_and_told_from_those_we_have(site: LocalSite) -> None:
    site.serve("/", PAGE.replace("https://t.me/valley_herald", "/no-channel"))
    site.serve("/all.rss", RSS, content_type="application/rss+xml")
    site.serve("/rss", RSS.replace("All news", "Old place"), content_type="application/rss+xml")
    site.serve("/robots.txt", f"Sitemap: {site.url('/map.xml')}", content_type="text/plain")
    site.serve(
        "/map.xml",
        f"<urlset><url><loc>{site.url('/2026/11/09/x')}</loc></url></urlset>",
        content_type="application/xml",
    )
    ours = make_feed(url=site.url("/rss"))
    found = find_sources(site.url("/"))
    told = {one.url: one for one in found.candidates}
    assert list(told) == [site.url("/all.rss"), site.url("/map.xml"), site.url("/rss")]
    first = told[site.url("/all.rss")]
    assert (first.title, first.entries, first.known_by) == ("All news", 1, "link")
    assert first.newest is not None and first.newest.day == 10 and first.known is None
    assert told[site.url("/map.xml")].kind == "sitemap"
    assert told[site.url("/rss")].known == ours
    assert Feed.objects.count() == 1


@pytest.mark.django_db
def test_the_address_of_a_feed_itself_is_a_source(site: LocalSite) -> None:
    site.serve("/all.rss", RSS, content_type="application/rss+xml")
    (one,) = find_sources(site.url("/all.rss")).candidates
    assert (one.url, one.known_by) == (site.url("/all.rss"), "address")


@pytest.mark.django_db
def test_a_site_that_cannot_be_asked_says_why(site: LocalSite) -> None:
    assert (
        "not found" in find_sources(site.url("/missing")).reason.lower()
        or find_sources(site.url("/missing")).reason
    )
    refused = find_sources("http://127.0.0.1:1/")
    assert refused.candidates == () and "not allowed" in refused.reason
    with pytest.raises(Refused):
        find_sources("not an address")


@pytest.mark.django_db
def test_a_slow_site_brings_what_came_in_time_and_names_what_was_not_tried(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/", PAGE.replace("https://t.me/valley_herald", "/no-channel"))
    site.serve("/all.rss", RSS, content_type="application/rss+xml")
    never = threading.Event()
    site.hold_back("/region/rss", never)
    monkeypatch.setattr(finding, "DEADLINE_SECONDS", 9.0)
    found = find_sources(site.url("/"))
    never.set()
    assert [one.url for one in found.candidates] == [site.url("/all.rss")]
    assert found.not_tried == (site.url("/region/rss"),) and found.reason == ""


@pytest.mark.django_db
def test_a_site_whose_page_does_not_come_in_time_is_named_as_not_tried(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()
    site.hold_back("/", never)
    monkeypatch.setattr(finding, "DEADLINE_SECONDS", 6.0)
    found = find_sources(site.url("/"))
    never.set()
    assert (found.candidates, found.not_tried) == ((), (site.url("/"),))
