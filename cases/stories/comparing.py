"""How much of one kind an article and a story share: names, concepts, words, numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from cases.stories.fingerprints import FAMOUS, GIVEN_NAME, SUBJECT
from cases.stories.profiles import StoryProfile, TermWeights

SHOWN: Final = 8  # shared terms that a part keeps, the rarest first
_UNSURE: Final = 0.5
_SURE_SIGNS: Final = frozenset(GIVEN_NAME + FAMOUS + SUBJECT)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its kind, how alike (0 to 1), how much it counts, what was shared."""

    kind: str
    value: float
    weight: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared of a story: terms with their weights by how many of its articles have them.

    Of names, those that are not surely people's count half.
    """

    shares: Mapping[str, float]  # the root of the share of the articles that have the term
    square: float
    total: float
    most: float


def side_of(story: StoryProfile, called: str, weights: TermWeights) -> Side:
    """The side of this name: "names", "names but subjects", "words de", or the signs of its terms.

    The same for every article until the story grows, so it is worked out once.
    """
    return story.view(f"side {called}", lambda: _made(story, called, weights), by=weights)


def _made(story: StoryProfile, called: str, weights: TermWeights) -> Side:
    counts: Mapping[str, int]
    articles, people = story.articles, None
    if called.startswith("names"):
        counts, people = story.names, story.people
        if called != "names":
            counts = {term: n for term, n in counts.items() if term[0] != SUBJECT}
    elif called.startswith("words "):
        language = called.removeprefix("words ")
        counts, articles = story.words.get(language, {}), story.languages.get(language, 0)
    else:
        counts = story.starting(called)
    shares = {term: math.sqrt(count / articles) for term, count in counts.items()}
    square = total = most = 0.0
    of = weights.of
    for term, share in shares.items():
        theirs = of(term) * share
        if people is not None and term not in people and term[0] not in _SURE_SIGNS:
            theirs *= _UNSURE
        square += theirs * theirs
        total += theirs
        if theirs > most:
            most = theirs
    return Side(shares, square, total, most)


def compare(
    kind: str,
    own: Set[str],
    story: Side,
    weights: TermWeights,
    weight: float,
    *,
    surely: tuple[Set[str], Set[str]] | None = None,
) -> Part | None:
    """Half cosine, half share of the poorer side: a headline is poor beside a long article.

    Of names, those that are `surely` people's, by the article or by the story, count in full: other
    capitals may be any word. None when either side has nothing to compare.
    """
    shares = story.shares
    if not own or not shares:
        return None
    of = weights.of
    own_square = own_sum = own_most = product = common = 0.0
    shared = []
    for term in own:
        mine = of(term)
        if (
            surely is not None
            and term not in surely[0]
            and term not in surely[1]
            and term[0] not in _SURE_SIGNS
        ):
            mine *= _UNSURE
        own_square += mine * mine
        own_sum += mine
        if mine > own_most:
            own_most = mine
        share = shares.get(term)
        if share is not None:
            theirs = mine * share
            product += mine * theirs
            common += min(mine, theirs)
            shared.append((-mine, term))
    their_square, their_sum, their_most = story.square, story.total, story.most
    # Whom the article shows to be a person counts in full on the other side too.
    for term in surely[0] - surely[1] if surely is not None else ():
        share = shares.get(term)
        if share is not None and term[0] not in _SURE_SIGNS:
            theirs = of(term) * share
            their_square += theirs * theirs * (1 - _UNSURE * _UNSURE)
            their_sum += theirs * (1 - _UNSURE)
            their_most = max(their_most, theirs)
    cosine = product / math.sqrt(own_square * their_square)
    contained = common / min(own_sum, their_sum)
    # Where one side has only what everybody has ("Russia"), the comparison says little.
    telling = min(own_most, their_most, 1.0)
    strongest = tuple(term for _, term in sorted(shared)[:SHOWN])
    return Part(kind, min((cosine + contained) / 2, 1.0), weight * telling, strongest)
