"""RSS, RDF, Atom and JSON Feed by the fast parser (fastfeedparser), to our shape.

It is some fifty times faster than feedparser and reads the common feeds alike; `parsing` decides
when its answer is not to be trusted. It only ever gets bytes: handed a text that looks like an
address it would fetch it.

`read_compiled` asks our own compiled reader, which takes the common kinds of RSS, RDF and Atom.
`read_swift` asks the native core of fastfeedparser alone, which takes well-formed RSS and Atom in UTF-8 without a
document type and refuses all else; `read_fast` asks the whole of it, which takes more and is slower.
"""

import html
import re
from collections.abc import Callable
from typing import Any

import fastfeedparser
import fastfeedparser.main as _engine
from lxml import etree

from cases.feeds.formats import native
from cases.feeds.formats.shapes import (
    LONGEST_SUMMARY,
    MOST_ENTRIES,
    RawEntry,
    RawFeed,
    is_image,
)
from tracker.lib.html_text import beginnings_of_block

_core: Any = _engine._core
_HEAD_LANGUAGE = re.compile(
    rb"<(?:dc:)?language[^>]{0,200}>\s*(?:<!\[CDATA\[)?\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,2})"
)
_HEAD_TTL = re.compile(rb"<ttl>\s*([0-9]{1,6})\s*</ttl>")
_ATOM_ROOT = re.compile(rb"<(?:\w+:)?feed[\s>]")
_HEAD = 50_000
_ROOT = 2_000  # bytes in which the first element begins
# The core takes time in the square of one tag's attributes: 0.2 ms for 500 of them, minutes for as
# many as fit into a document.
_LONG_TAG = 2_500  # bytes
_MANY_ATTRIBUTES = 300
_TAG = re.compile(rb"<[^\s<>\"'!?]+(?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*+", re.DOTALL)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ITEM_LEFT = re.compile(rb"<(?:item|entry)[\s/>]")
_HEADER_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _as_written(text: str) -> str | None:
    """Stands in for the parser's own reading of dates: it reads "yesterday" and 29 February 2023.

    Dates are read by `cases.feeds.formats.dates` from the text as written, which is also kept as a claim.
    (Valid dates in the exact forms of RFC 822 and 3339 the native core turns into ISO 8601 itself.)
    """
    return " ".join(text[:300].split()) or None


def read_swift(body: bytes) -> RawFeed | None:
    """The feed in our shape by the native core, or None where the core does not take the document.

    Safe for bytes that nobody has looked at: the core does not recurse, refuses document types and
    invalid UTF-8, and what is left without the items goes to libxml2 with its limits on.
    """
    if _core is None or has_crowded_tag(body):
        return None
    # Content is only wanted where an item has no description of its own; most have.
    start = body.find(b"<entry" if b"<feed" in body[:_ROOT] else b"<item")
    first = body[start : start + 20_000] if start > 0 else b""
    with_content = b"<description" not in first and b"<summary" not in first
    answer = _core.parse_entries(
        body, dict, _as_written, html.unescape, with_content, True, True, True
    )
    if isinstance(answer, str):
        return None
    kind, _, header, entries = answer
    feed = _feed_without_items(header)
    if feed is None:
        return None
    link_of = _link if kind == "atom" else _plain_link
    feed.entries = [_entry(entry, link_of) for entry in entries[:MOST_ENTRIES]]
    feed.total = len(entries)
    return feed


def read_compiled(body: bytes) -> RawFeed | None:
    """The feed by our own compiled reader, the first 500 items; None where it does not take it.

    Safe for bytes that nobody has looked at: it refuses whatever is unusual, recurses nowhere, and
    what is left without the items is looked at as in `read_swift`.
    """
    answer = native.read_items(
        body, MOST_ENTRIES, lambda block, size: beginnings_of_block(block, size, LONGEST_SUMMARY)
    )
    if answer is None:
        return None
    entries, total, header = answer
    feed = None if has_crowded_tag(header) else _feed_without_items(header)
    if feed is not None:
        feed.entries, feed.total, feed.has_texts = entries, total, True
    return feed


def _feed_without_items(header: bytes) -> RawFeed | None:
    """What a document without its items says of the feed; None where there is more to it."""
    # Items in places where nobody looked for them are still there.
    if _ITEM_LEFT.search(header) or b"<!DOCTYPE" in header:
        return None
    try:
        return _header(etree.fromstring(header, _HEADER_PARSER))
    except etree.XMLSyntaxError:
        return None


def has_crowded_tag(body: bytes) -> bool:
    """Whether a tag of the document has hundreds of attributes.

    A tag holds no other "<", so only where none stands for long is there anything to look at.
    """
    start = 0
    while start < len(body):
        last = body.rfind(b"<", start, start + _LONG_TAG)
        if last < 0:
            tag = _TAG.match(body, max(0, start - 1))
            if tag and tag[0].count(b"=") > _MANY_ATTRIBUTES:
                return True
            last = body.find(b"<", start)
            if last < 0:
                return False
        start = last + 1
    return False


def _header(root: Any) -> RawFeed:
    """Title, language, link and TTL of the feed, from its document without the items."""
    feed = RawFeed(language=root.get("{http://www.w3.org/XML/1998/namespace}lang", ""))
    channel = root.find("{*}channel")
    links: dict[str, str] = {}
    for node in root if channel is None else channel:
        if not isinstance(node.tag, str):
            continue
        name = node.tag.rpartition("}")[2]
        if name == "title" and not feed.title:
            feed.title = "".join(node.itertext()).strip()
        elif name == "language":
            feed.language = (node.text or "").strip() or feed.language
        elif name == "ttl":
            feed.ttl = (node.text or "").strip()
        elif name == "skipHours":
            feed.skip_hours = _skipped_hours(node)
        elif name == "skipDays":
            feed.skip_days = _skipped_days(node)
        elif name == "link":
            if node.text and node.text.strip():
                links.setdefault("", node.text.strip())
            elif href := node.get("href"):
                links.setdefault(node.get("rel", "alternate"), href.strip())
    feed.link = links.get("") or links.get("alternate", "")
    return feed


def _skipped_hours(node: Any) -> tuple[int, ...]:
    """Hours of RSS, 0 to 23; some feeds count them from 1 to 24."""
    words = [(child.text or "").strip() for child in node]
    return tuple(sorted({int(word) % 24 for word in words if word.isdecimal() and len(word) < 3}))


def _skipped_days(node: Any) -> tuple[int, ...]:
    words = [(child.text or "").strip().lower() for child in node]
    return tuple(sorted({_DAYS.index(word) for word in words if word in _DAYS}))


def read_fast(body: bytes) -> RawFeed:
    """The feed in our shape. Raises ValueError (of the parser) where it cannot read the bytes."""
    theirs = _engine._parse_date
    _engine._parse_date = _as_written
    try:
        parsed: Any = fastfeedparser.parse(body)
    finally:
        _engine._parse_date = theirs
    about = parsed["feed"]
    head = body[:_HEAD]
    head = head[
        : min((at for at in (head.find(b"<item"), head.find(b"<entry")) if at > 0), default=_HEAD)
    ]
    link_of = _link if _ATOM_ROOT.search(head) else _plain_link
    language = _HEAD_LANGUAGE.search(head)
    ttl = _HEAD_TTL.search(head)
    return RawFeed(
        title=_text(about.get("title")),
        language=language[1].decode() if language else _text(about.get("language")),
        link=_text(about.get("link")),
        ttl=ttl[1].decode() if ttl else "",
        entries=[_entry(entry, link_of) for entry in parsed["entries"]],
    )


def _entry(entry: dict[str, Any], link_of: Callable[[dict[str, Any]], str]) -> RawEntry:
    get = entry.get
    guid = get("id") or ""
    published = get("published") or ""
    content = get("content")
    tags = get("tags")
    return RawEntry(
        guid,
        link_of(entry),
        get("title") or "",
        get("description") or "",
        content[0].get("value") or "" if content else "",
        get("author") or "",
        # Without a date of its own an item's guid is tried as one; that is no claim of a date.
        "" if published == guid else published,
        get("updated") or "",
        [tag.get("label") or tag.get("term") or "" for tag in tags] if tags else [],
        _image(entry) if "enclosures" in entry or "media_content" in entry else get("image") or "",
    )


def _plain_link(entry: dict[str, Any]) -> str:
    """The page of an item of RSS, RDF or JSON Feed."""
    link = entry.get("link") or ""
    links = entry.get("links")
    return _chosen_link(link, links) if links else link


def _link(entry: dict[str, Any]) -> str:
    """The page of an Atom entry; not the links to itself, to edit it or to its files."""
    links = entry.get("links")
    if not links:  # the parser leaves links to itself and to edit it out of the list
        return ""
    return _chosen_link(entry.get("link") or "", links)


def _chosen_link(link: str, links: list[dict[str, Any]]) -> str:
    for item in links:
        if item.get("href") == link:
            allowed = item.get("rel") in (None, "alternate", "related", "via")
            return link if allowed else ""
    pages = [item for item in links if item.get("rel") in (None, "alternate")]
    return _text(pages[0].get("href")) if pages else link


def _image(entry: dict[str, Any]) -> str:
    for enclosure in entry.get("enclosures") or ():
        if is_image(_text(enclosure.get("type")), _text(enclosure.get("url"))):
            return _text(enclosure.get("url"))
    for media in entry.get("media_content") or ():
        address = _text(media.get("url"))
        if media.get("medium") == "image" or is_image(_text(media.get("type")), address):
            return address
        if media.get("thumbnail_url"):
            return _text(media.get("thumbnail_url"))
    return _text(entry.get("image"))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
