"""What extraction hands on, and its way through JSON.

Outside of the extraction package, which loads the parsers: a worker only knows these shapes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

# Kept with each text, so that texts read by older rules can be found and read again.
EXTRACTOR = "cascade/1"


class NotAnArticle(ValueError):
    """The page holds nothing that we can read as an article; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ExtractedArticle:
    """What was read from a page: plain text, moments in UTC (None where not believable).

    `text` is paragraphs joined by blank lines. `canonical_url` is set only where the page named an
    address of its own site; `image_url` is a link for the record and is never fetched into pages.
    """

    title: str
    author: str
    published: datetime | None
    modified: datetime | None
    language: str
    text: str
    canonical_url: str = ""
    image_url: str = ""
    site_name: str = ""
    published_claim: str = ""
    description: str = ""


def article_to_json(article: ExtractedArticle) -> dict[str, Any]:
    """The article as JSON carries it."""
    answer = asdict(article)
    for name in ("published", "modified"):
        answer[name] = answer[name].isoformat() if answer[name] else None
    return answer


def article_from_json(answer: Mapping[str, Any]) -> ExtractedArticle:
    """What `extract_json` answered. Raises NotAnArticle where it answered that."""
    if reason := answer.get("not_an_article"):
        raise NotAnArticle(str(reason))
    dates = {
        name: datetime.fromisoformat(answer[name]) if answer[name] else None
        for name in ("published", "modified")
    }
    return ExtractedArticle(**{**answer, **dates})
