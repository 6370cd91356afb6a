"""A feed's bytes to our shape: RSS 0.9x to 2.0, RDF, Atom, JSON Feed.

The bytes become text first (`formats.charset`), then the entity check sees exactly what the parser
will see, then the fast parser reads it, and the lenient one where the fast one fails or is known
to be wrong. Everything that comes out is plain text, bounded, with absolute web addresses and
dates that are right or absent. No parser is ever handed an address.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html.entities import html5
from typing import Any
from urllib.parse import urljoin, urlsplit

from cases.feeds.dates import ReadDate, is_plausible, read_date
from cases.feeds.formats.charset import decode_feed
from cases.feeds.formats.fast import read_fast
from cases.feeds.formats.lenient import read_leniently
from cases.feeds.formats.shapes import RawEntry, RawFeed
from cases.feeds.formats.sniff import refuse_binary, root_of
from cases.feeds.parsed import NotAFeed, ParsedEntry, ParsedFeed, feed_from_json, feed_to_json
from tracker.lib.html_text import clean_line, plain_text
from tracker.lib.xml_guard import DangerousDocument, refuse_dangerous_xml

__all__ = [
    "NotAFeed",
    "ParsedEntry",
    "ParsedFeed",
    "feed_from_json",
    "parse_feed",
    "parse_feed_json",
]

MOST_ENTRIES = 500
LONGEST_TITLE = 500
LONGEST_SUMMARY = 2_000
LONGEST_AUTHOR = 200
LONGEST_URL = 2_048
LONGEST_GUID = 500
LONGEST_CLAIM = 100
MOST_CATEGORIES = 30
_MOST_MARKUP = 6 * LONGEST_SUMMARY  # characters of one field's HTML that are looked at for its text


def parse_feed(
    body: bytes, *, charset: str, url: str, language: str = "", now: datetime | None = None
) -> ParsedFeed:
    """The feed in `body`, at most 500 entries in the order of the document.

    `charset` is the one of the HTTP header ("" for none), `url` the address it was read from (for
    relative links only), `language` the source's language where the feed names none. Raises
    NotAFeed with a reason for anything else than a feed, and for dangerous XML.
    """
    refuse_binary(body)
    decoded = decode_feed(body, charset=charset)
    root = root_of(decoded.text)
    remarks = ["declared in another encoding than it is written in"] if decoded.overruled else []
    if root == "json":
        raw = _read_json_feed(decoded.text)
    else:
        document = _as_utf8_document(decoded.text)
        try:
            refuse_dangerous_xml(document, "utf-8")
        except DangerousDocument as error:
            raise NotAFeed(f"dangerous XML: {error}") from None
        if not root:
            raise NotAFeed("neither XML nor JSON")
        raw, was_lenient = _read_xml(document, url)
        if was_lenient:
            remarks.append("broken or unusual markup")
    feed_language = clean_line(raw.language, 20).replace("_", "-")
    moment = now or datetime.now(UTC)
    entries = [
        entry
        for item in raw.entries[:MOST_ENTRIES]
        if (entry := _judge(item, url, feed_language or language, moment)) is not None
    ]
    if len(raw.entries) > MOST_ENTRIES:
        remarks.append(f"{len(raw.entries)} items; the first {MOST_ENTRIES} were read")
    ttl = int(raw.ttl) * 60 if raw.ttl.isdecimal() and len(raw.ttl) < 7 else 0
    return ParsedFeed(
        title=_line(raw.title, LONGEST_TITLE),
        language=feed_language,
        site_url=web_address(raw.link, url),
        ttl=ttl,
        entries=tuple(_with_own_guids(entries)),
        encoding=decoded.encoding,
        remarks=tuple(remarks),
        truncated=len(raw.entries) > MOST_ENTRIES,
    )


def parse_feed_json(payload: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """`parse_feed` for the contained child process: everything in and out is JSON.

    `options`: charset, url, language, now (ISO 8601). A document that is no feed is an answer,
    {"not_a_feed": reason}, since only unforeseen errors should count against the parser.
    """
    now = options.get("now")
    try:
        feed = parse_feed(
            payload,
            charset=str(options.get("charset", "")),
            url=str(options.get("url", "")),
            language=str(options.get("language", "")),
            now=datetime.fromisoformat(now) if now else None,
        )
    except NotAFeed as error:
        return {"not_a_feed": error.reason}
    return feed_to_json(feed)


def web_address(link: str, base: str) -> str:
    """`link` as an absolute http(s) address of at most 2,048 characters, or "".

    javascript:, data: and the like are dropped however they are written: browsers ignore tabs and
    line ends inside an address, so they are taken out before the scheme is looked at.
    """
    if not link or len(link) > LONGEST_URL * 2:
        return ""
    link = "".join(link.split())
    if not link.isprintable():
        link = "".join(character for character in link if character.isprintable())
    if not link:
        return ""
    try:
        absolute = link.replace("&amp;", "&")
        if not absolute.startswith(("http://", "https://")):
            absolute = urljoin(base, absolute)
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc or len(absolute) > LONGEST_URL:
        return ""
    return absolute


_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?+>")
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _as_utf8_document(text: str) -> bytes:
    """The document in UTF-8, saying so, with HTML's named entities as numbers.

    `&nbsp;` and `&laquo;` are undeclared in XML and common in hand-made feeds. Inside CDATA the
    number means the same to whoever reads the HTML. Characters that XML forbids are taken out.
    """

    def numbered(match: re.Match[str]) -> str:
        characters = html5.get(match[1] + ";")
        if characters is None:
            return match[0]
        return "".join(f"&#{ord(character)};" for character in characters)

    text = text.lstrip("\ufeff")
    if _NOT_XML.search(text):
        text = _NOT_XML.sub("", text)
    if "&" in text:
        text = _NAMED_ENTITY.sub(numbered, text)
    text = _DECLARATION.sub("", text, count=1)
    return b'<?xml version="1.0" encoding="utf-8"?>' + text.encode()


# What the fast parser is known to read wrongly: Atom's base64 and XHTML in titles and summaries.
_ODD_TYPES = (b"xhtml", b"base64", b"octet-stream", b"mode=")
_FAST_IS_WRONG = re.compile(
    rb"<(?:\w+:)?(?:title|summary|subtitle|tagline|content|info|copyright)\b[^>]{0,300}?"
    rb"(?:mode\s*=\s*[\"']base64|type\s*=\s*[\"']application/octet-stream)"
    rb"|<(?:\w+:)?(?:title|summary|subtitle|tagline)\b[^>]{0,300}?"
    rb"(?:type\s*=\s*[\"'](?:application/)?xhtml|mode\s*=\s*[\"']xml)"
)
_ITEM_STARTS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)


def _read_xml(document: bytes, url: str) -> tuple[RawFeed, bool]:
    """The feed by the fast parser, or by the lenient one (then the second answer is True)."""
    odd = any(word in document for word in _ODD_TYPES) and _FAST_IS_WRONG.search(document)
    if not odd:
        try:
            raw = read_fast(document)
        except Exception:  # whatever it stumbles over, the lenient parser is asked
            raw = RawFeed()
        if raw.entries and _is_complete(raw, document):
            return raw, False
    lenient = read_leniently(document, url=url)
    return lenient, bool(lenient.entries)


def _is_complete(raw: RawFeed, document: bytes) -> bool:
    """Whether the fast parser saw every item, each with something to tell it by."""
    if b"xml:base" in document and not all(
        entry.link.startswith(("http:", "https:")) for entry in raw.entries
    ):
        return False  # it does not resolve addresses against xml:base
    if any(
        not (entry.link or entry.guid) and not ((entry.title or entry.summary) and entry.published)
        for entry in raw.entries
    ):
        return False
    starts = len(_ITEM_STARTS.findall(document))
    if starts > len(raw.entries):  # items quoted in CDATA are no items
        starts = len(_ITEM_STARTS.findall(_CDATA.sub(b"", document)))
    return starts <= len(raw.entries)


def _read_json_feed(text: str) -> RawFeed:
    if '"version"' not in text or "jsonfeed.org" not in text:
        raise NotAFeed("JSON, but not a JSON Feed")
    try:
        return read_fast(text.encode())
    except Exception as error:  # the parser names no errors of its own
        raise NotAFeed(f"a broken JSON Feed ({type(error).__name__})") from None


def _judge(item: RawEntry, base: str, language: str, now: datetime) -> ParsedEntry | None:
    """The entry as we keep it, or None where it says nothing at all."""
    url = web_address(item.link, base)
    title = _line(item.title, LONGEST_TITLE)
    summary = _paragraph(item.summary or item.content)
    guid = _bounded_guid(item.guid) or url
    if not url and item.guid.startswith(("http://", "https://")):
        url = web_address(item.guid, base)
    if item == RawEntry():
        return None
    if not guid:
        guid = "text:" + hashlib.sha256(f"{title}\n{summary}".encode()).hexdigest()[:40]
    published = read_date(item.published, language=language) if item.published else None
    updated = read_date(item.updated, language=language) if item.updated else None
    claim = clean_line(item.published or item.updated, LONGEST_CLAIM)
    best = _plausible(published, now) or _plausible(updated, now)
    changed = _plausible(updated, now)
    return ParsedEntry(
        guid=guid,
        url=url,
        title=title,
        summary=summary,
        author=_line(item.author, LONGEST_AUTHOR),
        published=best.moment if best else None,
        published_claim=claim,
        published_assumed=bool(best and (best.zone_assumed or not best.time_known)),
        updated=changed.moment if changed else None,
        categories=_categories(item.categories),
        image_url=web_address(item.image, base),
    )


def _plausible(date: ReadDate | None, now: datetime) -> ReadDate | None:
    return date if date and is_plausible(date.moment, now=now) else None


def _with_own_guids(entries: list[ParsedEntry]) -> list[ParsedEntry]:
    """Entries with different guids: a repeat is dropped, one guid on several pages is replaced.

    Feeds exist that give every item the guid of the site; their items are told apart by address.
    """
    addresses: dict[str, set[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.guid, set()).add(entry.url)
    kept: dict[str, ParsedEntry] = {}
    for entry in entries:
        guid = entry.guid
        if len(addresses[guid]) > 1 and entry.url:
            guid = _bounded_guid(entry.url)
        kept.setdefault(guid, entry if guid == entry.guid else replace(entry, guid=guid))
    return list(kept.values())


def _bounded_guid(guid: str) -> str:
    guid = clean_line(guid, LONGEST_GUID * 20)
    if len(guid) <= LONGEST_GUID:
        return guid
    return "long:" + hashlib.sha256(guid.encode()).hexdigest()


def _line(text: str, limit: int) -> str:
    return clean_line(_without_markup(text), limit)


def _paragraph(text: str) -> str:
    return _without_markup(text)[:LONGEST_SUMMARY].rstrip()


def _without_markup(text: str) -> str:
    return plain_text(text[:_MOST_MARKUP]) if text else ""


def _categories(names: list[str]) -> tuple[str, ...]:
    cleaned = (_line(name, 100) for name in names[:MOST_CATEGORIES])
    return tuple(dict.fromkeys(name for name in cleaned if name))
