"""A page as a list of blocks of text, each knowing where it stands: one walk over the tree.

Everything after this is arithmetic on the list: which container holds the article, which blocks
inside of it are furniture.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from cases.articles.extracted import NotAnArticle
from cases.articles.extraction.page import MOST_ATTRIBUTES

# Never part of an article's text, with all they hold.
_SKIPPED = frozenset(
    "script style noscript svg iframe nav footer aside button select option textarea input"
    " template head object embed canvas audio video map figure figcaption dialog label menu math"
    " datalist fieldset".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr picture q"
    " ruby rt rp s samp small source span strike strong sub sup time tt u var wbr".split()
)
# Elements whose class or id may say that they are furniture. A headline or a body never is.
_JUDGED = frozenset(
    "div section ul ol p table dl details header span blockquote center h2 h3 h4 li a form".split()
)
# Words of class names and ids for what stands around and inside an article on news sites: those
# that never hold its text, and those that do so now and then ("maybe").
_FURNITURE = frozenset(
    "ad ads adv advert adverts advertising banner banners sponsor outbrain taboola share shares"
    " sharing sharebar soc sociable related trending comment comments disqus respond reply replies"
    " discussion nav navbar navigation menu submenu breadcrumb breadcrumbs crumbs pagination pager"
    " toolbar navbox copyright copyrights signup cookie cookies consent gdpr modal popup paywall"
    " login captcha tags taglist byline bio avatar noprint editsection reflist teaser teasers".split()
)
_FURNITURE_STARTS = (
    "advert", "sponsor", "promo", "dfp", "social", "relate", "recommend", "popular", "sidebar",
    "footer", "subscri", "newsletter", "donat", "caption", "readmore", "readalso", "seealso",
    "cookie", "consent", "gdpr", "cmpbox", "onetrust", "didomi", "usercentrics",
)  # fmt: skip
_FURNITURE_PAIRS = frozenset(
    "see-also read-more read-also read-next more-on more-from more-news more-stories side-bar"
    " sign-up support-us tag-list tags-list author-bio author-box author-info about-author"
    " visually-hidden sr-only screen-reader bread-crumb bread-crumbs photo-title photo-desc"
    " photo-description photo-author photo-credit photo-source image-title image-desc"
    " image-description image-credit image-source".split()
)
_MAYBE = frozenset(
    "also next prev previous sibling siblings toc telegram overlay tooltip topic topics keyword"
    " keywords categories rubric rubrics author authors meta metadata date dateline timestamp posted"
    " credit credits gallery slider slideshow carousel player video videos print hidden hide skip"
    " widget widgets rating ratings vote votes likes poll quiz tools button buttons btn icon icons"
    " references infobox noexcerpt message suggest suggestions embed embedded share-this".split()
)
# An id of many words is the slug of a headline and says nothing of the layout.
_LONGEST_ID = 3
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=8192)
def judge(label: str) -> int:
    """What a class name says: 2 for furniture, 1 for maybe, 0 for nothing. "navBar" is two words."""
    words = [word.lower() for word in _WORDS.findall(label[:300])]
    verdict = 0
    for number, word in enumerate(words):
        if word in _FURNITURE or word.startswith(_FURNITURE_STARTS):
            return 2
        if number and f"{words[number - 1]}-{word}" in _FURNITURE_PAIRS:
            return 2
        if word in _MAYBE:
            verdict = 1
    return verdict


# What readers wrote is never the article, however much there is of it.
_BY_READERS = re.compile(
    r"comment|disqus|(?:^|[\s_-])(?:repl(?:y|ies)|respond|discussion)(?=$|[\s_-])", re.I
)
_BY_SITE = re.compile(r"cookie|consent|gdpr|cmpbox|onetrust|didomi|usercentrics", re.I)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.I)
_BREAK = "\x1f"  # stands for <br>; control characters were taken out of the page before
_BREAKS = re.compile(r"\x1f\s*\x1f[\s\x1f]*")
_LINK, _LINK_END = "\x01", "\x02"  # stand around text in a link
_LINKS = re.compile(r"\x01([^\x01\x02]*)\x02")
_SAME = -2  # an inline element: it makes no place of its own
MOST_BLOCKS = 20_000


@dataclass(slots=True)
class Place:
    """An element that may hold an article: its tag, its words for itself, its place in the tree.

    `chars` and `links` count the text below it and the part of it inside links.
    """

    tag: str
    label: str
    parent: int
    depth: int
    verdict: int
    itemprop: str = ""
    role: str = ""
    chars: int = 0
    links: int = 0
    prose: int = 0
    node: LexborNode | None = None

    @property
    def furniture(self) -> bool:
        """Whether it stands around an article or inside it without being its text."""
        return self.verdict == 2


@dataclass(slots=True)
class Block:
    """A run of text between two boundaries of blocks; `place` is the innermost element around it."""

    text: str
    tag: str
    place: int
    links: int
    prose: int = 0


@dataclass(slots=True)
class Page:
    """The places and blocks of a page in the order of the document."""

    places: list[Place] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def path(self, place: int) -> tuple[int, ...]:
        """The places from `place` up to the outermost one."""
        steps = []
        while place >= 0:
            steps.append(place)
            place = self.places[place].parent
        return tuple(steps)


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
        tag = node.tag
        if tag == "-text":
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
        if tag is None or tag in _SKIPPED or tag[0] in "-!":
            node = node.next
            continue
        if tag in _INLINE:
            if tag == "span" and (
                _is_hidden(attributes := node.attributes)
                or ((label := attributes.get("class")) and judge(label) == 2)
            ):
                node = node.next
                continue
            link = tag == "a"
            in_link += link
            stack.append((node, _SAME, link))
            node = node.child
            continue
        if tag == "br":
            buffer.append(_BREAK)
            node = node.next
            continue
        attributes = node.attributes
        if attributes and _is_hidden(attributes):
            node = node.next
            continue
        if buffer:
            _flush(buffer, blocks, places[here].tag, here, linked)
            linked = 0
        place = Place(tag, "", here, places[here].depth + 1, 0, node=node)
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
    if own_id and len(_WORDS.findall(own_id)) <= _LONGEST_ID:
        label = f"{label} {own_id}"
    place.label = label
    if label and place.tag in _JUDGED:
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
    _mark_cards(page, raw)
    never = _never_the_article(page, raw)
    for index in range(len(page.places) - 1, 0, -1):
        place = page.places[index]
        # What holds half of the page's prose is the article, whatever its class says.
        if place.furniture and raw[index] * 2 > raw[0] and index not in never:
            place.verdict = 0
        elif place.verdict == 1 and (raw[index] < 200 or place.links * 3 > place.chars):
            place.verdict = 2
        if not place.furniture:
            page.places[place.parent].prose += place.prose


_ENOUGH_BESIDE = 200  # characters of prose


def _never_the_article(page: Page, raw: list[int]) -> set[int]:
    """Large places of readers' comments and of questions about cookies, where prose stands beside them."""
    large = [
        index
        for index, place in enumerate(page.places)
        if index
        and place.furniture
        and raw[index] * 2 > raw[0]
        and (_BY_READERS.search(place.label) or _BY_SITE.search(place.label))
    ]
    if not large:
        return set()
    covered = [False] * len(page.places)
    for index, place in enumerate(page.places):
        covered[index] = place.furniture or (place.parent >= 0 and covered[place.parent])
    beside = sum(block.prose for block in page.blocks if not covered[block.place])
    return set(large) if beside >= _ENOUGH_BESIDE else set()


# A card leads to another article: a link and a line or two. So many alike in a row are a list.
_FEWEST_CARDS = 3
_LONGEST_CARD = 450  # characters of prose


def _mark_cards(page: Page, raw: list[int]) -> None:
    """Take lists of teasers for furniture: siblings alike, each a link with a line or two."""
    alike: dict[tuple[int, str, str], list[int]] = {}
    for index, place in enumerate(page.places):
        if index and place.tag in _CARDS:
            alike.setdefault((place.parent, place.tag, place.label), []).append(index)
    begins = _first_blocks(page)
    for group in alike.values():
        if len(group) < _FEWEST_CARDS:
            continue
        cards = [
            index
            for index in group
            if raw[index] < _LONGEST_CARD
            and (block := begins.get(index)) is not None
            and block.links >= 0.9 * len(block.text)
        ]
        if len(cards) >= 0.7 * len(group):
            for index in group:
                if raw[index] < _LONGEST_CARD:
                    page.places[index].verdict = 2
        elif len(group) >= _FEWEST_VOICES and _are_voices(page, group, raw, begins):
            for index in group:
                page.places[index].verdict = 2


# Readers speak below an article, each under a name that is a link.
_FEWEST_VOICES = 5
_LONGEST_NAME = 80
_ENOUGH_BEFORE = 400  # characters of prose
_NAMED = re.compile(r"[^\W\d_]{3}")


def _are_voices(page: Page, group: list[int], raw: list[int], begins: dict[int, Block]) -> bool:
    """Whether siblings alike are readers' comments: prose under a short line with a link, no headings."""
    voices = 0
    for index in group:
        block = begins.get(index)
        voices += (
            block is not None
            and 0 < block.links
            and len(block.text) <= _LONGEST_NAME
            and block.prose == 0
            and raw[index] > 0
            and block.tag not in _HEADINGS
            and _NAMED.search(block.text) is not None
        )
    if voices < 0.8 * len(group):
        return False
    first, members = group[0], set(group)
    before = 0
    for block in page.blocks:
        if block.place < first:
            before += block.prose
        elif block.tag in _HEADINGS and not members.isdisjoint(page.path(block.place)):
            return False
    return before >= _ENOUGH_BEFORE


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CARDS = frozenset(("div", "li", "article", "section", "p", "tr", "td", "dd"))


def _first_blocks(page: Page) -> dict[int, Block]:
    """The first block in or below each place."""
    begins: dict[int, Block] = {}
    for block in page.blocks:
        place = block.place
        while place >= 0 and place not in begins:
            begins[place] = block
            place = page.places[place].parent
    return begins
