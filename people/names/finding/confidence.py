"""How sure a name in a text is: a logistic sum over its reasons, with weights learned from texts.

Every reason of a span adds its weight (log-odds) to that of a full name; `data/confidence.tsv` holds
the weights, how often each was seen and where they came from. What a person has to look at stays
below any automatic threshold whatever the weights say.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from people.names.finding.spans import FULL, NameSpan, replaced
from people.names.language.tables import rows

MOST_FOR_REVIEW: Final = 0.85
_MOST: Final = 0.995
_LEAST: Final = 0.01
_LEAST_ASKED: Final = 0.12
BASE: Final = "base"
MENTIONS: Final = "mentions"
NO_LANGUAGE: Final = "no_language"

# Reasons after which only a person may link, whatever the weights.
REVIEW_ONLY: Final = frozenset(
    {
        "misspelling", "near_spelling", "other_gender", "case_disagrees", "ambiguous_form",
        "namesakes", "extra_name", "part_of_surname", "part_of_given", "suffix", "organisation",
        "order_doubtful", "translated_given_name", "short_given_name", "initials_only",
        "surname_only", "joint", "byline", "second_given_name", "titled_translation",
    }
)  # fmt: skip
# Shorter mentions are no surer than the full name they rest on.
_RESTS_ON_FULL: Final = frozenset(
    {"surname_after_full", "initials_after_full", "patronymic_after_full"}
)


# Reasons that stand for and against, and then weigh differently.
_BOTH_WAYS: Final = frozenset(
    {
        "extra_name", "joint", "second_given_name", "near_spelling", "short_given_name",
        "initials_only",
    }
)  # fmt: skip


@cache
def weights() -> Mapping[str, float]:
    """Feature -> weight in log-odds, from `data/confidence.tsv`."""
    return {feature: float(weight) for feature, weight, *_ in rows("confidence")}


def weight_of(code: str, *, against: bool) -> float:
    """The weight of a reason of the finder, in log-odds; what says "found" weighs as the base."""
    known = weights()
    if against:
        return known.get(f"{code}!", known.get(code, 0.0))
    own = known.get(code, 0.0)
    return own if own > 0 else known[BASE] + own


def features(span: NameSpan, mentions: int, language: str) -> dict[str, float]:
    """What the weights are multiplied with: reasons and traits of a span as numbers.

    `mentions`: how many places of the text name the same person. A reason against that can also
    stand for (an extra name, a shared surname) counts apart, as `code!`.
    """
    found: dict[str, float] = {BASE: 1.0}
    for reason in span.reasons:
        both = reason.code in _BOTH_WAYS and reason.against
        found[f"{reason.code}!" if both else reason.code] = 1.0
    found.update(span.traits)
    if mentions > 1:
        found[MENTIONS] = min(math.log(mentions), 2.0)
    if not language:
        found[NO_LANGUAGE] = 1.0
    return found


def needs_a_person(span: NameSpan) -> bool:
    """Whether only a person may link by this span: namesakes, slips, names not said in full."""
    if span.misspelling or len(span.persons) > 1:
        return True
    return any(reason.against and reason.code in REVIEW_ONLY for reason in span.reasons)


def name_confidence(span: NameSpan) -> float:
    """How surely a name alone speaks of its person, with nothing of a record at hand.

    From 0.9 a link may be made without asking. Spans of the finder carry it as their score.
    """
    return min(span.score, MOST_FOR_REVIEW) if needs_a_person(span) else span.score


def weigh_spans(spans: Sequence[NameSpan], language: str) -> list[NameSpan]:
    """The spans of one text with their confidence as score; reasons and places stay."""
    mentions: dict[int | str, int] = defaultdict(int)
    for span in spans:
        for person in span.persons:
            mentions[person] += 1
    weighed = [
        replaced(span, span.persons, _score(span, mentions, language), span.reasons)
        for span in spans
    ]
    full: dict[int | str, float] = {}
    for span in weighed:
        if span.kind == FULL:
            for person in span.persons:
                full[person] = max(full.get(person, 0.0), span.score)
    return [_resting(span, full) for span in weighed]


def _score(span: NameSpan, mentions: Mapping[int | str, int], language: str) -> float:
    most = max(mentions[person] for person in span.persons)
    known = weights()
    found = features(span, most, language)
    odds = sum(known.get(feature, 0.0) * value for feature, value in found.items())
    score = min(_MOST, max(_LEAST, 1 / (1 + math.exp(-odds))), 1 / len(span.persons))
    if "surname_only" in found and not found.keys() & {"frequent", "beside_capital"}:
        # How likely it is depends on the archive; a rare surname is always worth the question.
        score = max(score, _LEAST_ASKED)
    return round(min(score, MOST_FOR_REVIEW) if needs_a_person(span) else score, 4)


def _resting(span: NameSpan, full: Mapping[int | str, float]) -> NameSpan:
    if any(reason.code in _RESTS_ON_FULL for reason in span.reasons):
        most = max((full[person] for person in span.persons if person in full), default=1.0)
        if most < span.score:
            return replaced(span, span.persons, most, span.reasons)
    return span
