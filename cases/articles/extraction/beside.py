"""What stands beside an article and can be longer than it: lists of cards, readers' comments, cookie walls.

Pure arithmetic on places and blocks.
"""

import re
from itertools import pairwise

from cases.articles.extraction.shapes import Block, Page

# What readers wrote is never the article, however much there is of it.
_BY_READERS = re.compile(
    r"comment|disqus|(?:^|[\s_-])(?:repl(?:y|ies)|respond|discussion)(?=$|[\s_-])", re.I
)
_BY_SITE = re.compile(r"cookie|consent|gdpr|cmpbox|onetrust|didomi|usercentrics", re.I)
_ENOUGH_BESIDE = 200  # characters of prose


def never_the_article(page: Page, raw: list[int]) -> set[int]:
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


def mark_lists(page: Page, raw: list[int]) -> None:
    """Take lists of teasers and of readers' comments for furniture: siblings alike, led by a link."""
    places = page.places
    alike: dict[tuple[int, str, str], list[int]] = {}
    for index, place in enumerate(places):
        if index and place.tag in _CARDS:
            alike.setdefault((place.parent, place.tag, place.label), []).append(index)
    headed = _under_a_heading_of_comments(page)
    begins: dict[int, Block] = {}
    looks = _MOST_LOOKS
    for group in alike.values():
        if len(group) < _FEWEST_CARDS:
            continue
        if group[0] in headed and places[group[0]].tag != "p":
            for index in group:
                places[index].verdict = 2
            continue
        if sum(places[index].links > 0 for index in group) < 0.7 * len(group):
            continue
        begins = begins or _first_blocks(page)
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
                    places[index].verdict = 2
        elif (
            len(group) >= _FEWEST_VOICES
            and looks > 0
            and sum(raw[index] > 0 for index in group) >= 0.8 * len(group)
        ):
            looks -= 1
            if _are_voices(page, group, raw, begins):
                for index in group:
                    places[index].verdict = 2


# Boxes that ask to sign up for something, whatever they are called.
_SIGN_UP = re.compile(
    r"\bnewsletter\b|\bsign up for\b|\bрассылк|\bподпишитесь\b|\bпідпишіться\b|\bпадпішыцеся\b",
    re.I,
)
_LONGEST_BOX = 500  # characters


def mark_boxes(page: Page) -> None:
    """Take small boxes under such a line for furniture."""
    for block in page.blocks:
        if block.prose or len(block.text) > _LONGEST_NAME or not _SIGN_UP.search(block.text):
            continue
        box = page.places[block.place]
        if box.tag in _HEADINGS and box.parent > 0:
            box = page.places[box.parent]
        if box.tag in ("div", "section") and box.chars <= _LONGEST_BOX:
            box.verdict = 2


# Readers speak below an article, each under a name that is a link.
_FEWEST_VOICES = 5
_MOST_LOOKS = 20  # each goes over all blocks of the page
_LONGEST_NAME = 80
_ENOUGH_BEFORE = 400  # characters of prose
_NAMED = re.compile(r"[^\W\d_]{3}")


# "Comments (12)", "12 комментариев": nothing but the word. "What experts comment" heads a part of the text.
_VOICES = re.compile(
    r"[\W\d_]*(?:all |latest |readers? |все |всего |усі |alle |tutti i |wszystkie )?"
    r"(?:comments?|responses|комментари[йяеи]в?|обсуждение|коментар(?:і|ів|ии)|обговорення|відгуки|каментары|"
    r"kommentare?|commentaires?|réactions|comentarios?|comentários?|commenti|komentarze|komentarzy|"
    r"komentarai|kommentaarid|komentāri|yorum(?:lar)?|reacties|التعليقات|评论|コメント)[\W\d_]*",
    re.I,
)
_LONGEST_HEADING = 60


def _under_a_heading_of_comments(page: Page) -> set[int]:
    """The places that begin right after a line such as "12 comments", with some prose before it."""
    found: set[int] = set()
    before = 0
    for block, following in pairwise(page.blocks):
        before += block.prose
        if (
            block.prose == 0
            and len(block.text) <= _LONGEST_HEADING
            and before >= _ENOUGH_BESIDE
            and _VOICES.fullmatch(block.text)
        ):
            found.update(place for place in page.path(following.place) if place > block.place)
    return found


def _are_voices(page: Page, group: list[int], raw: list[int], begins: dict[int, Block]) -> bool:
    """Whether siblings alike are readers' comments.

    Prose under a short line with a link, and the hour or a word for answering: people whom an article
    lists one by one have a link too.
    """
    first, of = group[0], {index: index for index in group}
    said: set[int] = set()
    before = 0
    for block in page.blocks:
        if block.place < first:
            before += block.prose
            continue
        if before < _ENOUGH_BEFORE:
            return False
        member = next((of[place] for place in page.path(block.place) if place in of), None)
        if member is None:
            continue
        if block.tag in _HEADINGS:
            return False
        if block.prose == 0 and _SAID.search(block.text):
            said.add(member)
    voices = 0
    for index in said:
        block = begins[index]
        voices += (
            0 < block.links
            and len(block.text) <= _LONGEST_NAME
            and block.prose == 0
            and raw[index] > 0
            and _NAMED.search(block.text) is not None
        )
    return voices >= 0.8 * len(group)


_SAID = re.compile(
    r"\b\d{1,2}[:.]\d\d\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|назад|\bтому\b|"
    r"\bvor \d|\bil y a\b|\bhace \d|\breply\b|ответить|відповісти|адказаць|antworten|répondre|responder|"
    r"odpowiedz|yanıtla|rispondi",
    re.I,
)
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
