"""A web page as a tree, for the kinds of sources that are pages: decoded as browsers do, capped."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cases.feeds.formats.charset import decoded_strictly, guess_encoding, known_encoding
from cases.feeds.formats.parsed import NotAFeed
from tracker.lib.markup import count_tags, html_depth

MOST_TAGS = 30_000
DEEPEST = 300
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE
)


def decode_page(body: bytes, charset: str) -> str:
    """The text of a page: byte mark, header, <meta>, UTF-8 where it is valid, else a guess."""
    if body.startswith(b"\xef\xbb\xbf"):
        return body.decode("utf-8-sig", "replace")
    text = decoded_strictly(body, "utf-8")
    if text is not None:
        return text
    meta = _META_CHARSET.search(body[:4096])
    for name in (known_encoding(charset), known_encoding(meta[1].decode() if meta else "")):
        if name and (text := decoded_strictly(body, name)) is not None:
            return text
    return body.decode(guess_encoding(body), "replace")


def page_tree(body: bytes, charset: str) -> LexborHTMLParser:
    """The page as a tree. Raises NotAFeed for what is no page and for one built to hurt."""
    text = decode_page(body, charset).replace("\x00", "")
    if "<" not in text:
        raise NotAFeed("not a web page")
    if count_tags(text, most=MOST_TAGS) > MOST_TAGS:
        raise NotAFeed(f"a web page with more than {MOST_TAGS:,} tags")
    if html_depth(text, most=DEEPEST) > DEEPEST:
        raise NotAFeed("a web page nested too deep")
    return LexborHTMLParser(text)


def attribute(node: LexborNode | None, name: str) -> str:
    """The attribute's text without surrounding spaces; "" where there is none."""
    return ((node.attributes.get(name) if node else "") or "").strip()
