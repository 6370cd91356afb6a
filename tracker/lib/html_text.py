"""Foreign HTML made harmless: a small safe subset, or plain text.

Text that comes out of here is text: "<b>" may stand in it as three letters, so templates escape it
like any other.
"""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

from tracker.lib.markup import Tag, html_depth, pieces
from tracker.lib.network_guard import AddressRefused, check_url

# nh3 takes time in the square of the nesting: 0.14 s at 5,000 levels, 57 s at 100,000.
MAX_DEPTH = 200
MAX_LENGTH = 300_000

_ALLOWED_TAGS = {
    *("p", "br", "a", "em", "strong", "b", "i", "blockquote"),
    *("ul", "ol", "li", "h2", "h3", "h4", "sub", "sup", "q", "cite"),
}
# Their content is no text for readers.
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
_BLOCKS = frozenset(
    "address article aside blockquote div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr main nav ol p pre section table ul".split()
)
_LINES = frozenset({"br", "dd", "dt", "li", "tr"})

# Controls except tab and newline; lone surrogates; bidi marks, embeddings, overrides and isolates;
# zero-width space, word joiner and invisible operators, soft hyphen, byte order mark, Mongolian
# vowel separator, interlinear marks, tag characters; noncharacters.
_UNWANTED = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad\\u061c\\u180e\\u200b\\u200e\\u200f"
    "\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff"
    "\\U000e0000-\\U000e007f]"
)
# Zero-width joiner and non-joiner spell words in Arabic and Indic scripts and join emoji; among
# Latin, Greek and Cyrillic letters they only hide one word in another.
_STRAY_JOINER = re.compile(
    "(?<![\\u0600-\\u1cff\\u2190-\\u2bff\\ufe0f\\U0001f000-\\U0001faff])[\\u200c\\u200d]"
)
_LINE_BREAKS = re.compile("\\r\\n?|[\\x85\\u2028\\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")
# Four marks on one letter are more than any language of ours needs; "zalgo" stacks dozens.
_MAX_MARKS = 4


def safe_html(markup: str) -> str:
    """The part of foreign HTML that may stand on our pages: paragraphs, lists, emphasis, links.

    Links keep only http(s) addresses that could be public; images, forms, styles and scripts go.
    Markup that is too long or nested too deep for the sanitiser comes back as escaped plain text.
    """
    cleaned = _without_unwanted(markup)
    if len(cleaned) > MAX_LENGTH or html_depth(cleaned, most=MAX_DEPTH) > MAX_DEPTH:
        return html.escape(plain_text(cleaned)[:MAX_LENGTH])
    return nh3.clean(
        cleaned,
        tags=_ALLOWED_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes={"a": {"href"}},
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
    )


def plain_text(markup: str) -> str:
    """The text of foreign HTML: tags out, entities decoded, blocks on lines of their own.

    Without control, bidi and zero-width characters, NUL and lone surrogates, so that PostgreSQL
    takes it and a page shows what was written. Blank lines part paragraphs. Linear in its input.
    """
    text = html.unescape(_without_tags(markup)) if "<" in markup or "&" in markup else markup
    text = _without_unwanted(text)
    text = _SPACES.sub(" ", text)
    text = _BLANK_LINES.sub("\n\n", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def clean_line(text: str, limit: int) -> str:
    """Plain text (not HTML) on one line of at most `limit` characters, for titles and names.

    Whitespace runs become one space. What is cut ends in "…", and never between a letter and its
    combining marks.
    """
    line = " ".join(_without_unwanted(text[: 20 * limit + 1000]).split())
    if len(line) <= limit:
        return line
    end = max(0, limit - 1)
    while end > 0 and _clings(line[end]):
        end -= 1
    return line[:end].rstrip() + "…" if limit > 0 else ""


def _kept_attribute(tag: str, attribute: str, value: str) -> str | None:
    """nh3's question about each attribute it would keep: a link must lead to a public address."""
    if attribute != "href":
        return value  # the `rel` that nh3 itself puts there
    try:
        check_url(value)
    except AddressRefused:
        return None
    return value


def _without_tags(markup: str) -> str:
    parts: list[str] = []
    position = 0
    dropped = ""
    for piece in pieces(markup):
        if not dropped:
            parts.append(markup[position : piece.start])
        position = piece.end
        if not isinstance(piece, Tag):
            # A feed's CDATA section is its text; a comment is not.
            if piece.kind == "<![CDATA[" and not dropped:
                parts.append(html.escape(markup[piece.start + 9 : piece.end].removesuffix("]]>")))
            continue
        if dropped:
            if piece.closing and piece.name == dropped:
                dropped = ""
        elif piece.name in _DROPPED_WHOLE and not piece.closing and not piece.self_closing:
            dropped = piece.name
        elif piece.name in _LINES:
            if not piece.closing:
                parts.append("\n")
        elif piece.name in _BLOCKS:
            parts.append("\n\n")
    if not dropped:
        parts.append(markup[position:])
    return "".join(parts)


def _without_unwanted(text: str) -> str:
    text = _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text))
    if text.isascii():
        return text
    return _without_piles(_STRAY_JOINER.sub("", text))


def _without_piles(text: str) -> str:
    """At most `_MAX_MARKS` combining marks in a row."""
    if not any(unicodedata.combining(character) for character in set(text)):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _clings(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return bool(unicodedata.combining(character)) or character in "\u200c\u200d\ufe0e\ufe0f"
