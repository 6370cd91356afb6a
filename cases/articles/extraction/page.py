"""A page's bytes to the markup that a tree is made of, within bounds.

The bounds are those of design: parsers hang on tens of thousands of attributes or of nested tags, so
both are looked for before a parser sees the page.
"""

import codecs
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from cases.articles.extracted import NotAnArticle
from cases.feeds.formats.charset import BYTE_MARKS, guess_encoding, known_encoding
from tracker.lib.markup import Tag, pieces

LARGEST_PAGE = 8_000_000  # bytes
MOST_TAGS = 30_000
DEEPEST = 300
MOST_ATTRIBUTES = 100  # of one tag
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.I
)
_TAG = re.compile(r"<[A-Za-z]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SUSPICIOUS = 1_000  # attributes
_NOT_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\ud800-\\udfff]")
_OTHER_MARKS = tuple(mark for mark, _ in BYTE_MARKS)
_SIGNATURES = (
    (b"%PDF-", "a PDF document, not a web page"),
    (b"\x89PNG", "an image, not a web page"),
    (b"\xff\xd8\xff", "an image, not a web page"),
    (b"GIF8", "an image, not a web page"),
    (b"PK\x03\x04", "a ZIP archive, not a web page"),
)


def decode_page(body: bytes, charset: str) -> str:
    """The text of a page, in the encoding a browser would use; `charset` is the HTTP header's.

    Byte order mark, header, <meta>, UTF-8, each believed unless the bytes contradict it in more
    than one character of a hundred; then a guess.
    """
    for mark, encoding in BYTE_MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    meta = _META_CHARSET.search(body[:4096])
    for name in (charset, meta[1].decode() if meta else "", "utf-8"):
        if encoding := known_encoding(name):
            text = body.decode(encoding, "replace")
            if text.count("\ufffd") * 100 <= len(text):
                return text
    return body.decode(guess_encoding(body), "replace")


@dataclass(frozen=True)
class Markup:
    """A page within bounds: its text, and what a tree is made of, which are the bytes where they are UTF-8."""

    text: str
    source: bytes | str


def read_markup(body: bytes, *, charset: str) -> Markup:
    """The page's markup. Raises NotAnArticle for what is empty, no HTML, or out of bounds."""
    start = body[:64].lstrip()
    if not start and not body.strip():
        raise NotAnArticle("the page is empty")
    if len(body) > LARGEST_PAGE:
        raise NotAnArticle("the page is too large")
    for signature, reason in _SIGNATURES:
        if start.startswith(signature):
            raise NotAnArticle(reason)
    source: bytes | str = body
    text = _as_utf_8(body, charset)
    if text is None:
        source = text = decode_page(body, charset)
    if "\x00" in text:
        source = text = _NOT_TEXT.sub("", text)
    if len(text) > 3 * MOST_TAGS and text.count("<") > MOST_TAGS:
        if len(_TAG.findall(text)) > MOST_TAGS:
            raise NotAnArticle(f"the page has more than {MOST_TAGS} tags")
    if "<" not in text:
        raise NotAnArticle("not a web page (no HTML)")
    if _may_have_many_attributes(text) and any(
        isinstance(piece, Tag) and piece.attributes > MOST_ATTRIBUTES for piece in pieces(text)
    ):
        raise NotAnArticle(f"a tag of the page has more than {MOST_ATTRIBUTES} attributes")
    return Markup(text, source)


def parse(markup: Markup) -> LexborHTMLParser:
    """The tree of a page, without what browsers do to it afterwards."""
    return LexborHTMLParser(markup.source, options=LexborDocumentOptions.WO_EVENTS)


def _as_utf_8(body: bytes, charset: str) -> str | None:
    """The text of a page that says it is UTF-8 and is, without a flaw; None for all others.

    The bytes of such a page need no second encoding for the tree. The order of claims is that of
    `decode_page`.
    """
    if body.startswith(_OTHER_MARKS):
        return None
    name = known_encoding(charset)
    if not name:
        meta = _META_CHARSET.search(body[:4096])
        name = known_encoding(meta[1].decode()) if meta else "utf-8"
    if name and codecs.lookup(name).name != "utf-8":
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _may_have_many_attributes(text: str) -> bool:
    """A cheap look at very long tags; scripts look like tags at times.

    The tree's own time grows with the square of the attributes of one tag: a thousand are nothing,
    fifty thousand are seven seconds. What is looked at is what follows a "<" without another one: only a
    stretch of some length can be such a tag, so it is enough to look for "<" in every thousand characters.
    """
    place, length = 0, len(text)
    while place + _SUSPICIOUS <= length:
        if text.find("<", place, place + _SUSPICIOUS) >= 0:
            place += _SUSPICIOUS
            continue
        begin, end = text.rfind("<", 0, place), text.find("<", place + _SUSPICIOUS)
        end = end if end >= 0 else length
        inside = text[begin + 1 : end].partition(">")[0]
        if len(inside) > 2 * _SUSPICIOUS and len(_QUOTED.sub('""', inside).split()) > _SUSPICIOUS:
            return True
        place = end
    return False
