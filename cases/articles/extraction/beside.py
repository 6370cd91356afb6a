"""What stands beside an article and can be longer than it: lists of cards, readers' comments, cookie walls.

Pure arithmetic on places and blocks.
"""

import re

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
        elif _follows_their_heading(page, group[0]) or (
            len(group) >= _FEWEST_VOICES and _are_voices(page, group, raw, begins)
        ):
            for index in group:
                page.places[index].verdict = 2


# Readers speak below an article, each under a name that is a link.
_FEWEST_VOICES = 5
_LONGEST_NAME = 80
_ENOUGH_BEFORE = 400  # characters of prose
_NAMED = re.compile(r"[^\W\d_]{3}")


# "Comments", "12 комментариев"... before a list of them.
_VOICES = re.compile(
    r"\b(?:comment|коммент|комент|камент|kommentar|comentario|comentário|komentar|yorum|reacti(?:on|e)|"
    r"commenti\b|responses?\b|обсуждени|обговорен|відгук|opinie\b|تعليق|评论|コメント)",
    re.I,
)
_LONGEST_HEADING = 60


def _follows_their_heading(page: Page, first: int) -> bool:
    """Whether the line before a list is the heading of readers' comments, with some prose before."""
    line, before = None, 0
    for block in page.blocks:
        if block.place >= first:
            break
        line, before = block, before + block.prose
    return (
        line is not None
        and len(line.text) <= _LONGEST_HEADING
        and line.prose == 0
        and _VOICES.search(line.text) is not None
        and before >= _ENOUGH_BESIDE
    )


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
