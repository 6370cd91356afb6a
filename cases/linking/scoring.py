"""Pure: features of a possible link to a score, with the reasons for and against.

The name gives the base: how surely a name on record stands in the text. Evidence from the record
moves it. What a person has to look at (namesakes, misspellings, a name without its full form) never
passes `MOST_FOR_REVIEW`, whatever else speaks for it: a wrong automatic link harms somebody.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cases.linking.namesakes import CLEAR_EVIDENCE, NAMESAKES_TOLD, meant_among, told_apart
from cases.linking.person_evidence import EVIDENCE, PersonEvidence, evidence_reasons
from cases.linking.reasons import WeighedReason
from people.names import NameSpan
from people.names.finding.confidence import MOST_FOR_REVIEW, needs_a_person, weight_of
from people.names.finding.spans import FULL

_MOST: Final = 0.995


@dataclass(frozen=True, slots=True)
class LinkScore:
    """A score from 0 to 1 and its reasons, the weightiest first."""

    score: float
    reasons: tuple[WeighedReason, ...]


def score_people(
    spans: Mapping[int, Sequence[NameSpan]], evidence: Mapping[int, PersonEvidence]
) -> dict[int, LinkScore]:
    """The score of each person that a text may name; namesakes are weighed against each other.

    Of several people on record with one name one is meant when the evidence for them is clear, and
    for none of the others anything speaks; otherwise a person has to look.
    """
    scores: dict[int, LinkScore] = {}
    for person_id, own in spans.items():
        best = _best(own)
        people = [person_id, *(int(other) for other in best.persons if int(other) != person_id)]
        meant = meant_among(people, best, evidence) if len(people) > 1 else []
        if meant == [person_id]:
            scores[person_id] = score_person([told_apart(best, person_id)], evidence[person_id])
        elif meant:
            scores[person_id] = score_person(own, evidence[person_id], namesake_fits=True)
        else:
            scores[person_id] = score_person(own, evidence[person_id])
    return scores


def _best(spans: Sequence[NameSpan]) -> NameSpan:
    """The span that says most; of equals (namesakes share what certainty there is) the plainest."""
    return max(
        spans,
        key=lambda span: (
            span.score,
            span.kind == FULL,
            -sum(reason.against for reason in span.reasons),
        ),
    )


def score_person(
    spans: Sequence[NameSpan], evidence: PersonEvidence, *, namesake_fits: bool = False
) -> LinkScore:
    """How surely a text that holds these spans of one person's name speaks of that person.

    The best span decides; a text that names somebody in full once may call them anything after.
    """
    best = _best(spans)
    reasons = [
        WeighedReason(
            reason.code,
            reason.detail,
            CLEAR_EVIDENCE
            if reason.code == NAMESAKES_TOLD
            else weight_of(reason.code, against=reason.against),
            reason.against,
            (best.start, best.end),
        )
        for reason in best.reasons
    ]
    odds = math.log(best.score / (1 - best.score)) if best.score < 1 else 6.0
    weighed = evidence_reasons(evidence)
    if namesake_fits:
        weighed.append(WeighedReason("namesake_fits", "", EVIDENCE["namesake_fits"], True))
    for reason in weighed:
        odds += reason.weight
        reasons.append(reason)
    score = min(_MOST, 1 / (1 + math.exp(-odds)))
    if evidence.frequent and evidence.pointing() <= 0 and not evidence.subject:
        reasons.append(WeighedReason("frequent_name", weight=-2.0, against=True))
        score = min(score, MOST_FOR_REVIEW)
    doubted = evidence.age_differs or evidence.office
    if needs_a_person(best) or best.score <= MOST_FOR_REVIEW or doubted:
        score = min(score, MOST_FOR_REVIEW)
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return LinkScore(round(score, 4), tuple(reasons))


def score_letter(
    *, title: str, signatories: Sequence[str], speaks_of_letter: bool, near_in_time: bool
) -> LinkScore:
    """How surely a text speaks of an open letter: its title, or its signatories together.

    Three signatories in a text that speaks of a letter, within a month of it, are as good as the
    title; fewer, or another time, are for a person to judge.
    """
    if title:
        return LinkScore(0.97, (WeighedReason("letter_title", title, 3.0),))
    number = len(signatories)
    if number < 2 or not speaks_of_letter:
        return LinkScore(0.0, ())
    names = ", ".join(list(signatories)[:4])
    reasons = [
        WeighedReason("letter_signatories", names, 0.6 * number),
        WeighedReason("letter_words", weight=0.8),
    ]
    score = 0.5 + 0.1 * min(number, 3)
    if near_in_time:
        reasons.append(WeighedReason("letter_date", weight=0.8))
        score = 0.93 if number >= 3 else 0.8
    return LinkScore(score, tuple(reasons))


def score_provision(
    *, cited: str, has_code: bool, doubtful: bool, whole: bool, named: str = ""
) -> LinkScore:
    """How surely a citation means a provision on record.

    `whole`: the record has all that was cited; otherwise the link is to the provision above it.
    `named`: words of the text that name the same offence, where the citation has no code.
    """
    reasons = [WeighedReason("provision_cited", cited, 3.0)]
    score = 0.98
    if not has_code:
        score = 0.95 if named else 0.8
        reasons.append(WeighedReason("provision_without_code", cited, -1.5, True))
        if named:
            reasons.append(WeighedReason("provision_named", named, 1.4))
    if doubtful:
        score = min(score, 0.8)
        reasons.append(WeighedReason("provision_point_doubtful", cited, -1.0, True))
    if not whole:
        score = min(score, 0.95)
        reasons.append(WeighedReason("provision_part_unknown", cited, -0.2, True))
    return LinkScore(score, tuple(reasons))


def score_law(*, cited: str, dated: bool, others: int, new: bool) -> LinkScore:
    """How surely a number means a law on record.

    `dated`: the text gives the day it was signed and the record agrees; `others`: how many more
    laws on record fit; `new`: it was signed within three months before the article.
    """
    reasons = [WeighedReason("law_cited", cited, 3.0)]
    score = 0.97
    if not dated:
        reasons.append(WeighedReason("law_without_date", cited, -2.0, True))
        score = 0.6
        if new:
            reasons.append(WeighedReason("law_new", weight=1.0))
            score = 0.85
    if others:
        reasons.append(WeighedReason("several_fit", cited, -2.0, True))
        score = min(score, 0.4)
    return LinkScore(score, tuple(reasons))


# How surely the way it was found names an institution on record, before anything else is known.
# `unnamed` (the Supreme Court of some country) is below the queue: it would fill it.
_BY_WAY: Final = {
    "name": 0.96, "place": 0.95, "short": 0.92, "number": 0.5, "widespread": 0.5, "unnamed": 0.05,
}  # fmt: skip


def score_institution(*, named: str, how: str, others: int, person: str) -> LinkScore:
    """How surely a name or a number means an institution on record.

    `how`: as the finder says; `others`: how many more on record fit; `person`: one who is named in
    the text for certain and was tried or held there.
    """
    reasons = [WeighedReason("institution_named", named, 3.0)]
    score = _BY_WAY[how]
    if how == "short":
        reasons.append(WeighedReason("institution_shortened", named, -0.5, True))
    elif how in ("number", "widespread", "unnamed"):
        reasons.append(WeighedReason("institution_number_only", named, -2.5, True))
    if person:
        reasons.append(WeighedReason("institution_of_person", person, 2.5))
        score = max(score, 0.93)
    if others:
        reasons.append(WeighedReason("several_fit", named, -2.0, True))
        score = min(score, 0.3)
    return LinkScore(score, tuple(reasons))
