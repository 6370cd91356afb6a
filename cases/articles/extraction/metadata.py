"""Title, author, dates, language and links of a page, from the tree that is already there.

In the order of trust: JSON-LD of the article, its meta tags, the markup. Everything is a claim of
the page; dates are read strictly and only the same site may name the canonical address.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cases.articles.extraction.json_ld import address_of, article_node, text_of
from cases.articles.identity import is_same_site
from cases.feeds.formats.dates import is_plausible, read_date
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
# Everything of interest in one pass over the tree.
_WANTED = (
    "meta[content], link[rel=canonical], script[type*=json], title, h1, time,"
    " [itemprop=author], [itemprop=datePublished], [rel=author]"
)
_MOST_TIMES = 50
_PUBLISHED_CLASS = re.compile("publish", re.I)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}\Z")


@dataclass(frozen=True)
class PageMetadata:
    """What a page claims of its article. `published` and `modified` are in UTC, plausible or None.

    `heading` is the first <h1>, `node` the article's object in JSON-LD, `meta` the meta tags by
    name: for other rules.
    """

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
    heading: str
    node: dict[str, Any]
    meta: dict[str, str]


@dataclass
class _Found:
    """What stands on the page, by kind, a few of each."""

    meta: dict[str, str] = field(default_factory=dict)
    canonical: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    title: str = ""
    headings: list[str] = field(default_factory=list)
    authors: list[LexborNode] = field(default_factory=list)
    dated: list[LexborNode] = field(default_factory=list)
    times: list[LexborNode] = field(default_factory=list)


def read_metadata(
    tree: LexborHTMLParser, *, url: str, language: str = "", now: datetime | None = None
) -> PageMetadata:
    """The metadata of the page at `url`; `language` is its source's, for dates in numbers."""
    moment = now or datetime.now(UTC)
    found = _look(tree)
    node, meta = article_node(found.scripts), found.meta
    declared = _language(tree, meta, node)
    site_name = clean_line(_first(meta, ("og:site_name", "application-name")), 120)
    published_claim = (
        text_of(node.get("datePublished")) or _first(meta, _PUBLISHED_NAMES) or _time_element(found)
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
        title=_title(found, node, site_name),
        author=_author(found, node),
        published=dates[0],
        published_claim=clean_line(published_claim, 100),
        modified=dates[1],
        language=declared,
        canonical_url=_canonical(found, url),
        image_url=absolute_url(image, url)[:2048] if image else "",
        site_name=site_name or clean_line(text_of(node.get("publisher")), 120),
        description=_line(_first(meta, ("og:description", "description")), 1000),
        heading=found.headings[0] if found.headings else "",
        node=node,
        meta=meta,
    )


def _look(tree: LexborHTMLParser) -> _Found:
    found = _Found()
    seen_meta = 0
    for element in tree.css(_WANTED):
        tag, attributes = element.tag, element.attributes
        if tag == "meta" and seen_meta < _MOST_META:
            seen_meta += 1
            _note_meta(found.meta, attributes)
        elif tag == "link" and len(found.canonical) < 5:
            found.canonical.append(attributes.get("href") or "")
        elif tag == "script":
            if "ld+json" in (attributes.get("type") or ""):
                found.scripts.append(element.text() or "")
        elif tag == "title":
            # An <svg> has titles too; the page's own is the first.
            found.title = found.title or _text(element)
        elif tag == "h1" and len(found.headings) < 5 and (text := _text(element)):
            found.headings.append(text)
        if (attributes.get("itemprop") == "author" or attributes.get("rel") == "author") and len(
            found.authors
        ) < 5:
            found.authors.append(element)
        if attributes.get("itemprop") == "datePublished" and len(found.dated) < 5:
            found.dated.append(element)
        if tag == "time" and len(found.times) < _MOST_TIMES:
            found.times.append(element)
    return found


def _note_meta(meta: dict[str, str], attributes: dict[str, str | None]) -> None:
    """The first value of each meta name, property or itemprop, by its name in lower case."""
    content = (attributes.get("content") or "").strip()
    if not content:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        if name := (attributes.get(attribute) or "").strip().lower():
            meta.setdefault(name, content[:2048])


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _title(found: _Found, node: dict[str, Any], site_name: str) -> str:
    headings = found.headings
    titles = (
        _line(_first(found.meta, ("og:title", "twitter:title")), 600),
        _line(text_of(node.get("headline")), 600),
        headings[0] if len(headings) == 1 else "",
        found.title,
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


def _author(found: _Found, node: dict[str, Any]) -> str:
    author = _line(text_of(node.get("author")) or _first(found.meta, _AUTHOR_NAMES), 300)
    if not author:
        author = next((text for element in found.authors if (text := _text(element))), "")[:300]
    # A profile's address stands where the name should in article:author of many sites.
    return "" if author.startswith(("http://", "https://", "@")) else author


def _time_element(found: _Found) -> str:
    """The likeliest of the page's <time> elements: marked as the date, in the article, any."""
    marked = [
        element
        for element in found.times
        if "pubdate" in element.attributes
        or element.attributes.get("itemprop") == "datePublished"
        or _PUBLISHED_CLASS.search(element.attributes.get("class") or "")
    ]
    inner = [] if marked or found.dated else [t for t in found.times if _is_within_article(t)]
    for element in (*marked, *found.dated, *inner, *found.times):
        attributes = element.attributes
        claim = attributes.get("datetime") or attributes.get("content") or _text(element)
        if claim and claim.strip():
            return claim.strip()[:200]
    return ""


def _is_within_article(element: LexborNode) -> bool:
    above, steps = element.parent, 0
    while above is not None and steps < 60:
        if above.tag in ("article", "main"):
            return True
        above, steps = above.parent, steps + 1
    return False


def _language(tree: LexborHTMLParser, meta: dict[str, str], node: dict[str, Any]) -> str:
    attributes = tree.root.attributes if tree.root is not None else {}
    for claim in (
        attributes.get("lang") or attributes.get("xml:lang") or "",
        text_of(node.get("inLanguage")),
        meta.get("og:locale", ""),
        meta.get("content-language", ""),
    ):
        if _LANGUAGE.match(claim.strip()):
            return str(claim.strip().replace("_", "-"))
    return ""


def _canonical(found: _Found, url: str) -> str:
    """The canonical address where a page of the same site names it, else "".

    A page may not claim to be another site's article: whoever could would take over that article's
    place, text and story.
    """
    for claim in (*found.canonical, found.meta.get("og:url", "")):
        address = absolute_url(claim, url) if claim else ""
        if address and len(address) <= 2048 and _is_of_site(address, url):
            return address
    return ""


def _is_of_site(address: str, url: str) -> bool:
    # Nearly always the very same host, or one under another top domain: no list of suffixes is needed.
    named, own = urlsplit(address).netloc.lower(), urlsplit(url).netloc.lower()
    if named == own != "":
        return True
    return _top(named) == _top(own) and is_same_site(address, url)


def _top(host: str) -> str:
    return host.partition(":")[0].rpartition(".")[2]


def _text(element: LexborNode) -> str:
    """The text of an element: text, so "<b>" in it is three letters of the headline."""
    return clean_line(element.text(), 600)


def _line(text: str, limit: int) -> str:
    """The text of an attribute or JSON value, in which sites put HTML and entities once more."""
    return clean_line(plain_text(text[:4000]), limit) if text else ""
