"""A page to an article: text by the library, metadata from the same tree, checked and completed.

`extract_json` is what the contained child process runs; no page is parsed outside it. Importing this
package loads the parsers; the shapes alone are in `cases.articles.extracted`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from cases.articles.extracted import (
    EXTRACTOR,
    ExtractedArticle,
    NotAnArticle,
    article_from_json,
    article_to_json,
)
from cases.articles.extraction.body import read_text
from cases.articles.extraction.language import language_of
from cases.articles.extraction.metadata import read_metadata
from cases.articles.extraction.page import read_markup

__all__ = [
    "EXTRACTOR",
    "ExtractedArticle",
    "NotAnArticle",
    "article_from_json",
    "extract",
    "extract_json",
]


def extract(
    html: bytes, *, url: str, charset: str, language: str = "", now: datetime | None = None
) -> ExtractedArticle:
    """Read the article in `html`, the page at `url`.

    `charset` is the HTTP header's ("" for none), `language` what the source usually writes in.
    Raises NotAnArticle for pages out of bounds and for pages without a text of their own.
    """
    markup = read_markup(html, charset=charset)
    tree = LexborHTMLParser(markup)
    about = read_metadata(tree, url=url, language=language, now=now)
    text = read_text(tree, markup, title=about.title).text
    if not text:
        raise NotAnArticle("no text of an article was found on the page")
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
    )


def extract_json(payload: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """`extract` for the contained child process: everything in and out is JSON.

    `options`: url, charset, language, now (ISO 8601). A page without an article is an answer,
    {"not_an_article": reason}: only unforeseen errors should count against the parser.
    """
    now = options.get("now")
    try:
        article = extract(
            payload,
            url=str(options.get("url", "")),
            charset=str(options.get("charset", "")),
            language=str(options.get("language", "")),
            now=datetime.fromisoformat(now) if now else None,
        )
    except NotAnArticle as error:
        return {"not_an_article": error.reason}
    return article_to_json(article)
