"""Title, author, dates, language and links of a page, from the tree that is already there.

In the order of trust: JSON-LD of the article, its meta tags, the markup. Everything is a claim of
the page; dates are read strictly and only the same site may name the canonical address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml.html import HtmlElement

from cases.articles.extraction.json_ld import address_of, article_node, text_of
from cases.articles.identity import is_same_site
from cases.feeds.dates import is_plausible, read_date
from tracker.lib.html_text import clean_line, plain_text
from tracker.lib.web_urls import absolute_url

_MOST_META = 300
_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "date.published", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "sailthru.date",
    "parsely-pub-date", "mediator_published_time", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified",
    "dc.date.modified",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author",
                 "mediator_author", "byl")  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}\Z")


@dataclass(frozen=True)
class PageMetadata:
    """What a page claims of its article. `published` and `modified` are in UTC, plausible or None."""

    title: str
    author: str
    published: datetime | None
    published_claim: str
    modified: datetime | None
    language: str
    canonical_url: str
    image_url: str
    site_name: str
    description: str


def read_metadata(
    tree: HtmlElement, *, url: str, language: str = "", now: datetime | None = None
) -> PageMetadata:
    """The metadata of the page at `url`; `language` is its source's, for dates in numbers."""
    moment = now or datetime.now(UTC)
    node, meta = article_node(tree), _meta(tree)
    declared = _language(tree, meta, node)
    site_name = clean_line(_first(meta, ("og:site_name", "application-name")), 120)
    published_claim = (
        text_of(node.get("datePublished")) or _first(meta, _PUBLISHED_NAMES) or _time_element(tree)
    )
    modified_claim = text_of(node.get("dateModified")) or _first(meta, _MODIFIED_NAMES)
    dates = [
        date.moment if date and is_plausible(date.moment, now=moment) else None
        for date in (
            read_date(claim, language=declared or language)
            for claim in (published_claim, modified_claim)
        )
    ]
    image = address_of(node.get("image")) or _first(meta, ("og:image", "twitter:image"))
    return PageMetadata(
        title=_title(tree, meta, node, site_name),
        author=_author(tree, meta, node),
        published=dates[0],
        published_claim=clean_line(published_claim, 100),
        modified=dates[1],
        language=declared,
        canonical_url=_canonical(tree, meta, url),
        image_url=absolute_url(image, url)[:2048] if image else "",
        site_name=site_name or clean_line(text_of(node.get("publisher")), 120),
        description=_line(_first(meta, ("og:description", "description")), 1000),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first value of each meta name, property or itemprop, by its name in lower case."""
    found: dict[str, str] = {}
    for element in tree.xpath(f"(//meta[@content])[position() <= {_MOST_META}]"):
        content = element.get("content", "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute, "").strip().lower()
            if name and content:
                found.setdefault(name, content[:2048])
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _title(tree: HtmlElement, meta: dict[str, str], node: dict[str, Any], site_name: str) -> str:
    headings = [text for element in _some(tree, "//h1") if (text := _text(element))]
    titles = (
        _line(_first(meta, ("og:title", "twitter:title")), 600),
        _line(text_of(node.get("headline")), 600),
        headings[0] if len(headings) == 1 else "",
        *(_text(element) for element in _some(tree, "//head/title")),
        *headings,
    )
    title = _without_site(next(filter(None, titles), ""), site_name)[:500]
    # "Headline | Site" where the page's only heading is the headline.
    if len(headings) == 1 and re.match(r"\s+[|–—-]\s", title.removeprefix(headings[0])):
        return headings[0][:500]
    return title


def _without_site(title: str, site_name: str) -> str:
    """A title without the name of the site that many add after a dash or bar."""
    if not site_name:
        return title
    for mark in (" | ", " - ", " – ", " — ", " :: ", " » ", " • "):
        head, found, tail = title.rpartition(mark)
        if found and head and tail.casefold().strip() == site_name.casefold():
            return head.strip()
    return title


def _author(tree: HtmlElement, meta: dict[str, str], node: dict[str, Any]) -> str:
    author = _line(text_of(node.get("author")) or _first(meta, _AUTHOR_NAMES), 300)
    if not author:
        marked = _some(tree, "//*[@itemprop='author' or @rel='author']")
        author = next((text for element in marked if (text := _text(element))), "")[:300]
    # A profile's address stands where the name should in article:author of many sites.
    return "" if author.startswith(("http://", "https://", "@")) else author


def _time_element(tree: HtmlElement) -> str:
    for path in (
        "//time[@pubdate or contains(@class, 'publish') or @itemprop='datePublished']",
        "//*[@itemprop='datePublished']",
        "//article//time",
        "//main//time",
        "//time",
    ):
        for element in _some(tree, path):
            claim = element.get("datetime") or element.get("content") or _text(element)
            if claim and claim.strip():
                return str(claim.strip()[:200])
    return ""


def _language(tree: HtmlElement, meta: dict[str, str], node: dict[str, Any]) -> str:
    for claim in (
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        text_of(node.get("inLanguage")),
        meta.get("og:locale", ""),
        meta.get("content-language", ""),
    ):
        if _LANGUAGE.match(claim.strip()):
            return str(claim.strip().replace("_", "-"))
    return ""


def _canonical(tree: HtmlElement, meta: dict[str, str], url: str) -> str:
    """The canonical address where a page of the same site names it, else "".

    A page may not claim to be another site's article: whoever could would take over that article's
    place, text and story.
    """
    links = [str(element.get("href", "")) for element in _some(tree, "//link[@rel='canonical']")]
    for claim in (*links, meta.get("og:url", "")):
        address = absolute_url(claim, url) if claim else ""
        if address and len(address) <= 2048 and is_same_site(address, url):
            return address
    return ""


def _some(tree: HtmlElement, path: str) -> Iterator[HtmlElement]:
    yield from tree.xpath(f"({path})[position() <= 5]")


def _text(element: HtmlElement) -> str:
    """The text of an element: text, so "<b>" in it is three letters of the headline."""
    return clean_line(str(element.text_content()), 600)


def _line(text: str, limit: int) -> str:
    """The text of an attribute or JSON value, in which sites put HTML and entities once more."""
    return clean_line(plain_text(text[:4000]), limit) if text else ""
