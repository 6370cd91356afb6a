"""From what a source wrote to what we keep: plain text, bounded, absolute addresses, right dates.

Every format's reader hands its entries to `judged_feed`; what comes out is the same for all.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from cases.feeds.formats.dates import (
    EARLIEST_PLAUSIBLE,
    ReadDate,
    latest_plausible,
    read_date,
)
from cases.feeds.formats.parsed import ParsedEntry, ParsedFeed
from cases.feeds.formats.shapes import LONGEST_SUMMARY, MOST_ENTRIES, RawEntry, RawFeed
from tracker.lib.html_text import beginnings, clean_line, plain_text

LONGEST_TITLE = 500
LONGEST_AUTHOR = 200
LONGEST_URL = 2_048
LONGEST_GUID = 500
LONGEST_CLAIM = 100
MOST_CATEGORIES = 30
_MOST_MARKUP = 12_000  # characters of one field's HTML that are looked at for its text


def judged_feed(
    raw: RawFeed,
    *,
    url: str,
    language: str,
    now: datetime | None,
    encoding: str = "utf-8",
    remarks: Sequence[str] = (),
    longest_summary: int = LONGEST_SUMMARY,
) -> ParsedFeed:
    """The feed as we keep it, at most 500 entries in the order of the document.

    `url` resolves relative links, `language` is the source's where the document names none, `now`
    tells plausible dates from others (the clock's time without it).
    """
    own_language = clean_line(raw.language, 20).replace("_", "-")
    latest = latest_plausible(now or datetime.now(UTC))
    items = raw.entries[:MOST_ENTRIES]
    summaries = (
        [item.summary for item in items]
        if raw.has_texts
        else beginnings(
            [_cut(item.summary or item.content, _MOST_MARKUP) for item in items], longest_summary
        )
    )
    entries = [
        entry
        for item, summary in zip(items, summaries, strict=True)
        if (entry := _judge(item, summary, url, own_language or language, latest))
    ]
    total = max(raw.total, len(raw.entries))
    truncated = total > MOST_ENTRIES
    if truncated:
        remarks = [*remarks, f"{total} items; the first {MOST_ENTRIES} were read"]
    return ParsedFeed(
        title=_line(raw.title, LONGEST_TITLE),
        language=own_language,
        site_url=web_address(raw.link, url),
        ttl=int(raw.ttl) * 60 if raw.ttl.isdecimal() and len(raw.ttl) < 7 else 0,
        entries=tuple(_with_own_guids(entries)),
        encoding=encoding,
        remarks=tuple(remarks),
        truncated=truncated,
        follow=raw.follow,
        skip_hours=raw.skip_hours,
        skip_days=raw.skip_days,
    )


_PLAIN_HOST = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#]|\Z)"
).match


def web_address(link: str, base: str) -> str:
    """`link` as an absolute http(s) address of at most 2,048 characters, or "".

    javascript:, data: and the like are dropped however they are written: browsers ignore tabs and
    line ends inside an address, so they are taken out before the scheme is looked at.
    """
    if (
        link.isascii()
        and len(link) <= LONGEST_URL
        and link.isprintable()
        and " " not in link
        and _PLAIN_HOST(link)
    ):
        return link if "&" not in link else link.replace("&amp;", "&")
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


def _judge(
    item: RawEntry, summary: str, base: str, language: str, latest: datetime
) -> ParsedEntry | None:
    """The entry as we keep it, or None where it says nothing at all."""
    url = web_address(item.link, base)
    title = _line(item.title, LONGEST_TITLE)
    guid = item.guid
    if not url and guid.startswith(("http://", "https://")):
        url = web_address(guid, base)
    if guid != url or len(guid) > LONGEST_GUID or not guid.isascii():
        guid = _bounded_guid(guid) or url
    if not title and not url and item == RawEntry():
        return None
    if not guid:
        guid = url or "text:" + hashlib.sha256(f"{title}\n{summary}".encode()).hexdigest()[:40]
    published = _plausible(item.published, language, latest) if item.published else None
    updated = published
    if item.updated != item.published:
        updated = _plausible(item.updated, language, latest) if item.updated else None
    best = published or updated
    return ParsedEntry(
        guid,
        url,
        title,
        summary,
        _line(item.author, LONGEST_AUTHOR) if item.author else "",
        best.moment if best else None,
        clean_line(item.published or item.updated, LONGEST_CLAIM),
        bool(best and (best.zone_assumed or not best.time_known)),
        updated.moment if updated else None,
        _categories(item.categories) if item.categories else (),
        web_address(item.image, base) if item.image else "",
        item.details or {},
    )


def _plausible(text: str, language: str, latest: datetime) -> ReadDate | None:
    date = read_date(text, language=language)
    return date if date and EARLIEST_PLAUSIBLE <= date.moment <= latest else None


def _with_own_guids(entries: list[ParsedEntry]) -> list[ParsedEntry]:
    """Entries with different guids: a repeat is dropped, one guid on several pages is replaced.

    Feeds exist that give every item the guid of the site; their items are told apart by address.
    """
    if len({entry.guid for entry in entries}) == len(entries):
        return entries
    addresses: dict[str, set[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.guid, set()).add(entry.url)
    kept: dict[str, ParsedEntry] = {}
    for entry in entries:
        guid = entry.guid
        if len(addresses[guid]) > 1 and entry.url:
            guid = _bounded_guid(entry.url)
        kept.setdefault(guid, entry if guid == entry.guid else entry._replace(guid=guid))
    return list(kept.values())


def _bounded_guid(guid: str) -> str:
    guid = clean_line(guid, LONGEST_GUID * 20)
    if len(guid) <= LONGEST_GUID:
        return guid
    return "long:" + hashlib.sha256(guid.encode()).hexdigest()


def _line(text: str, limit: int) -> str:
    if "<" in text or "&" in text or "\n" in text:
        text = plain_text(text[:_MOST_MARKUP])
    return clean_line(text, limit)


def _cut(markup: str, most: int) -> str:
    """The first `most` characters, not ending inside a tag."""
    if len(markup) <= most:
        return markup
    cut = markup[:most]
    start = cut.rfind("<")
    return cut[:start] if start > cut.rfind(">") and start > most - 2_000 else cut


def _categories(names: list[str]) -> tuple[str, ...]:
    cleaned = (_line(name, 100) for name in names[:MOST_CATEGORIES])
    return tuple(dict.fromkeys(name for name in cleaned if name))
