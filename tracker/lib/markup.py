"""One pass over foreign markup: its tags, their depth and their attributes, in linear time.

For caps and for taking tags out, before or instead of a parser. It never builds a tree and never
goes back over what it has seen, so hostile input costs no more than friendly input of its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Elements without an end tag, and those whose end tag HTML lets out: an unclosed <p> does not hold
# the next <p> inside itself.
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
    + "p li dt dd option optgroup tr td th thead tbody tfoot rp rt colgroup".split()
)
# Hand-made feeds put bare HTML into a description. These never close, and a parser that is lenient
# enough to take them knows that.
UNCLOSED_IN_XML = frozenset({"br", "hr", "img", "input", "wbr"})
# Elements whose content is text for HTML parsers, up to their own end tag.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})

# HTML elements that end a drawing when they turn up inside it, and parts of a drawing that hold
# HTML.
_BREAKS_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i"
    " img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul"
    " var".split()
)
_HTML_ISLANDS = frozenset(
    {"foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"}
)

_TAG_START = re.compile(r"<(?:!--|!\[CDATA\[|!|\?|/?([A-Za-z_:][^\s/><\"'=]{0,200}))")
# Most tags have no attributes and need no second look.
_BARE_END = re.compile(r"\s*+/?>")
_IN_TAG = re.compile(r"[\"'<>=]")


class Tag(NamedTuple):
    """A start or end tag, and where it stands: `text[start:end]`."""

    name: str
    start: int
    end: int
    closing: bool
    self_closing: bool
    attributes: int


class Aside(NamedTuple):
    """A comment, CDATA section, declaration or processing instruction."""

    kind: str  # "<!--", "<![CDATA[", "<!" or "<?"
    start: int
    end: int


def pieces(text: str) -> Iterator[Tag | Aside]:
    """The tags and asides of a text in order; what lies between them is character data.

    A comment or section that does not end reaches to the end of the text. A "<" that opens nothing
    is character data.
    """
    position = 0
    while (match := _TAG_START.search(text, position)) is not None:
        start = match.start()
        name = match.group(1)
        if name is None:
            aside = _aside(text, start, match.group())
            yield aside
            position = aside.end
            continue
        bare = _BARE_END.match(text, match.end())
        end, attributes = (bare.end(), 0) if bare else _end_of_tag(text, match.end())
        if end < 0:
            # Another "<" or the end of the text came first: this one was character data.
            position = -end if -end > match.end() else match.end()
            continue
        closing = text[start + 1] == "/"
        yield Tag(
            name=name.lower(),
            start=start,
            end=end,
            closing=closing,
            self_closing=text[end - 2] == "/",
            attributes=attributes,
        )
        position = end


def html_depth(text: str, *, most: int) -> int:
    """How deep the elements of an HTML text are nested, by counting up to `most` + 1.

    Never less than in truth, apart from elements that HTML parsers close by themselves.
    """
    depth = reached = 0
    raw = ""
    drawing = _Drawing()
    for piece in pieces(text):
        if not isinstance(piece, Tag):
            continue
        if raw:
            if piece.closing and piece.name == raw:
                raw = ""
            continue
        self_closing = drawing.closes_itself(piece)
        if piece.name in _VOID or self_closing:
            continue
        if piece.closing:
            depth = max(0, depth - 1)
        elif piece.name in _RAW:
            raw = piece.name
        else:
            depth += 1
            reached = max(reached, depth)
            if depth > most:
                break
    return reached


class _Drawing:
    """Whether we are inside SVG or MathML, where "/>" closes; in HTML itself it does not."""

    def __init__(self) -> None:
        self._inside = False
        self._island = ""

    def closes_itself(self, tag: Tag) -> bool:
        """Take note of a tag; True when it opens nothing."""
        if tag.closing:
            if tag.name in ("svg", "math"):
                self._inside, self._island = False, ""
            elif tag.name == self._island:
                self._inside, self._island = True, ""
            return False
        if tag.name in ("svg", "math"):
            self._inside, self._island = not tag.self_closing, ""
            return tag.self_closing
        if self._inside and tag.name in _BREAKS_OUT:
            self._inside = False
        if self._inside and tag.self_closing:
            return True
        if self._inside and tag.name in _HTML_ISLANDS:
            self._inside, self._island = False, tag.name
        return False


def count_tags(text: str, *, most: int) -> int:
    """The number of start tags, counted up to `most` + 1."""
    count = 0
    for piece in pieces(text):
        if isinstance(piece, Tag) and not piece.closing:
            count += 1
            if count > most:
                break
    return count


def _aside(text: str, start: int, opening: str) -> Aside:
    if opening == "<!--":
        end = text.find("-->", start + 4)
        length = 3
    elif opening == "<![CDATA[":
        end = text.find("]]>", start + 9)
        length = 3
    elif opening == "<?":
        end = text.find(">", start + 2)
        length = 1
    else:
        end = text.find(">", start + 2)
        length = 1
    return Aside(opening, start, len(text) if end < 0 else end + length)


def _end_of_tag(text: str, position: int) -> tuple[int, int]:
    """Where a tag ends and how many attributes it has; a negative place when it never does."""
    attributes = 0
    after_equals = False
    while (match := _IN_TAG.search(text, position)) is not None:
        sign = match.group()
        if sign == ">":
            return match.end(), attributes
        if sign == "<":
            return -match.start(), attributes
        if sign == "=":
            attributes += 1
            after_equals = True
            position = match.end()
            continue
        # A quote opens a value only straight after "="; elsewhere it is part of a name.
        if after_equals and text[position : match.start()].strip() == "":
            close = text.find(sign, match.end())
            if close < 0:
                return -len(text), attributes
            position = close + 1
        else:
            position = match.end()
        after_equals = False
    return -len(text), attributes
