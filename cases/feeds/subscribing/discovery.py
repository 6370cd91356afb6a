"""Which sources an outlet's site offers: what its page says, where they usually are. Pure.

`offers_of_page_json` runs in the contained child, since the page is anybody's.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from cases.feeds.formats.html import attribute, page_tree
from cases.feeds.formats.parsed import NotAFeed
from cases.feeds.formats.telegram import channel_preview
from tracker.lib.html_text import clean_line
from tracker.lib.web_sites import is_same_site
from tracker.lib.web_urls import absolute_url

MOST_OFFERS = 12  # of one page; each is asked for
MOST_SITEMAPS = 4
_FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|text/xml", re.IGNORECASE)
_FEED_LINK = re.compile(
    r"(?:^|[/._-])(?:rss|atom|feed|feeds|rdf)(?:$|[/._?-])|\.(?:rss|atom|rdf)$", re.IGNORECASE
)
_COMMENTS = re.compile(r"comments?(?:/|$)|kommentar|комментари", re.IGNORECASE)
# Where the common systems of sites put their feeds and news sitemaps, most common first.
COMMON_PATHS: tuple[tuple[str, str], ...] = (
    ("/feed/", "feed"),
    ("/rss", "feed"),
    ("/rss.xml", "feed"),
    ("/feed.xml", "feed"),
    ("/atom.xml", "feed"),
    ("/index.xml", "feed"),
    ("/feed.json", "feed"),
    ("/sitemap-news.xml", "sitemap"),
    ("/news-sitemap.xml", "sitemap"),
    ("/sitemap.xml", "sitemap"),
)


@dataclass(frozen=True)
class Offer:
    """An address that may be a source. `known_by`: "link", "anchor", "path", "robots", "address"."""

    url: str
    kind: str
    known_by: str
    title: str = ""


def site_address(text: str) -> str:
    """The address that a person means by "outlet.example" or "https://outlet.example/news"; or ""."""
    address = text.strip()
    if channel := channel_preview(address):
        return channel
    if "://" not in address:
        address = f"https://{address}"
    host = urlsplit(address).hostname if absolute_url(address, "") else None
    return address if host and ("." in host or host == "localhost") else ""


def offers_of_page(body: bytes, *, charset: str, url: str) -> list[Offer]:
    """What a page offers: its `<link rel=alternate>`, links that look like feeds, Telegram.

    Feeds of comments are left out. Raises NotAFeed for what is no page.
    """
    tree = page_tree(body, charset)
    base = absolute_url(attribute(tree.css_first("base[href]"), "href"), url) or url
    offers: dict[str, Offer] = {}

    def offer(address: str, kind: str, known_by: str, title: str) -> None:
        if address and not _COMMENTS.search(address + " " + title):
            offers.setdefault(address, Offer(address, kind, known_by, clean_line(title, 200)))

    for link in tree.css("link[rel][href]"):
        if "alternate" in attribute(link, "rel").lower().split() and _FEED_TYPES.match(
            attribute(link, "type")
        ):
            address = absolute_url(attribute(link, "href"), base)
            offer(address, "feed", "link", attribute(link, "title"))
    for anchor in tree.css("a[href]")[:5_000]:
        address = absolute_url(attribute(anchor, "href"), base).partition("#")[0]
        if channel := channel_preview(address):
            offer(channel, "telegram", "anchor", "")
        elif _FEED_LINK.search(urlsplit(address).path) and is_same_site(address, url):
            offer(address, "feed", "anchor", anchor.text(strip=True))
    return list(offers.values())[:MOST_OFFERS]


def offers_of_paths(url: str) -> list[Offer]:
    """The places where feeds and news sitemaps usually are."""
    return [Offer(urljoin(url, path), kind, "path") for path, kind in COMMON_PATHS]


def offers_of_robots(text: str, url: str) -> list[Offer]:
    """The sitemaps that a robots.txt names, news sitemaps first; only of the same site."""
    found: dict[str, Offer] = {}
    for line in text.splitlines()[:2_000]:
        name, _, value = line.partition(":")
        address = absolute_url(value.strip(), url)
        if name.strip().lower() == "sitemap" and address and is_same_site(address, url):
            found.setdefault(address, Offer(address, "sitemap", "robots"))
    ordered = sorted(found.values(), key=lambda offer: "news" not in offer.url.lower())
    return ordered[:MOST_SITEMAPS]


def offers_of_page_json(payload: bytes, options: Mapping[str, Any]) -> Any:
    """`offers_of_page` for the contained child; a document that is no page offers nothing."""
    try:
        offers = offers_of_page(
            payload, charset=str(options.get("charset", "")), url=str(options.get("url", ""))
        )
    except NotAFeed as error:
        return {"not_a_page": error.reason}
    return [asdict(offer) for offer in offers]
