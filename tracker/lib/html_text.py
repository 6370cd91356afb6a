"""Foreign HTML made harmless: a small safe subset, or plain text.

Text that comes out of here is text: "<b>" may stand in it as three letters, so templates escape it
like any other.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import nh3

from tracker.lib import native
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
_CLEANED_WHOLE = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
# In a text, what stands in a frame or an object is for those who cannot see it: us.
_DROPPED_WHOLE = _CLEANED_WHOLE - {"iframe", "object"}
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
# Characters outside of these ranges may be combining marks. (Inside there is none: a test counts.)
_MAY_COMBINE = re.compile(
    "[^\\x00-\\u02ff\\u0370-\\u0482\\u048a-\\u058f\\u10a0-\\u1348\\u1e00-\\u20bf\\u2100-\\u2ce4"
    "\\u3001-\\u3029\\u3030-\\u3098\\u309b-\\ua66e\\uac00-\\ud7a3\\uff01-\\uffef\\U0001f000-\\U0001faff]"
)
# Tags of which nothing but the name matters, written so that no reading of them can differ. What
# these leave behind ("a < b", a quote out of place) is read by the slow way.
_ATTRIBUTES = r"(?:\s+[^\s<>\"'=/]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s<>\"'=`]+))?)*+\s*+/?>"
_PLAIN_TAG = re.compile(f"<(/?[A-Za-z][A-Za-z0-9:-]{{0,60}})({_ATTRIBUTES})")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_BREAKS = (
    {name: "\n\n" for name in _BLOCKS}
    | {f"/{name}": "\n\n" for name in _BLOCKS}
    | {name: "\n" for name in _LINES}
)
# More characters than a reference that was cut off ("&CounterClock") leaves behind.
_LOOSE_END = 40
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
        clean_content_tags=_CLEANED_WHOLE,
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
    if "<" not in markup:
        return _settled(markup)
    bare = _without_plain_tags(markup)
    return _settled(_without_tags(markup) if bare is None else bare)


def beginnings(markups: Sequence[str], most: int) -> list[str]:
    """For each of many texts of foreign HTML the first `most` characters of its `plain_text`.

    Without space at the end. Long texts are read as far as is needed, all of them at once by the
    compiled reader where there is one.
    """
    reader = compiled_reader()
    if reader is None:
        return [beginning_in_python(markup, most) for markup in markups]
    # Half of the markup is text as a rule, so twice the length is enough at first.
    cut = 2 * most
    heads = [markup if len(markup) <= cut else _head(markup, cut) for markup in markups]
    texts = _read_compiled(reader, heads, most + _LOOSE_END)
    short = [
        place
        for place, text in enumerate(texts)
        if len(text) < most + _LOOSE_END and len(markups[place]) > cut
    ]
    if short:
        wholes = _read_compiled(reader, [markups[place] for place in short], most)
        for place, text in zip(short, wholes, strict=True):
            texts[place] = text
    return [
        beginning_in_python(markup, most) if text == native.ASKED else text[:most].rstrip()
        for text, markup in zip(texts, markups, strict=True)
    ]


def beginnings_of_block(block: bytearray, size: int, most: int) -> list[str]:
    """As `beginnings`, of texts in UTF-8 with NUL behind each. Raises UnicodeDecodeError."""
    if not size:
        return []
    reader = compiled_reader()
    if reader is None:
        texts = bytes(block[: size - 1]).decode().split("\0")
        return [beginning_in_python(text, most) for text in texts]
    texts = reader.beginnings_in(block, size - 1, most)
    if native.ASKED in texts:
        markups = bytes(block[: size - 1]).split(b"\0")
        for place, text in enumerate(texts):
            if text == native.ASKED:
                texts[place] = beginning_in_python(markups[place].decode(), most)
    return [text.rstrip() if len(text) == most else text for text in texts]


def _read_compiled(reader: native.Reader, markups: list[str], most: int) -> list[str]:
    texts = reader.beginnings(markups, most)
    return texts if len(texts) == len(markups) else [native.ASKED] * len(markups)  # NUL in them


def beginning_in_python(markup: str, most: int) -> str:
    """As `beginnings` of one text, without the compiled reader."""
    if len(markup) > 2 * most:
        bare = _without_plain_tags(_head(markup, 2 * most))
        text = "" if bare is None else _settled(bare)
        if len(text) >= most + _LOOSE_END:
            return text[:most].rstrip()
    return plain_text(markup)[:most].rstrip()


@cache
def compiled_reader() -> native.Reader | None:
    """The compiled reader, knowing the rules of this module; None where it was not built."""
    library = native.library()
    return None if library is None else native.Reader(library, _kinds_of_characters(), _TAGS)


def _settled(text: str) -> str:
    """Text that has lost its tags, as `plain_text` gives it."""
    if "&" in text:
        text = html.unescape(text)
    # Most texts hold nothing that must go: one look in C tells, and spares four patterns.
    spaced = text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ")
    if not spaced.isprintable() or not (spaced.isascii() or not _MAY_COMBINE.search(spaced)):
        text = _without_unwanted(text)
    if "\n" not in text:
        return " ".join(text.split())
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n")


def clean_line(text: str, limit: int) -> str:
    """Plain text (not HTML) on one line of at most `limit` characters, for titles and names.

    Whitespace runs become one space. What is cut ends in "…", and never between a letter and its
    combining marks.
    """
    if (
        len(text) <= limit
        and text.isprintable()
        and (text.isascii() or not _MAY_COMBINE.search(text))
    ):
        return " ".join(text.split()) if "  " in text else text.strip()
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


def _head(markup: str, most: int) -> str:
    """The first `most` characters, as a rule not ending inside a tag."""
    head = markup[:most]
    start = head.rfind("<")
    return head[:start] if start > head.rfind(">") else head


def _without_plain_tags(markup: str) -> str | None:
    """`_without_tags` at a tenth of its cost, or None where any "<" is no plain tag or comment."""
    text = markup
    if "<!--" in text:
        # NUL stands where a comment was, so that nothing joins to a tag there. Behind the last end of
        # one no comment is closed: each that begins there would be looked for to the end of the text.
        closed = text.rfind("-->") + 3 if "-->" in text else 0
        text = _COMMENT.sub("\x00", text[:closed]) + text[closed:]
    parts = _PLAIN_TAG.split(text)  # text, name, rest of the tag, text... text
    names = [name.lower() for name in parts[1::3]]
    texts = parts[::3]
    if "<" in "".join(texts):
        return None
    if not _DROPPED_WHOLE.isdisjoint(names):
        return _without_dropped(texts, names, parts[2::3]).replace("\x00", "")
    parts[1::3] = [_BREAKS.get(name, "") for name in names]
    parts[2::3] = [""] * len(names)
    text = "".join(parts)
    return text.replace("\x00", "") if "\x00" in text else text


def _without_dropped(texts: list[str], names: list[str], rests: list[str]) -> str:
    kept = [texts[0]]
    dropped = ""
    for name, rest, text in zip(names, rests, texts[1:], strict=True):
        if dropped:
            if name != f"/{dropped}":
                continue
            dropped = ""
        elif name in _DROPPED_WHOLE and not rest.endswith("/>"):
            dropped = name
            continue
        else:
            kept.append(_BREAKS.get(name, ""))
        kept.append(text)
    return "".join(kept)


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


# For the compiled reader, which leaves characters that hang on others to us.
_TAGS = (
    {name: native.BLOCK for name in _BLOCKS}
    | {name: native.BREAK for name in _LINES}
    | {name: native.DROPPED for name in _DROPPED_WHOLE}
)


def _kinds_of_characters() -> bytes:
    kinds = bytearray([native.PLAIN]) * 0x10000
    everything = "".join(map(chr, range(0x10000)))
    for found in re.finditer(r"\s", everything):
        kinds[ord(found[0])] = native.SPACE
    for found in _MAY_COMBINE.finditer(everything):
        if unicodedata.combining(found[0]):
            kinds[ord(found[0])] = native.ASK
    kinds[0x200C] = kinds[0x200D] = native.ASK
    for pattern, kind in ((_UNWANTED, native.GONE), (_LINE_BREAKS, native.LINE)):
        for found in pattern.finditer(everything):
            kinds[ord(found[0])] = kind
    kinds[ord("\n")] = native.LINE
    return bytes(kinds)


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
