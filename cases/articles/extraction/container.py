"""Which element of a page holds the article, and which of its blocks are the text. Pure arithmetic."""

import re
from dataclasses import dataclass

from cases.articles.extraction.shapes import Block, Page, Place

# What sites call the element around the text, the surer words first.
_BODY_WORDS = re.compile(
    r"""
    (?:article|story|post|entry|news|page|material|publication|single|content|text|doc)
      (?:__|--|-|_)?(?:body|text|content|txt|article|copy|fulltext|detail-text)(?![a-z])
    | (?:^|[\s_-])(?:articlebody|body-?copy|body-?text|full-?text|post_inner|storytext|wysiwyg
      |the-content|js-article|mw-parser-output|field--name-body|field-name-body)(?=$|[\s_-])
    """,
    re.X | re.I,
)
_CONTENT_WORDS = re.compile(
    r"(?:^|[\s_-])(?:content|main-?content|text|article|story|post|entry|news|hentry)(?=$|[\s_-])",
    re.I,
)
_BOXES = frozenset(("ul", "ol", "div", "section", "table", "dl", "header"))


@dataclass(frozen=True)
class Choice:
    """The chosen container, why, and how much of the page's prose it holds (0 to 1)."""

    place: int
    named: int  # 3: marked as the article's body, 2: by a word for it, 1: <article> or <main>, 0: by weight
    share: float
    several: bool = False  # holds several <article>: perhaps a list of them
    titled: bool = False  # of several articles on the page the one under the page's title


def choose(page: Page, title: str = "") -> Choice:
    """The container of the article; `title` is what the page calls it, where that is known."""
    places = page.places
    whole = places[0].prose
    if whole == 0:
        return Choice(0, 0, 0.0)
    best: tuple[float, int, int] | None = None
    for index, place in enumerate(places):
        if place.prose * 10 < whole * 3 or index == 0:
            continue
        rank = _rank(place.tag, place.label, place.itemprop, place.role)
        if not rank or _inside_furniture(page, index):
            continue
        share = place.prose / whole
        # The inner of two nested ones, unless it leaves much out.
        score = share + 0.12 * rank + 0.002 * min(place.depth, 30)
        if best is None or score > best[0]:
            best = (score, index, rank)
    if best is not None:
        index = _tighten(page, best[1], 0.97)
        titled = _under_its_title(page, index, title)
        if titled != index:
            return Choice(
                titled, max(1, best[2]), places[titled].prose / places[index].prose, titled=True
            )
        own = _own_article(page, index)
        if own != index:
            return Choice(own, max(1, best[2]), places[own].prose / places[index].prose)
        return Choice(index, best[2], places[index].prose / whole, _holds_several(page, index))
    index = _tighten(page, 0, 0.75)
    own = _under_its_title(page, index, title)
    if own != index:
        return Choice(own, 0, places[own].prose / places[index].prose, titled=True)
    return Choice(index, 0, places[index].prose / whole)


def _rank(tag: str, label: str, itemprop: str, role: str) -> int:
    if tag in ("p", "ul", "ol", "li", "table", "tr", "blockquote", "h1", "h2", "h3", "body"):
        return 0
    if "articleBody" in itemprop or "text" == itemprop:
        return 3
    if label and _BODY_WORDS.search(label):
        return 2
    if tag in ("article", "main") or role in ("main", "article"):
        return 1
    return 1 if label and _CONTENT_WORDS.search(label) else 0


def _inside_furniture(page: Page, index: int) -> bool:
    while index >= 0:
        if page.places[index].furniture:
            return True
        index = page.places[index].parent
    return False


def _own_article(page: Page, index: int) -> int:
    """Of several <article> in the container the one with the page's only <h1>, else the container.

    Sites append the articles that follow to the page.
    """
    if not _holds_several(page, index):
        return index
    headings = [block for block in page.blocks if block.tag == "h1"]
    if len(headings) != 1:
        return index
    for place in page.path(headings[0].place):
        if place <= index:
            return index
        if page.places[place].tag == "article" and page.places[place].prose >= 300:
            return place
    return index


def _under_its_title(page: Page, index: int, title: str) -> int:
    """Of several headlines in the container the place of the one that is the page's title.

    Some sites let one article follow another on one page, each in an element alike.
    """
    level = "h1" if any(block.tag == "h1" for block in page.blocks) else "h2"
    headings = [block for block in page.blocks if block.tag == level and block.place > index]
    if len(headings) < 2 or not title:
        return index
    if level == "h2" and any(block.links < 0.9 * len(block.text) for block in headings[1:]):
        return index  # parts of one text, rather than other articles, which have addresses
    named = [block for block in headings if block.text.casefold() in title.casefold()]
    if not named or named[0] is not headings[0]:
        return index
    others = {place for block in headings[1:] for place in page.path(block.place)}
    own = index
    for place in page.path(headings[0].place):
        if place in others:
            break
        own = place
    if page.places[own].prose < 300 or own == index:
        return index
    return _tighten(page, own, 0.97)


def _holds_several(page: Page, index: int) -> bool:
    cards = 0
    for number in range(index + 1, len(page.places)):
        place = page.places[number]
        if place.depth <= page.places[index].depth:
            break
        cards += place.tag == "article" and place.prose > 0
    return cards > 1


def _tighten(page: Page, index: int, share: float) -> int:
    """Down to the innermost place that still holds `share` of the prose of the one above it."""
    children: dict[int, list[int]] = {}
    for number in range(index + 1, len(page.places)):
        place = page.places[number]
        if not place.furniture and place.prose:
            children.setdefault(place.parent, []).append(number)
    while True:
        here = page.places[index].prose
        inner = max(children.get(index, ()), key=lambda n: page.places[n].prose, default=None)
        # The cells of a row are columns of a layout, and one text never runs over two of them.
        least = min(share, 0.55) if page.places[index].tag == "tr" else share
        if inner is None or page.places[inner].prose < least * here:
            return index
        if page.places[inner].tag in ("p", "blockquote", "li", "h2", "h3", "pre", "ul", "ol"):
            return index
        index = inner


def text_blocks(page: Page, index: int, *, loose: bool = False) -> list[Block]:
    """The blocks of the container that are the article's text, in order.

    `loose` keeps lists and boxes of links, as works of reference have them.
    """
    places = page.places
    container = places[index]
    dropped: dict[int, bool] = {index: False}

    def is_dropped(number: int) -> bool:
        known = dropped.get(number)
        if known is not None:
            return known
        place = places[number]
        if place.parent < 0 or number < index:
            answer = True  # outside
        else:
            answer = is_outside(number)
        dropped[number] = answer
        return answer

    def is_outside(number: int) -> bool:
        # From the outside in, without recursion: markup may be deep.
        steps = []
        current = number
        while current not in dropped:
            steps.append(current)
            current = places[current].parent
            if current < index:
                for step in steps:
                    dropped[step] = True
                return True
        state = dropped[current]
        for step in reversed(steps):
            state = state or _furniture_inside(places[step], container, loose)
            dropped[step] = state
        return state

    kept = []
    for block in page.blocks:
        if block.place < index or is_dropped(block.place):
            continue
        length = len(block.text)
        if block.tag == "h1" or length < 20 and _says_nothing(block):
            continue
        if not loose and (block.links > 0.9 * length or (length < 200 and _is_link(block))):
            continue
        kept.append(block)
    return _without_bare_headings(kept)


_LETTER = re.compile(r"[^\W\d_]")
_AD_WORDS = frozenset(
    "advertisement advertising реклама рэклама reklama reklam anzeige werbung publicidad publicité"
    " publicidade pubblicità reklāma reklaam annonse annons mainos 广告 إعلان פרסומת".split()
)


def _says_nothing(block: Block) -> bool:
    """Whether a line is a rule of signs, a number that stands in no table, or the word for an advert."""
    if not _LETTER.search(block.text):
        return block.tag not in ("td", "th") or not any(map(str.isdigit, block.text))
    return block.text.strip("-–—•*·|:[]() ").casefold() in _AD_WORDS


def _is_link(block: Block) -> bool:
    """Whether a short block is a link rather than a sentence: "Read also: ..."."""
    share = block.links / len(block.text)
    return share > 0.8 or (share > 0.5 and block.text[-1] not in ".!?…")


def _furniture_inside(place: Place, container: Place, loose: bool) -> bool:
    if place.furniture and place.chars < 0.5 * container.chars:
        return True
    # Lists and boxes of links: what else to read.
    if loose or place.tag not in _BOXES:
        return False
    return place.links > 0.55 * place.chars and place.chars < 0.4 * container.chars


def _without_bare_headings(blocks: list[Block]) -> list[Block]:
    """Without headings at the end, which head what was dropped."""
    while blocks and blocks[-1].tag in ("h2", "h3", "h4", "h5", "h6"):
        blocks.pop()
    return blocks
