"""What extraction hands on, and its way through JSON.

Outside of the extraction package, which loads the parsers: a worker only knows these shapes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

# Kept with each text, so that texts read by older rules can be found and read again.
EXTRACTOR = "cascade/2"


class TextStatus(StrEnum):
    """What of an article could be read. All but the first and second leave it to the feed's words."""

    FULL = "full"
    PAYWALL = "paywall"
    CONSENT = "consent"
    LOGIN = "login"
    CAPTCHA = "captcha"
    JAVASCRIPT = "javascript"
    NOT_FOUND = "not_found"
    FOR_SALE = "for_sale"
    NO_TEXT = "no_text"


# In plain words, for the article's row.
STATUS_WORDS = {
    TextStatus.FULL: "the whole text was read",
    TextStatus.PAYWALL: "the text stands behind a paywall",
    TextStatus.CONSENT: "the page asks for consent to cookies first",
    TextStatus.LOGIN: "the page asks for a login",
    TextStatus.CAPTCHA: "the page asks whether a person is reading",
    TextStatus.JAVASCRIPT: "the page shows nothing without JavaScript",
    TextStatus.NOT_FOUND: "the page says that there is no such page",
    TextStatus.FOR_SALE: "the domain is for sale",
    TextStatus.NO_TEXT: "no text of an article was found on the page",
}


class NotAnArticle(ValueError):
    """The page holds nothing that we can read as an article; `reason` says why."""

    def __init__(self, reason: str, status: TextStatus = TextStatus.NO_TEXT) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True)
class ExtractedArticle:
    """What was read from a page: plain text, moments in UTC (None where not believable).

    `text` is paragraphs joined by blank lines. `canonical_url` is set only where the page named an
    address of its own site; `image_url` is a link for the record and is never fetched into pages.
    Behind a paywall, `text` is what is shown to everybody.
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
    text_status: TextStatus = TextStatus.FULL
    # Who read the text (known, own, agreed, library, elsewhere), and what was seen of selectors on the page:
    # (selector, whether it held the text).
    read_by: str = ""
    seen: tuple[tuple[str, bool], ...] = ()


def article_to_json(article: ExtractedArticle) -> dict[str, Any]:
    """The article as JSON carries it."""
    answer = asdict(article)
    for name in ("published", "modified"):
        answer[name] = answer[name].isoformat() if answer[name] else None
    return answer


def article_from_json(answer: Mapping[str, Any]) -> ExtractedArticle:
    """What `extract_json` answered. Raises NotAnArticle where it answered that."""
    if reason := answer.get("not_an_article"):
        raise NotAnArticle(str(reason), TextStatus(answer.get("text_status", "no_text")))
    dates = {
        name: datetime.fromisoformat(answer[name]) if answer[name] else None
        for name in ("published", "modified")
    }
    return ExtractedArticle(
        **{
            **answer,
            **dates,
            "text_status": TextStatus(answer["text_status"]),
            "seen": tuple((str(selector), bool(agreed)) for selector, agreed in answer["seen"]),
        }
    )
