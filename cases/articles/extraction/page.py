"""A page's bytes to the markup that a tree is made of, within bounds.

The bounds are those of design: parsers hang on tens of thousands of attributes or of nested tags, so
both are looked for before a parser sees the page.
"""

import re

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
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13))
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
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


def read_markup(body: bytes, *, charset: str) -> str:
    """The page's markup as text. Raises NotAnArticle for what is empty, no HTML, or out of bounds."""
    start = body[:64].lstrip()
    if not start and not body.strip():
        raise NotAnArticle("the page is empty")
    if len(body) > LARGEST_PAGE:
        raise NotAnArticle("the page is too large")
    for signature, reason in _SIGNATURES:
        if start.startswith(signature):
            raise NotAnArticle(reason)
    text = decode_page(body, charset)
    # Looking for control characters in bytes is a hundred times cheaper than in text.
    if len(body.translate(None, _CONTROLS)) != len(body):
        text = _NOT_TEXT.sub("", text)
    parts = text.split("<")
    if len(parts) > MOST_TAGS and len(_TAG.findall(text)) > MOST_TAGS:
        raise NotAnArticle(f"the page has more than {MOST_TAGS} tags")
    if len(parts) == 1:
        raise NotAnArticle("not a web page (no HTML)")
    if _may_have_many_attributes(parts) and any(
        isinstance(piece, Tag) and piece.attributes > MOST_ATTRIBUTES for piece in pieces(text)
    ):
        raise NotAnArticle(f"a tag of the page has more than {MOST_ATTRIBUTES} attributes")
    return text


def _may_have_many_attributes(parts: list[str]) -> bool:
    """A cheap look at very long tags, of a page split at "<"; scripts look like tags at times.

    The tree's own time grows with the square of the attributes of one tag: a thousand are nothing,
    fifty thousand are seven seconds.
    """
    for part in [part for part in parts if len(part) > 2 * _SUSPICIOUS]:
        inside = part.partition(">")[0]
        if len(inside) > 2 * _SUSPICIOUS:
            if len(_QUOTED.sub('""', inside).split()) > _SUSPICIOUS:
                return True
    return False
