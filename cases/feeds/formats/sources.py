"""A source's bytes to our shape, whatever kind of source it is. Runs in the contained child.

The kinds are those of `models.SourceKind`; this module knows no Django.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.feeds.formats.judging import judged_feed
from cases.feeds.formats.parsed import NotAFeed, ParsedFeed, feed_to_json
from cases.feeds.formats.parsing import parse_feed
from cases.feeds.formats.sitemap import read_sitemap
from cases.feeds.formats.telegram import read_telegram
from cases.feeds.formats.watched_page import read_watched_page

LONGEST_POST = 5_000  # characters; Telegram's own limit is 4,096, and a post is the whole article


def parse_source(
    body: bytes,
    *,
    kind: str,
    charset: str,
    url: str,
    language: str = "",
    selector: str = "",
    now: datetime | None = None,
) -> ParsedFeed:
    """What the document of a source says. `kind`: "feed", "sitemap", "telegram" or "page".

    `selector` is for pages only. Raises NotAFeed with the reason, ValueError for an unknown kind.
    """
    if kind == "feed":
        return parse_feed(body, charset=charset, url=url, language=language, now=now)
    if kind == "sitemap":
        raw = read_sitemap(body, charset=charset, url=url)
        return judged_feed(raw, url=url, language=language, now=now)
    if kind == "telegram":
        raw = read_telegram(body, charset=charset, url=url)
        return judged_feed(raw, url=url, language=language, now=now, longest_summary=LONGEST_POST)
    if kind == "page":
        raw = read_watched_page(body, charset=charset, url=url, selector=selector)
        return judged_feed(raw, url=url, language=language, now=now)
    raise ValueError(f"unknown kind of source: {kind!r}")


def parse_source_json(payload: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """`parse_source` for the contained child process: everything in and out is JSON.

    `options`: kind ("feed" without it), charset, url, language, selector, now (ISO 8601). A
    document that is no source of the kind is an answer, {"not_a_feed": reason}, since only
    unforeseen errors should count against the parser.
    """
    now = options.get("now")
    try:
        feed = parse_source(
            payload,
            kind=str(options.get("kind") or "feed"),
            charset=str(options.get("charset", "")),
            url=str(options.get("url", "")),
            language=str(options.get("language", "")),
            selector=str(options.get("selector", "")),
            now=datetime.fromisoformat(now) if now else None,
        )
    except NotAFeed as error:
        return {"not_a_feed": error.reason}
    return feed_to_json(feed)
