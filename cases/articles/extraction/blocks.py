"""A page as a list of blocks of text, each knowing where it stands: one walk over the tree.

Everything after this is arithmetic on the list: which container holds the article, which blocks
inside of it are furniture.
"""

import re

from selectolax.lexbor import LexborNode

from cases.articles.extracted import NotAnArticle
from cases.articles.extraction.beside import mark_boxes, mark_lists, never_the_article
from cases.articles.extraction.furniture import JUDGED, LONGEST_ID, WORDS, judge
from cases.articles.extraction.page import MOST_ATTRIBUTES
from cases.articles.extraction.shapes import Block, Page, Place

# Never part of an article's text, with all they hold.
_SKIPPED = frozenset(
    "script style noscript svg iframe nav footer aside button select option textarea input"
    " template head object embed canvas audio video map figcaption dialog label menu math"
    " datalist fieldset".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr picture q"
    " ruby rt rp s samp small source span strike strong sub sup time tt u var wbr".split()
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.I)
# Stand for <br> and around text in a link. A page's own control characters do no harm: lines are cleaned
# of them in the end.
_BREAK = "\x1f"
_BREAKS = re.compile(r"\x1f\s*\x1f[\s\x1f]*")
_LINK, _LINK_END = "\x01", "\x02"
_LINKS = re.compile(r"\x01([^\x01\x02]*)\x02")
# What the walk does with an element, by the number that lexbor gives its tag; from `_INSIDE` on they are
# inline.
_TEXT, _SKIP, _LINE, _BLOCK, _INSIDE, _SPAN, _ANCHOR = range(1, 8)
_kinds: dict[int, int] = {}
_KNOWN_TAGS = 199  # numbers above may be of tags that only one document has
_SAME = -2  # an inline element: it makes no place of its own
MOST_BLOCKS = 20_000


def read_blocks(root: LexborNode) -> Page:
    """The blocks below `root`. Linear in the size of the tree, whatever its depth."""
    page = Page()
    places, blocks = page.places, page.blocks
    places.append(Place(root.tag or "", "", -1, 0, 0, node=root))
    buffer: list[str] = []
    linked = 0  # characters of the buffer inside links
    in_link = 0
    here = 0
    # The elements we are inside of: the place around, whether a link.
    stack: list[tuple[LexborNode, int, bool]] = []
    node = root.child
    while True:
        if node is None:
            if not stack:
                break
            left, around, is_link = stack.pop()
            if around != _SAME:
                if buffer:
                    _flush(buffer, blocks, places[here].tag, here, linked)
                    linked = 0
                    if len(blocks) > MOST_BLOCKS:
                        break
                here = around
            elif is_link:
                in_link -= 1
            node = left.next
            continue
        number = node.tag_id
        kind = _kinds.get(number) or _kind_of(node, number)
        if kind == _TEXT:
            text = node.text_content or ""
            if text.isspace():
                if buffer:
                    buffer.append(" ")
            elif in_link:
                buffer.append(f"{_LINK}{text}{_LINK_END}")
                linked += len(text.strip())
            else:
                buffer.append(text)
            node = node.next
            continue
        if kind == _SKIP:
            node = node.next
            continue
        if kind >= _INSIDE:
            if kind == _SPAN and (attributes := node.attributes):
                label = attributes.get("class")
                if _is_hidden(attributes) or (label and judge(label) == 2):
                    node = node.next
                    continue
            link = kind == _ANCHOR
            in_link += link
            stack.append((node, _SAME, link))
            node = node.child
            continue
        if kind == _LINE:
            buffer.append(_BREAK)
            node = node.next
            continue
        tag = node.tag or ""
        attributes = node.attributes
        if (attributes and _is_hidden(attributes)) or (tag == "figure" and _shows(node)):
            node = node.next
            continue
        if buffer:
            _flush(buffer, blocks, places[here].tag, here, linked)
            linked = 0
        place = Place(tag, "", here, places[here].depth + 1, 0, "", "", 0, 0, 0, node)
        if attributes:
            if len(attributes) > MOST_ATTRIBUTES:
                raise NotAnArticle(f"a tag of the page has more than {MOST_ATTRIBUTES} attributes")
            _describe(place, attributes)
        if tag == "form":
            # Some systems put the whole page into one form: then it holds the prose, and counts.
            place.verdict = 2
        child = node.child
        if child is not None and not in_link and child.next is None and child.tag == "-text":
            # Most paragraphs hold nothing but text.
            if text := " ".join((child.text_content or "").split()):
                blocks.append(Block(text, tag, len(places), 0))
            places.append(place)
            node = node.next
            continue
        stack.append((node, here, False))
        here = len(places)
        places.append(place)
        node = child
    if buffer:
        _flush(buffer, blocks, places[here].tag, here, linked)
    _count(page)
    return page


def _kind_of(node: LexborNode, number: int) -> int:
    tag = node.tag
    if tag == "-text":
        kind = _TEXT
    elif tag is None or tag in _SKIPPED or tag[0] in "-!":
        kind = _SKIP
    elif tag in _INLINE:
        kind = {"span": _SPAN, "a": _ANCHOR}.get(tag, _INSIDE)
    else:
        kind = _LINE if tag == "br" else _BLOCK
    if number < _KNOWN_TAGS:
        _kinds[number] = kind
    return kind


def _shows(figure: LexborNode) -> bool:
    """Whether a figure is a picture with its caption; quotes and tables stand in figures too."""
    if figure.css_first(_PICTURES) is not None:
        return True
    if figure.css_first("blockquote, table") is not None:
        return False
    return figure.css_first("p") is None or figure.css_first(_BOXES) is not None


_BOXES = "h2, h3, h4, form, input"
_PICTURES = "img, picture, video, audio, iframe, svg, canvas, amp-img, object"


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(style and _HIDDEN.search(style))
    )


def _describe(place: Place, attributes: dict[str, str | None]) -> None:
    label = attributes.get("class") or ""
    own_id = attributes.get("id")
    if own_id and len(WORDS.findall(own_id)) <= LONGEST_ID:
        label = f"{label} {own_id}"
    place.label = label
    # A paragraph "paywall" is what stands behind one; the plea is a box.
    if label and place.tag in JUDGED and not (place.tag == "p" and label.strip() == "paywall"):
        place.verdict = judge(label)
    place.itemprop = attributes.get("itemprop") or ""
    place.role = attributes.get("role") or ""


def _flush(buffer: list[str], blocks: list[Block], tag: str, place: int, linked: int) -> None:
    """The buffer as a block, or several where two breaks stand in a row."""
    whole = "".join(buffer)
    buffer.clear()
    if linked:
        whole, marked = whole.replace(_LINK, "").replace(_LINK_END, ""), whole
    if _BREAK not in whole:
        if text := " ".join(whole.split()):
            blocks.append(Block(text, tag, place, min(linked, len(text))))
        return
    for part in _BREAKS.split(marked if linked else whole):
        inside = sum(len(link.strip()) for link in _LINKS.findall(part)) if linked else 0
        text = " ".join(part.replace(_BREAK, " ").replace(_LINK, "").replace(_LINK_END, "").split())
        if text:
            blocks.append(Block(text, tag, place, min(inside, len(text))))


def _count(page: Page) -> None:
    """Sum up text, links and prose of every place, from the innermost outwards."""
    for block in page.blocks:
        length = len(block.text)
        # Prose is what an article is made of: sentences, not labels and not links.
        if block.links * 2 < length and (
            length >= 80 or (length >= 25 and block.text[-1] in '.!?…:;»”"')
        ):
            said = length - 2 * block.links
            block.prose = said if block.tag in ("p", "blockquote") else (said * 3 + 3) // 4
        place = page.places[block.place]
        place.chars += length
        place.links += block.links
        place.prose += block.prose
    raw = [place.prose for place in page.places]
    for index in range(len(page.places) - 1, 0, -1):
        place = page.places[index]
        above = page.places[place.parent]
        above.chars += place.chars
        above.links += place.links
        raw[place.parent] += raw[index]
    mark_lists(page, raw)
    mark_boxes(page)
    never = never_the_article(page, raw)
    for index in range(len(page.places) - 1, 0, -1):
        place = page.places[index]
        # What holds half of the page's prose is the article, whatever its class says.
        if place.furniture and raw[index] * 2 > raw[0] and index not in never:
            place.verdict = 0
        elif place.verdict == 1 and (raw[index] < 200 or place.links * 3 > place.chars):
            place.verdict = 2
        if not place.furniture:
            page.places[place.parent].prose += place.prose
