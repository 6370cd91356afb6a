"""The main text of a page: cheap readers first, trafilatura where they give no ground for trust.

Four steps, each only where the one before is in doubt:

1. An element that has held the text on the source's last pages (`known`), checked cheaply.
2. Our own reading: the container by weight and by its name (`container`), believed alone where its
   name, its share of the page's prose and what was left out of it all speak for it.
3. resiliparse's reading: where both say the same, or ours is the core of theirs, ours is believed.
4. trafilatura, from the same page without what can hold no text.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from resiliparse.extract.html2text import extract_plain_text
from selectolax.lexbor import LexborHTMLParser

from cases.articles.extracted import NotAnArticle
from cases.articles.extraction.blocks import read_blocks
from cases.articles.extraction.container import Choice, choose, text_blocks
from cases.articles.extraction.known import Watched, is_enough, reading_of, selector_for
from cases.articles.extraction.page import DEEPEST
from cases.articles.extraction.shapes import Block, Page
from tracker.lib.html_text import clean_line

LONGEST_TEXT = 500_000  # characters
# Below this many characters trafilatura gives up on finding the article and takes the whole page,
# menus and all (its MIN_EXTRACTED_SIZE).
SHORT = 250
# A page of hardly any structure has nothing to leave out; one of so much is a work of reference
# rather than news, and the library would need a quarter of a second for it.
_FEW_PLACES = 50
_MANY_PLACES = 2_500
_WITHOUT_TEXT = (
    "script style svg noscript iframe nav aside footer form select button template object canvas"
    " video audio link meta picture img input"
).split()
_PIECES = frozenset(("p", "h2", "h3", "li", "blockquote"))


@dataclass(frozen=True)
class Reading:
    """The text, who read it (known, own, agreed, library), and what was seen of selectors."""

    text: str
    by: str
    seen: list[Watched] = field(default_factory=list)


def read_text(
    tree: LexborHTMLParser,
    markup: str,
    *,
    title: str = "",
    known: Sequence[str] = (),
    watched: Sequence[str] = (),
    compare: bool = False,
) -> Reading:
    """The article's paragraphs joined by blank lines, without its headline; "" where there is none.

    `known` are selectors to be trusted, best first; `watched` are those only compared, with all
    readers where `compare` is set. The tree is used up: elements without text are taken out of it
    where the library has to read it.
    """
    root = tree.body or tree.root
    if root is None:
        return Reading("", "own")
    for selector in known:
        blocks = reading_of(tree, selector)
        if blocks is not None:
            text = _paragraphs([block.text for block in blocks], title)
            return Reading(text, "known", [Watched(selector, True)])
    page = read_blocks(root)
    if any(place.depth > DEEPEST for place in page.places):
        raise NotAnArticle(f"the page is nested more than {DEEPEST} deep")
    choice = choose(page, title)
    blocks = text_blocks(page, choice.place)
    # Looked up before the library takes the tree apart.
    seen: dict[str, list[Block] | None] = {}
    candidate = ""
    if is_enough(tree, page.places[choice.place].chars, blocks):
        candidate = selector_for(tree, page, choice.place)
        if candidate:
            seen[candidate] = blocks
    for selector in watched:
        if selector != candidate:
            seen[selector] = reading_of(tree, selector)
    lines, by = _cascade(tree, markup, page, choice, blocks)
    final = Counter(" ".join(lines).split())
    library = Counter(" ".join(_by_library(tree)).split()) if compare and by != "library" else None
    return Reading(
        _paragraphs(lines, title),
        by,
        [
            Watched(selector, _holds(_counted(found), final, library))
            for selector, found in seen.items()
            if found is not None
        ],
    )


def _holds(found: Counter[str], final: Counter[str], library: Counter[str] | None) -> bool:
    """Whether an element held the text, by the whole reading and, where it was asked, the library."""
    if library is not None and _likeness(found, library) < LIKE:
        return False
    return _likeness(found, final) >= SAME


# Two readings with this F1 of words are one reading; with the other they are of one text, with or
# without captions and boxes.
SAME = 0.95
LIKE = 0.9


def _cascade(
    tree: LexborHTMLParser, markup: str, page: Page, choice: Choice, blocks: list[Block]
) -> tuple[list[str], str]:
    trust = _Trust.of(page, choice, blocks)
    if trust.short:
        blocks = [block for block in blocks if block.tag in _PIECES] or blocks
    ours = [block.text for block in blocks]
    if trust.alone:
        return ours, "own"
    theirs = str(
        extract_plain_text(
            markup, main_content=True, alt_texts=False, preserve_formatting=True, list_bullets=False
        )
    ).split("\n")
    mine, other = _counted(blocks), Counter(" ".join(theirs).split())
    shared = sum((mine & other).values())
    inside = shared / max(1, sum(mine.values()))  # the part of ours that is in theirs
    likeness = 2 * shared / max(1, sum(mine.values()) + sum(other.values()))
    if likeness >= LIKE and trust.chars >= 150:
        return ours, "agreed"
    if inside >= 0.97 and trust.core:
        return ours, "agreed"
    size = len(page.places)
    if size > _MANY_PLACES or (size < _FEW_PLACES and not choice.named and trust.prose < 0.7):
        return (theirs if inside >= 0.97 else ours), "agreed"
    library = _by_library(tree)
    if not library:
        return ours, "own"
    counted = Counter(" ".join(library).split())
    if choice.named and trust.chars >= 80 and _is_of_furniture(page, library):
        return ours, "own"
    if likeness > 0.75 and max(_likeness(counted, mine), _likeness(counted, other)) < 0.5:
        return ours, "agreed"
    return library, "library"


def _is_of_furniture(page: Page, lines: Sequence[str]) -> bool:
    """Whether most of a reading is what we know for furniture.

    Where the library finds hardly any text it takes the whole page, menus and teasers and all.
    """
    covered: list[bool] = []
    for place in page.places:
        covered.append(place.furniture or (place.parent >= 0 and covered[place.parent]))
    furniture = Counter(" ".join(b.text for b in page.blocks if covered[b.place]).split())
    words = Counter(" ".join(lines).split())
    return (words & furniture).total() > 0.6 * words.total()


@dataclass(frozen=True)
class _Trust:
    """What speaks for our own reading: `alone` without asking anybody, `core` where it lies in theirs."""

    chars: int
    prose: float
    short: bool
    alone: bool
    core: bool

    @classmethod
    def of(cls, page: Page, choice: Choice, blocks: list[Block]) -> "_Trust":
        place = page.places[choice.place]
        chars = sum(len(block.text) for block in blocks)
        prose = sum(block.prose for block in blocks) / max(1, chars)
        kept = chars / max(1, place.chars)
        paragraphs = sum(block.prose > 0 for block in blocks)
        pieces = sum(len(block.text) for block in blocks if block.tag in _PIECES)
        short = (
            choice.named >= 1
            and 0 < chars < 3 * SHORT
            and pieces >= 0.6 * place.chars
            and choice.share >= 0.9
        )
        named = (
            choice.named >= 2
            and choice.share >= 0.7
            and kept >= 0.75
            and prose >= 0.75
            and paragraphs >= 4
            and chars >= 1000
        )
        whole = (
            choice.named == 1
            and choice.share >= 0.97
            and kept >= 0.93
            and prose >= 0.93
            and paragraphs >= 5
            and chars >= 1500
            and not choice.several
        )
        core = (
            choice.named >= 1
            and choice.share >= 0.7
            and kept >= 0.75
            and prose >= 0.7
            and paragraphs >= 3
            and not choice.several
        ) or (
            # No name, but hardly anything else that is prose, and hardly anything left out.
            (choice.share >= 0.85 and kept >= 0.9 and prose >= 0.7 and paragraphs >= 4)
            # Or nothing but prose, paragraph after paragraph.
            or (choice.share >= 0.75 and kept >= 0.97 and prose >= 0.97 and paragraphs >= 5)
        )
        # Other readers would take the articles that follow too.
        titled = choice.titled and prose >= 0.7 and paragraphs >= 3
        return cls(chars, prose, short, short or named or whole or titled, core)


def _by_library(tree: LexborHTMLParser) -> list[str]:
    """trafilatura's reading, from the tree without what can hold no text."""
    tree.strip_tags(_WITHOUT_TEXT)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        document = document_fromstring((tree.html or "").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    found = trafilatura.extract(
        document,
        fast=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_links=False,
        with_metadata=False,
        output_format="txt",
    )
    return (found or "").split("\n") if found else []


def _counted(blocks: Sequence[Block]) -> Counter[str]:
    return Counter(" ".join(block.text for block in blocks).split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """F1 of the words of two readings."""
    shared = sum((one & other).values())
    return 2 * shared / max(1, sum(one.values()) + sum(other.values()))


def _paragraphs(lines: Sequence[str], title: str) -> str:
    kept: list[str] = []
    for line in lines:
        cleaned = clean_line(line, LONGEST_TEXT)
        if cleaned:
            kept.append(cleaned)
    if kept and title and kept[0].casefold() == title.casefold():
        del kept[0]
    return "\n\n".join(kept)[:LONGEST_TEXT]
