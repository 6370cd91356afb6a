"""What kind of document the bytes are, before any parser sees them."""

import re

from cases.feeds.formats.parsed import NotAFeed

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document, not a feed"),
    (b"\x89PNG", "an image, not a feed"),
    (b"\xff\xd8\xff", "an image, not a feed"),
    (b"GIF8", "an image, not a feed"),
    (b"RIFF", "an image or a sound, not a feed"),
    (b"PK\x03\x04", "a ZIP archive, not a feed"),
    (b"\x1f\x8b", "compressed data, not a feed"),
)
_FIRST_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})(?=[\s>/])")
_SKIPPED = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!(?:DOCTYPE|doctype)[^>\[]*(?:\[[^\]]*\]\s*)?>", re.S
)
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_OTHER_ROOTS = {
    "html": "a web page (HTML), not a feed",
    "head": "a web page (HTML), not a feed",
    "body": "a web page (HTML), not a feed",
    "div": "a piece of a web page (HTML), not a feed",
    "script": "a piece of a web page (HTML), not a feed",
    "urlset": "a sitemap, not a feed",
    "sitemapindex": "a sitemap index, not a feed",
    "opml": "a list of feeds (OPML), not a feed",
    "svg": "an image (SVG), not a feed",
    "error": "an error message (XML), not a feed",
}
_HEAD = 16_384  # characters in which a feed's first element must begin


def refuse_binary(body: bytes) -> None:
    """Raise NotAFeed for an empty body and for formats that are known by their first bytes."""
    head = body[:64].lstrip()
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise NotAFeed("the document is empty")
    for signature, reason in _SIGNATURES:
        if head.startswith(signature):
            raise NotAFeed(reason)


def root_of_xml(text: str) -> str:
    """The first element's name in lower case, without prefix; "" where none begins in the head."""
    head = text[:_HEAD]
    position = 0
    while match := _SKIPPED.match(head, position):
        position = match.end()
    first = _FIRST_ELEMENT.search(head, position)
    return first[1].lower() if first else ""


def root_of(text: str) -> str:
    """The first element's name in lower case, "json", or "" where no element begins in the head.

    Raises NotAFeed where the document is something else that has a name; junk before the root of
    a feed (blank lines, a stray byte mark, text) is stepped over.
    """
    head = text[:_HEAD]
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        return "json"
    name = root_of_xml(text)
    if not name:
        return ""
    if name in _OTHER_ROOTS:
        raise NotAFeed(_OTHER_ROOTS[name])
    if name in _FEED_ROOTS or "<item" in text or "<entry" in text:
        return name
    raise NotAFeed(f"XML of another kind (<{name}>), not a feed")
