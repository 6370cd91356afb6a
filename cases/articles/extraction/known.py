"""The element that has held the text on a source's last pages: its selector, and using it. Pure.

A page of a known source need not be weighed: the element is looked up, read, and checked cheaply.
Whether a selector is trusted is decided outside (`cases.articles.learning`), from what each page
showed.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cases.articles.extraction.blocks import read_blocks
from cases.articles.extraction.container import text_blocks
from cases.articles.extraction.shapes import Block, Page

MAX_SELECTOR = 200
_SHORTEST = 400  # characters: shorter texts are read by the whole cascade
_FEWEST = 3  # paragraphs
# The text must be so much of what stands in <p> on the page.
_SHARE = 0.4
_MOST_SIBLINGS = 200
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{1,60}\Z")
# Names with numbers are of one article or of one build of the site's styles.
_NUMBERED = re.compile(r"\d")


class Watched(NamedTuple):
    """A selector that matched one element of the page, and whether it held the text."""

    selector: str
    agreed: bool


def selector_for(tree: LexborHTMLParser, page: Page, place: int) -> str:
    """A selector that finds this place and no other on the page, or "".

    By its mark, id or classes; where it has none, by the way to it from the nearest element that has,
    or from the top.
    """
    node = page.places[place].node
    if node is None:
        return ""
    for selector in chain(_candidates(page, place), _paths(page, place)):
        if len(selector) <= MAX_SELECTOR:
            found = _matching(tree, selector)
            if len(found) == 1 and found[0].mem_id == node.mem_id:
                return selector
    return ""


def reading_of(tree: LexborHTMLParser, selector: str) -> list[Block] | None:
    """The text's blocks by the selector; None where it finds no single element or fails its check."""
    found = _matching(tree, selector)
    if len(found) != 1:
        return None
    page = read_blocks(found[0])
    blocks = text_blocks(page, 0)
    return blocks if is_enough(tree, page.places[0].chars, blocks) else None


def _matching(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements that a selector finds; none where it is no selector: <o:p> is a tag and no name in CSS."""
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError):
        return []


def is_enough(tree: LexborHTMLParser, within: int, blocks: list[Block]) -> bool:
    """Whether blocks out of an element with `within` characters can be the page's article."""
    chars = sum(len(block.text) for block in blocks)
    return (
        chars >= max(_SHORTEST, 0.6 * within)
        and sum(block.prose > 0 for block in blocks) >= _FEWEST
        and chars >= _SHARE * _length_of_paragraphs(tree)
    )


def _length_of_paragraphs(tree: LexborHTMLParser) -> int:
    return sum(len(node.text_content or "") for node in tree.css("p"))


def _candidates(page: Page, place: int) -> list[str]:
    own = _selectors_of(page, place)
    above = page.places[place].parent
    around: list[str] = []
    while above > 0 and not around:
        around = _selectors_of(page, above)
        above = page.places[above].parent
    return [*own, *(f"{outer} {inner}" for outer in around[:2] for inner in own[:2])]


def _paths(page: Page, place: int) -> Iterator[str]:
    """The way down to the place, first by tags and classes alone, then with the number among its like."""
    nodes: list[LexborNode] = []
    for step in page.path(place):
        node = page.places[step].node
        if node is None:
            return
        nodes.append(node)
        if _is_lasting(node.attributes.get("id") or ""):
            break
    plain = [_step(node) for node in reversed(nodes)]
    yield " > ".join(plain)
    # Elements without a box (inline ones) are no places: such a way finds nothing, and is not taken.
    numbered = [
        step if "#" in step or node.tag == "body" else f"{step}:nth-of-type({_number(node)})"
        for step, node in zip(plain, reversed(nodes), strict=True)
    ]
    for kept in range(len(plain) - 1, -1, -1):
        yield " > ".join([*plain[:kept], *numbered[kept:]])


def _step(node: LexborNode) -> str:
    attributes = node.attributes
    own_id = attributes.get("id") or ""
    if _is_lasting(own_id):
        return f"{node.tag}#{own_id}"
    classes = [name for name in (attributes.get("class") or "").split() if _is_lasting(name)]
    return ".".join([node.tag or "*", *classes[:1]])


def _number(node: LexborNode) -> int:
    """Which of its siblings with the same tag it is, from 1."""
    number, before = 1, node.prev
    while before is not None and number < _MOST_SIBLINGS:
        number += before.tag == node.tag
        before = before.prev
    return number


def _selectors_of(page: Page, number: int) -> list[str]:
    place = page.places[number]
    found: list[str] = []
    if place.itemprop == "articleBody":
        found.append(f"{place.tag}[itemprop=articleBody]")
    node: LexborNode | None = place.node
    attributes = node.attributes if node is not None else {}
    classes = [name for name in (attributes.get("class") or "").split() if _is_lasting(name)]
    own_id = attributes.get("id") or ""
    if _is_lasting(own_id):
        found.append(f"{place.tag}#{own_id}")
    if classes:
        found.append(".".join([place.tag, *classes[:4]]))
    if place.tag in ("article", "main"):
        found.append(place.tag)
    return found


def _is_lasting(name: str) -> bool:
    return bool(_NAME.match(name)) and not _NUMBERED.search(name)
