"""What parsing hands on, and its way through JSON.

Outside of `parsing`, which loads the parsers: a worker only knows these shapes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


class NotAFeed(ValueError):
    """The document is no feed that we can read; `reason` says what it is instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ParsedEntry:
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


@dataclass(frozen=True)
class ParsedFeed:
    """A feed; `ttl` is in seconds (0 for none), `remarks` are faults that were worked around."""

    title: str
    language: str
    site_url: str
    ttl: int
    entries: tuple[ParsedEntry, ...]
    encoding: str = "utf-8"
    remarks: tuple[str, ...] = ()
    truncated: bool = False


def feed_to_json(feed: ParsedFeed) -> dict[str, Any]:
    """The feed as JSON carries it."""
    answer = asdict(feed)
    for entry in answer["entries"]:
        for name in ("published", "updated"):
            entry[name] = entry[name].isoformat() if entry[name] else None
    return answer


def feed_from_json(answer: Mapping[str, Any]) -> ParsedFeed:
    """What `parse_feed_json` answered, as a ParsedFeed. Raises NotAFeed where it answered that."""
    if reason := answer.get("not_a_feed"):
        raise NotAFeed(str(reason))
    entries = []
    for entry in answer["entries"]:
        dates = {
            name: datetime.fromisoformat(entry[name]) if entry[name] else None
            for name in ("published", "updated")
        }
        entries.append(ParsedEntry(**{**entry, **dates, "categories": tuple(entry["categories"])}))
    return ParsedFeed(**{**answer, "entries": tuple(entries), "remarks": tuple(answer["remarks"])})
