"""Sitemaps (sitemaps.org), Google's news sitemaps, and indexes of sitemaps, plain or gzipped.

A news sitemap lists the articles of the last two days with title and date. A plain one lists
pages with, at best, the day of their last change: its newest are taken. An index lists sitemaps:
which of them to read in one visit is decided here, the reading is the poller's.
"""

import re
import zlib
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from cases.feeds.formats.charset import decode_feed
from cases.feeds.formats.dates import read_date
from cases.feeds.formats.parsed import NotAFeed
from cases.feeds.formats.shapes import RawEntry, RawFeed
from cases.feeds.formats.sniff import root_of_xml
from cases.feeds.formats.watched_page import date_in_address
from tracker.lib.web_sites import is_same_site
from tracker.lib.xml_guard import DangerousDocument, checked_xml

MOST_BYTES = 10_000_000  # of a gzipped sitemap when it is unpacked
MOST_ELEMENTS = 320_000  # the protocol allows 50,000 pages, each with its address and three facts
MOST_ENTRIES = 500
MOST_CHILDREN = 3  # sitemaps of an index that are read in one visit
_GZIP = b"\x1f\x8b"
_NUMBERS = re.compile(r"[0-9]+")
_NEWS = re.compile(r"(?:^|[/_.-])(?:google-?)?news(?=$|[/_.-])|новост", re.IGNORECASE)
_NO_ARTICLES = re.compile(
    r"(?:^|[/_.-])(?:images?|videos?|tags?|categor(?:y|ies)|authors?|users?|pages?)(?=$|[/_.-])",
    re.IGNORECASE,
)


def read_sitemap(body: bytes, *, charset: str, url: str) -> RawFeed:
    """The pages of a sitemap, newest first, or of an index what to `follow`.

    Raises NotAFeed with the reason for anything else, and for dangerous XML.
    """
    if body.startswith(_GZIP):
        body = _unpacked(body)
    decoded = decode_feed(body, charset=charset)
    root_name = root_of_xml(decoded.text)
    if root_name not in ("urlset", "sitemapindex"):
        raise NotAFeed("not a sitemap" + (f" but <{root_name}>" if root_name else ""))
    try:
        document = checked_xml(decoded.text.encode(), "utf-8", most_elements=MOST_ELEMENTS)
    except DangerousDocument as error:
        raise NotAFeed(f"dangerous XML: {error}") from None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(document, parser)
    if root is None:
        raise NotAFeed("a broken sitemap")
    rows = [_row(element) for element in root if _local(element) in ("url", "sitemap")]
    rows = [row for row in rows if row.get("loc")]
    if root_name == "sitemapindex":
        children = children_to_read([(row["loc"], row.get("lastmod", "")) for row in rows], url)
        if not children:
            raise NotAFeed("an index that lists no sitemaps of its own site")
        return RawFeed(link=_site(url), follow=children)
    if not rows:
        return RawFeed(link=_site(url))
    entries = [_entry(row) for row in rows]
    entries.sort(key=lambda entry: _moment(entry.published or entry.updated), reverse=True)
    return RawFeed(
        title=rows[0].get("name", ""),
        language=rows[0].get("language", ""),
        link=_site(url),
        entries=entries[:MOST_ENTRIES],
    )


def children_to_read(children: list[tuple[str, str]], url: str) -> tuple[str, ...]:
    """Which sitemaps of an index to read in one visit, at most three, the most promising first.

    `children` are addresses with their last change as written ("" for none), `url` is the index.
    News sitemaps come first, then those that changed last, then those with the highest numbers
    (they are numbered as they grow). Lists of pictures, tags and authors are left out, and so are
    addresses of other sites, which an index may not speak for.
    """
    own = [child for child in dict.fromkeys(children) if is_same_site(child[0], url)]
    articles = [child for child in own if not _NO_ARTICLES.search(_path(child[0]))] or own

    def promise(child: tuple[str, str]) -> tuple[bool, datetime, list[int]]:
        address, changed = child
        numbers = [
            int(number) for number in _NUMBERS.findall(_path(address))[:6] if len(number) < 15
        ]
        return bool(_NEWS.search(_path(address))), _moment(changed), numbers

    articles.sort(key=promise, reverse=True)
    return tuple(dict.fromkeys(address for address, _ in articles))[:MOST_CHILDREN]


def _path(address: str) -> str:
    return address.split("://", 1)[-1].partition("/")[2]


def _site(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/" if rest else ""


def _unpacked(body: bytes) -> bytes:
    """All members of a gzip file, bounded. Raises NotAFeed."""
    parts: list[bytes] = []
    size = 0
    while body.startswith(_GZIP):
        inflater = zlib.decompressobj(wbits=31)
        try:
            part = inflater.decompress(body, MOST_BYTES - size + 1)
        except zlib.error:
            raise NotAFeed("a broken gzip file") from None
        size += len(part)
        if size > MOST_BYTES:
            raise NotAFeed(f"a gzipped sitemap of more than {MOST_BYTES // 1_000_000} MB")
        if not inflater.eof:
            raise NotAFeed("a gzip file that breaks off")
        parts.append(part)
        body = inflater.unused_data
    return b"".join(parts)


def _local(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _row(element: Any) -> dict[str, str]:
    """What is said of one page: loc, lastmod, title, publication_date, name, language, image."""
    row: dict[str, str] = {}
    for node in element.iter():
        name = _local(node)
        text = (node.text or "").strip()
        if not text or not name:
            continue
        if name == "loc" and node.getparent() is not element:
            row.setdefault("image", text)
        elif name == "title" and _local(node.getparent()) != "news":
            continue  # of a picture or a video
        else:
            row.setdefault(name, text)
    return row


def _entry(row: dict[str, str]) -> RawEntry:
    # The day in the address is the day of publication; the last change is only a bound for it.
    published = row.get("publication_date") or date_in_address(row["loc"])
    return RawEntry(
        guid=row["loc"],
        link=row["loc"],
        title=row.get("title", ""),
        published=published,
        updated=row.get("lastmod", ""),
        categories=[word.strip() for word in row.get("keywords", "").split(",") if word.strip()],
        image=row.get("image", ""),
    )


_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def _moment(text: str) -> datetime:
    read = read_date(text) if text else None
    return read.moment if read else _LONG_AGO
