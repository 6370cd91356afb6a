"""A page to an article: text by the library, metadata from the same tree, checked and completed.

`extract_json` is what the contained child process runs; no page is parsed outside it. Importing this
package loads the parsers; the shapes alone are in `cases.articles.extracted`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cases.articles.extracted import (
    EXTRACTOR,
    STATUS_WORDS,
    ExtractedArticle,
    NotAnArticle,
    TextStatus,
    article_from_json,
    article_to_json,
)
from cases.articles.extraction.body import read_text
from cases.articles.extraction.elsewhere import LITTLE, text_elsewhere
from cases.articles.extraction.language import language_of
from cases.articles.extraction.metadata import read_metadata
from cases.articles.extraction.obstacles import LONG_ENOUGH, status_of
from cases.articles.extraction.page import parse, read_markup

__all__ = [
    "EXTRACTOR",
    "ExtractedArticle",
    "NotAnArticle",
    "article_from_json",
    "extract",
    "extract_json",
]


def extract(
    html: bytes,
    *,
    url: str,
    charset: str,
    language: str = "",
    now: datetime | None = None,
    known: Sequence[str] = (),
    watched: Sequence[str] = (),
    compare: bool = False,
) -> ExtractedArticle:
    """Read the article in `html`, the page at `url`.

    `charset` is the HTTP header's ("" for none), `language` what the source usually writes in.
    `known` and `watched` are selectors of the source and `compare` asks all readers
    (`cases.articles.learning`).
    Raises NotAnArticle for pages out of bounds, for pages without a text of their own and for
    those that stand in an article's place.
    """
    markup = read_markup(html, charset=charset)
    tree = parse(markup)
    about = read_metadata(tree, url=url, language=language, now=now)
    # The library takes the tree apart, so what a page without text is has to be seen before.
    reading = read_text(
        tree, markup.text, title=about.title, known=known, watched=watched, compare=compare
    )
    text, status = reading.text, TextStatus.FULL
    if len(text) < LONG_ENOUGH:
        whole = parse(markup) if reading.by == "library" or compare else tree
        if len(text) < LITTLE:
            other = text_elsewhere(whole, about.node)
            text = other if len(other) > 2 * len(text) else text
        status = status_of(
            whole, text=text, title=about.title, heading=about.heading, node=about.node,
            meta=about.meta, in_its_place=reading.by == "known",
        )  # fmt: skip
    if status not in (TextStatus.FULL, TextStatus.PAYWALL):
        raise NotAnArticle(STATUS_WORDS[status], status)
    if not text:
        status = status if status is TextStatus.PAYWALL else TextStatus.NO_TEXT
        raise NotAnArticle(STATUS_WORDS[status], status)
    return ExtractedArticle(
        title=about.title,
        author=about.author,
        published=about.published,
        modified=about.modified,
        language=language_of(f"{about.title}\n{text}", claimed=about.language or language),
        text=text,
        canonical_url=about.canonical_url,
        image_url=about.image_url,
        site_name=about.site_name,
        published_claim=about.published_claim,
        description=about.description,
        text_status=status,
        read_by=reading.by if text == reading.text else "elsewhere",
        seen=tuple((one.selector, one.agreed) for one in reading.seen),
    )


def extract_json(payload: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """`extract` for the contained child process: everything in and out is JSON.

    `options`: url, charset, language, now (ISO 8601), known and watched
    (lists of selectors), compare. A page
    without an article is an answer, {"not_an_article": reason, "text_status": ...}: only unforeseen
    errors should count against the parser.
    """
    now = options.get("now")
    try:
        article = extract(
            payload,
            url=str(options.get("url", "")),
            charset=str(options.get("charset", "")),
            language=str(options.get("language", "")),
            now=datetime.fromisoformat(now) if now else None,
            known=[str(selector) for selector in options.get("known", ())],
            watched=[str(selector) for selector in options.get("watched", ())],
            compare=bool(options.get("compare")),
        )
    except NotAnArticle as error:
        return {"not_an_article": error.reason, "text_status": error.status.value}
    return article_to_json(article)
