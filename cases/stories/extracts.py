"""A story in sentences of its articles: chosen, never written. Pure.

Each sentence stands word for word in an article. Those are chosen whose key terms most outlets share,
and that say what the ones before them do not. After the coverage of terms in extractive summaries
(greedy choice by weighted coverage, as in Lin & Bilmes 2011, without learning).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from people.names.language.folding import fold

LONGEST_SENTENCE: Final = 300  # characters: body text is otherwise not public
SHORTEST_SENTENCE: Final = 40
MOST_SENTENCES: Final = 5
_READ: Final = 2_500  # characters of a text, its head
_FROM_ONE_ARTICLE: Final = 12
_STEM: Final = 6
# How much less a sentence counts for each place it stands below the first.
_LATER: Final = 0.06
_ENOUGH: Final = 0.12  # of the first sentence's worth: less is no news
_END: Final = re.compile(r"(?<=[.!?…])[\"”»“’)]*\s+(?=[\"“«„(—–-]?\s?[^\W\d_a-zа-яёіїєґў])|\n+")
# A full stop after these ends no sentence.
_SHORT_FORM: Final = re.compile(
    r"(?:^|[\s(«\"])(?:[A-ZА-ЯЁІЇЄҐ]|г|гг|ул|им|ст|т\.е|т\.д|руб|тыс|млн|млрд|стр|обл|р|ок|пр|"
    r"Mr|Mrs|Ms|Dr|St|No|Art|vs|etc|e\.g|i\.e|U\.S|Inc|Co|bzw|Nr|Abs|usw|d\.h|M|Mme|art|ul|ok|np|tzw|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]{4,}|\d{2,}")
_NO_SENTENCE: Final = re.compile(
    r"https?://|@\w|©|cookie|subscribe|подпис(?:ывай|аться|ка)|newsletter|реклама|читайте также|read more|"
    r"share this|abonnieren|lesen sie auch|lire aussi|18\+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """An article to choose from: its id, its outlet's, its language and its text."""

    article: int
    outlet: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Extract:
    """A chosen sentence, word for word, with the article it stands in."""

    article: int
    language: str
    sentence: str


def sentences_of(text: str) -> list[str]:
    """The sentences of the head of a text that may be quoted: between 40 and 300 characters, whole."""
    found: list[str] = []
    open_ = ""
    for piece in _END.split(text[:_READ]):
        piece = " ".join(piece.split())
        open_ = f"{open_} {piece}" if open_ else piece
        if _SHORT_FORM.search(open_):
            continue
        if open_:
            found.append(open_)
        open_ = ""
    if open_ and len(text) <= _READ:
        found.append(open_)
    return [
        sentence
        for sentence in found
        if SHORTEST_SENTENCE <= len(sentence) <= LONGEST_SENTENCE
        and sentence[-1] in '.!?…»”"'
        and not _NO_SENTENCE.search(sentence)
    ]


def extracts(sources: Sequence[Source], *, most: int = MOST_SENTENCES) -> list[Extract]:
    """At most `most` sentences of one language that say what most outlets say; `[]` where none will do.

    A term counts by the number of outlets that have it, so that an outlet with forty articles does
    not speak for all; copies should be left out by the caller. In the order of choice.
    """
    pool: list[tuple[Extract, frozenset[str], float]] = []
    outlets: dict[str, set[int]] = defaultdict(set)
    seen: set[str] = set()
    for source in sources:
        for place, sentence in enumerate(sentences_of(source.text)[:_FROM_ONE_ARTICLE]):
            terms = frozenset(fold(word)[:_STEM] for word in _WORD.findall(sentence))
            for term in terms:
                outlets[term].add(source.outlet)
            if sentence in seen or len(terms) < 4:
                continue
            seen.add(sentence)
            extract = Extract(source.article, source.language, sentence)
            pool.append((extract, terms, 1.0 - _LATER * place))
    everybody = len({source.outlet for source in sources})
    weights = {term: _weight(len(who), everybody) for term, who in outlets.items()}
    chosen: list[Extract] = []
    covered: Counter[str] = Counter()
    first = 0.0
    while pool and len(chosen) < most:
        best = max(pool, key=lambda one: _gain(one, weights, covered))
        gain = _gain(best, weights, covered)
        first = first or gain
        if gain <= 0 or gain < _ENOUGH * first:
            break
        chosen.append(best[0])
        covered.update(best[1])
        pool.remove(best)
    return chosen


def _weight(outlets: int, everybody: int) -> float:
    """What two outlets share counts, and more with each; what one alone says counts little."""
    if everybody == 1:
        return 1.0
    return math.log(outlets) + 0.05


def _gain(
    one: tuple[Extract, frozenset[str], float], weights: dict[str, float], covered: Counter[str]
) -> float:
    """What a sentence adds for its length: long ones must say more."""
    extract, terms, early = one
    fresh = sum(weights[term] for term in terms if not covered[term])
    return early * fresh / math.sqrt(len(extract.sentence))
