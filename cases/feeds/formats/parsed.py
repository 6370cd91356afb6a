"""What parsing hands on, and its way through JSON.

Outside of `parsing`, which loads the parsers: a worker only knows these shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple


class NotAFeed(ValueError):
    """The document is no feed that we can read; `reason` says what it is instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ParsedEntry(NamedTuple):
    """One item. Texts are plain text; `published` and `updated` are in UTC and plausible, or None.

    `published_claim` is the date as the feed wrote it, also where it is not believed;
    `published_assumed` says that its time zone was assumed to be UTC or that it named only a day.
    """

    guid: str
    url: str
    title: str
    summary: str = ""
    author: str = ""
    published: datetime | None = None
    published_claim: str = ""
    published_assumed: bool = False
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    image_url: str = ""
    # What only some kinds of sources tell: "links", "forwarded_from", "edited" of a Telegram post.
    details: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class ParsedFeed:
    """A feed; `ttl` is in seconds (0 for none), `remarks` are faults that were worked around.

    `follow` are addresses of documents of the same kind that hold the entries (the children of a
    sitemap index, the most promising first); the poller reads them in the same visit. `skip_hours`
    (0 to 23) and `skip_days` (Monday is 0), in UTC, are when the feed asks not to be read.
    """

    title: str
    language: str
    site_url: str
    ttl: int
    entries: tuple[ParsedEntry, ...]
    encoding: str = "utf-8"
    remarks: tuple[str, ...] = ()
    truncated: bool = False
    follow: tuple[str, ...] = ()
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


def feed_to_json(feed: ParsedFeed) -> dict[str, Any]:
    """The feed as JSON carries it."""
    entries = []
    for entry in feed.entries:
        answer = entry._asdict()
        answer["details"] = dict(entry.details)
        for name in ("published", "updated"):
            answer[name] = answer[name].isoformat() if answer[name] else None
        entries.append(answer)
    return {**feed.__dict__, "entries": entries}


_TUPLES = ("remarks", "follow", "skip_hours", "skip_days")


def feed_from_json(answer: Mapping[str, Any]) -> ParsedFeed:
    """What `feed_to_json` gave, as a ParsedFeed. Raises NotAFeed for {"not_a_feed": reason}."""
    if reason := answer.get("not_a_feed"):
        raise NotAFeed(str(reason))
    entries = []
    for entry in answer["entries"]:
        dates = {
            name: datetime.fromisoformat(entry[name]) if entry[name] else None
            for name in ("published", "updated")
        }
        entries.append(ParsedEntry(**{**entry, **dates, "categories": tuple(entry["categories"])}))
    lists = {name: tuple(answer[name]) for name in _TUPLES}
    return ParsedFeed(**{**answer, **lists, "entries": tuple(entries)})
