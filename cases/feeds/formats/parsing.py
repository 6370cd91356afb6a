"""A feed's bytes to our shape: RSS 0.9x to 2.0, RDF, Atom, JSON Feed.

Our compiled reader takes common feeds as they are: it expands nothing and refuses what is unusual.
Of the others the bytes become text first (`formats.charset`), then the entity check sees exactly what
the parser will see, then the fast parser reads it, and the lenient one where the fast one fails or is
known to be wrong. Everything that comes out is plain text, bounded, with absolute web addresses and
dates that are right or absent. No parser is ever handed an address.
"""

import re
from datetime import datetime
from html.entities import html5

from cases.feeds.formats.charset import decode_feed, known_encoding
from cases.feeds.formats.fast import read_compiled, read_fast, read_swift
from cases.feeds.formats.judging import judged_feed
from cases.feeds.formats.lenient import read_leniently
from cases.feeds.formats.parsed import NotAFeed, ParsedFeed
from cases.feeds.formats.shapes import RawFeed
from cases.feeds.formats.sniff import refuse_binary, root_of
from tracker.lib.xml_guard import DangerousDocument, refuse_dangerous_xml


def parse_feed(
    body: bytes, *, charset: str, url: str, language: str = "", now: datetime | None = None
) -> ParsedFeed:
    """The feed in `body`, at most 500 entries in the order of the document.

    `charset` is the one of the HTTP header ("" for none), `url` the address it was read from (for
    relative links only), `language` the source's language where the feed names none. Raises
    NotAFeed with a reason for anything else than a feed, and for dangerous XML.
    """
    refuse_binary(body)
    if (swift := read_as_it_is(body, charset)) is not None:
        return judged_feed(swift, url=url, language=language, now=now)
    decoded = decode_feed(body, charset=charset)
    root = root_of(decoded.text)
    remarks = ["declared in another encoding than it is written in"] if decoded.overruled else []
    if root == "json":
        raw = _read_json_feed(decoded.text)
    else:
        document = _as_utf8_document(decoded.text)
        compiled = read_compiled(document)
        if compiled is not None and _all_can_be_told(compiled, document):
            raw, was_lenient = compiled, False
        else:
            raw, was_lenient = _read_checked(document, root, url)
        if was_lenient:
            remarks.append("broken or unusual markup")
    return judged_feed(
        raw, url=url, language=language, now=now, encoding=decoded.encoding, remarks=remarks
    )


def read_as_it_is(body: bytes, charset: str) -> RawFeed | None:
    """A plain feed without looking at it twice; None where anything about it is out of the common.

    That is: not UTF-8 or said to be something else, not well-formed, a document type, odd
    kinds of text in Atom, items in odd places or with nothing to tell them by.
    """
    if charset and known_encoding(charset) not in ("", "utf-8") and not body.isascii():
        return None
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body.startswith(b"<"):
        return None
    raw = read_compiled(body)
    if raw is None and (b"<rss" in body[:_PROLOG] or not _has_odd_texts(body)):
        raw = read_swift(body)
    if raw is None or not raw.entries or not _all_can_be_told(raw, body):
        return None
    return raw


_PROLOG = 2_000  # bytes in which RSS says that it is RSS
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
_ODD_TYPES: tuple[bytes, ...] = (b"xhtml", b"octet-stream")
_ODD_IN_OLD_ATOM = (b"base64", b"mode=")
_FAST_IS_WRONG = re.compile(
    rb"<(?:\w+:)?(?:title|summary|subtitle|tagline|content|info|copyright)\b[^>]{0,300}?"
    rb"(?:mode\s*=\s*[\"']base64|type\s*=\s*[\"']application/octet-stream)"
    rb"|<(?:\w+:)?(?:title|summary|subtitle|tagline)\b[^>]{0,300}?"
    rb"(?:type\s*=\s*[\"'](?:application/)?xhtml|mode\s*=\s*[\"']xml)"
)
_ITEM_STARTS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)


def _read_checked(document: bytes, root: str, url: str) -> tuple[RawFeed, bool]:
    """As `_read_xml`, behind the check for what no parser may see. Raises NotAFeed."""
    try:
        refuse_dangerous_xml(document, "utf-8")
    except DangerousDocument as error:
        raise NotAFeed(f"dangerous XML: {error}") from None
    if not root:
        raise NotAFeed("neither XML nor JSON")
    return _read_xml(document, url)


def _read_xml(document: bytes, url: str) -> tuple[RawFeed, bool]:
    """The feed by the fast parser, or by the lenient one (then the second answer is True)."""
    if not _has_odd_texts(document):
        try:
            raw = read_fast(document)
        except Exception:  # whatever it stumbles over, the lenient parser is asked
            raw = RawFeed()
        if raw.entries and _is_complete(raw, document):
            return raw, False
    lenient = read_leniently(document, url=url)
    return lenient, bool(lenient.entries)


def _has_odd_texts(document: bytes) -> bool:
    words = _ODD_TYPES
    if b"purl.org/atom" in document[: document.find(b"<entry")]:  # Atom 0.3
        words += _ODD_IN_OLD_ATOM
    if not any(word in document for word in words):
        return False
    return _FAST_IS_WRONG.search(document) is not None


def _all_can_be_told(raw: RawFeed, document: bytes) -> bool:
    """Whether each item has an address or a name, and the addresses need no xml:base."""
    relative = False
    for entry in raw.entries:
        if not entry.link.startswith(("http:", "https:")):
            relative = True
            if not (entry.link or entry.guid) and not (
                (entry.title or entry.summary) and entry.published
            ):
                return False
    return not (relative and b"xml:base" in document)  # the fast parser does not resolve it


def _is_complete(raw: RawFeed, document: bytes) -> bool:
    """Whether the fast parser saw every item, each with something to tell it by."""
    if not _all_can_be_told(raw, document):
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
