"""Whether two sketches are of copies: how much of one text stands in the other, what speaks against. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cases.articles.copies.naming import NOBODY
from cases.articles.copies.shingles import words_of
from cases.articles.copies.sketch import Sketch, common

# So much of the shorter text stands in the longer. Words changed by 15 % leave 61 % of the runs of
# three, two such versions of one text share 38 %; reports of one event by two writers share 5 to 15 %.
COPIED: Final = 0.28
# Where the numbers differ, one text has to be much more than alike.
COPIED_WITH_OTHER_NUMBERS: Final = 0.55
# An outlet's own articles share its footers and its series; one of them published twice is more alike.
COPIED_WITHIN_OUTLET: Final = 0.75
# A reprint may be cut to a third. A short text inside a far longer one is a digest's paragraph.
SHORTEST_PART: Final = 0.15
_FEWEST_SHARED: Final = 4
_SAME_NUMBERS: Final = 0.5
_FEW_NUMBERS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Judgement:
    """`share`: of the shorter text, how much stands in the longer, 0 to 1, as far as the samples tell.

    `against`: what spoke against: "people", "numbers", "length", "headline", "quotes"; none of them for a copy,
    but "numbers" may be among them where the texts are alike enough nevertheless.
    """

    is_copy: bool
    share: float
    against: tuple[str, ...] = ()


def judge(
    a: Sketch, b: Sketch, *, same_people: bool | None = None, same_outlet: bool = False
) -> Judgement:
    """Compare two sketches. `same_people`: what is known of the people both are linked to.

    False when both have people on record and share none: never a copy. True when they share one.
    None when nothing is known: then the names in the texts decide.
    """
    if a.is_short or b.is_short:
        equal = a.is_short and b.is_short and a.values == b.values and same_people is not False
        return Judgement(equal, 1.0 if equal else 0.0)
    of_a, of_b, shared = common(a, b)
    seen = of_a if a.size <= b.size else of_b
    share = shared / seen if seen else 0.0
    if shared < _FEWEST_SHARED or share < (COPIED_WITHIN_OUTLET if same_outlet else COPIED):
        return Judgement(False, share)
    if min(a.size, b.size) < SHORTEST_PART * max(a.size, b.size):
        return Judgement(False, share, ("length",))
    if same_people is False or (same_people is None and speak_of_others(a, b)):
        return Judgement(False, share, ("people",))
    if numbers_differ(a, b):
        alike = share >= COPIED_WITH_OTHER_NUMBERS and not twin_numbers(a, b)
        return Judgement(alike, share, ("numbers",))
    return Judgement(True, share)


def kept_apart(a: Sketch, b: Sketch, judgement: Judgement) -> bool:
    """Whether two texts so judged must not come into one group by way of a third text either.

    Twins of one template would: each has versions that are cut to what both share. That headlines
    differ says nothing of the texts.
    """
    if judgement.is_copy:
        return False
    if any(what != "headline" for what in judgement.against):
        return True
    return speak_of_others(a, b) or twin_numbers(a, b)


def speak_of_others(a: Sketch, b: Sketch) -> bool:
    """Whether each speaks most of a person whom the other does not name at all."""
    if NOBODY in (a.main, b.main):
        return False
    return a.main not in b.named and b.main not in a.named


def numbers_differ(a: Sketch, b: Sketch) -> bool:
    """Whether both give numbers and most of the fewer are not in the other."""
    fewer = min(len(a.numbers), len(b.numbers))
    return fewer > 0 and len(set(a.numbers).intersection(b.numbers)) < _SAME_NUMBERS * fewer


def twin_numbers(a: Sketch, b: Sketch) -> bool:
    """Whether both give several numbers and next to none in common."""
    fewer = min(len(a.numbers), len(b.numbers))
    return fewer > 1 and len(set(a.numbers).intersection(b.numbers)) <= _FEW_NUMBERS * fewer


def titles_alike(one: str, other: str) -> bool:
    """Whether two headlines share at least a third of the words of the shorter one.

    Asked of articles of one outlet: what many of its pages show in place of a text (a request to pay
    or to accept cookies) makes no copies.
    """
    words, others = _words_of_headline(one), _words_of_headline(other)
    return 3 * len(words & others) >= min(len(words), len(others)) > 0


@lru_cache(maxsize=10_000)
def _words_of_headline(title: str) -> frozenset[str]:
    """Kept, since each headline of a batch is compared with many."""
    return frozenset(words_of(title))
