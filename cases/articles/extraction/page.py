"""A page's bytes to a tree, within bounds.

The bounds are those of design: the extractor hangs on 200,000 paragraphs or 50,000 attributes, so
they are checked before it sees the page.
"""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from cases.articles.extracted import NotAnArticle
from cases.feeds.formats.charset import BYTE_MARKS, guess_encoding, known_encoding

LARGEST_PAGE = 8_000_000  # bytes
MOST_TAGS = 30_000
DEEPEST = 300
MOST_ATTRIBUTES = 100  # of one tag
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.I
)
_TAG = re.compile(r"<[A-Za-z]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
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


def parse_page(body: bytes, *, charset: str) -> HtmlElement:
    """The page as a tree. Raises NotAnArticle for what is empty, no HTML, or out of bounds."""
    if not body.strip():
        raise NotAnArticle("the page is empty")
    if len(body) > LARGEST_PAGE:
        raise NotAnArticle("the page is too large")
    for signature, reason in _SIGNATURES:
        if body.lstrip()[:16].startswith(signature):
            raise NotAnArticle(reason)
    text = _NOT_TEXT.sub("", decode_page(body, charset))
    if len(_TAG.findall(text)) > MOST_TAGS:
        raise NotAnArticle(f"the page has more than {MOST_TAGS} tags")
    if "<" not in text:
        raise NotAnArticle("not a web page (no HTML)")
    try:
        tree = document_fromstring(text.encode(), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError):
        raise NotAnArticle("the page cannot be read as HTML") from None
    _refuse_out_of_bounds(tree)
    return tree


def _parser() -> HTMLParser:
    return HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _refuse_out_of_bounds(tree: HtmlElement) -> None:
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        if depth > DEEPEST:
            raise NotAnArticle(f"the page is nested more than {DEEPEST} deep")
        if len(element.attrib) > MOST_ATTRIBUTES:
            raise NotAnArticle(f"a tag of the page has more than {MOST_ATTRIBUTES} attributes")
