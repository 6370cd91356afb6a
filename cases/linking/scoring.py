"""Pure: features of a possible link to a score, with the reasons for and against.

The name gives the base: how surely a name on record stands in the text. Evidence from the record
moves it. What a person has to look at (namesakes, misspellings, a name without its full form) never
passes `MOST_FOR_REVIEW`, whatever else speaks for it: a wrong automatic link harms somebody.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from people.names import NameSpan, Reason
from people.names.finding.confidence import MOST_FOR_REVIEW, needs_a_person, weight_of
from people.names.finding.spans import FULL, replaced

_MOST: Final = 0.995

# What a piece of evidence adds to the log of the odds, and why so much. Set by judgement: there is no
# labelled archive with records beside it yet; decisions of researchers will replace it by measurement.
EVIDENCE: Final[dict[str, float]] = {
    "co_named": 0.8,  # each of two at most: co-defendants and co-signatories are named together
    "charged_provision": 1.2,  # one of some hundred provisions, and the right one
    "provision_elsewhere": 0.6,  # it may be somebody else's: hundreds are charged under 207.3
    "suggested_provision": 0.5,  # «фейки об армии»: hundreds are charged with the same
    "institution": 0.8,  # a court sees hundreds of cases, a prison holds a thousand people
    "place": 0.4,  # a town or region; the capital says nothing and is left out
    "age_agrees": 1.2,  # one namesake in forty is of the same age
    "occupation": 0.4,
    "subject": 0.3,  # words of prosecution: not a sports page
    "age_differs": -3.0,  # by more than two years; ages are told of several days
    "other_occupation": -0.7,  # people have several, and lists of them are never complete
    "other_place": -0.4,  # people move, and are moved
    "namesake_fits": -2.0,  # the evidence points to another bearer of the name
}
_MOST_CO_NAMED: Final = 2
# Of namesakes one is meant when this much points to them, and nothing to the others.
CLEAR_EVIDENCE: Final = 1.2
# A full name that its bearer shares with others on record, once they are told apart.
_TOLD_APART: Final = 0.9
_NAMESAKES_TOLD: Final = "told_apart"

WORDS: Final[dict[str, str]] = {
    "co_named": "named together with people of the same case or letter: {detail}",
    "charged_provision": "the text cites a provision the person is charged under: {detail}",
    "provision_elsewhere": "the text cites such a provision, away from the name: {detail}",
    "institution": "the text names a court or prison of the person's case: {detail}",
    "subject": "the text is about prosecution: {detail}",
    "frequent_name": "many people bear this name and nothing else points to this one",
    "suggested_provision": "the text names the offence the person is charged with: {detail}",
    "place": "the text names a place of the person's case: {detail}",
    "age_agrees": "the age or year of birth agrees: {detail}",
    "age_differs": "the age or year of birth is another: {detail}",
    "occupation": "the text names the person's occupation: {detail}",
    "other_occupation": "another occupation stands beside the name: {detail}",
    "other_place": "another place stands beside the name: {detail}",
    "told_apart": "of the namesakes only this one fits: {detail}",
    "namesake_fits": "a namesake fits the text, this person does not",
    "letter_title": "the title of the letter: {detail}",
    "letter_signatories": "signatories of the letter named together: {detail}",
    "letter_words": "the text speaks of a letter or an appeal",
    "letter_date": "published within a month of the letter",
    "provision_cited": "the provision is cited: {detail}",
    "provision_without_code": "the text does not say which code: {detail}",
    "provision_point_doubtful": "the letter of the point may be meant by its place: {detail}",
    "provision_named": "the text names the offence: {detail}",
    "law_cited": "the law is cited: {detail}",
    "law_without_date": "the text gives no date, and numbers begin anew every year: {detail}",
    "law_new": "the law was signed shortly before",
    "institution_named": "the court or prison is named: {detail}",
    "institution_of_person": "a person named here was tried or held there: {detail}",
    "institution_shortened": "only a part of the name stands here: {detail}",
    "institution_number_only": "other places have one of this name or number: {detail}",
    "several_fit": "several on record fit: {detail}",
    "provision_part_unknown": "cited more exactly than the record knows it: {detail}",
    "calibrated": "set right by earlier decisions: {detail}",
}


@dataclass(frozen=True, slots=True)
class WeighedReason:
    """A reason with its weight (log-odds, negative when it speaks against) and its place."""

    code: str
    detail: str = ""
    weight: float = 0.0
    against: bool = False
    span: tuple[int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """What is kept with a candidate and a decision: code and detail, and the words in English."""
        sentence = WORDS.get(self.code)
        text = (
            sentence.replace("{detail}", self.detail)
            if sentence is not None
            else str(Reason(self.code, self.detail))
        )
        kept: dict[str, Any] = {
            "code": self.code,
            "detail": self.detail,
            "text": text,
            "weight": round(self.weight, 3),
            "against": self.against,
        }
        if self.span is not None:
            kept["span"] = list(self.span)
        return kept


@dataclass(frozen=True, slots=True)
class LinkScore:
    """A score from 0 to 1 and its reasons, the weightiest first."""

    score: float
    reasons: tuple[WeighedReason, ...]


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """What text and record say about one person besides the name.

    co_named: names of people found in the same text who share a case or letter with this one;
    provisions: ones the person is charged under, cited near the name; provisions_elsewhere: in
    other parts of the text; suggested: words of such an offence;
    institutions: named ones of their cases; places: where those are; age_agrees, age_differs,
    occupation, other_occupation, other_place: words beside the name; subject: words of
    prosecution; frequent: whether many people bear the name.
    """

    co_named: Sequence[str] = field(default=())
    provisions: Sequence[str] = field(default=())
    provisions_elsewhere: Sequence[str] = field(default=())
    suggested: Sequence[str] = field(default=())
    institutions: Sequence[str] = field(default=())
    places: Sequence[str] = field(default=())
    age_agrees: str = ""
    age_differs: str = ""
    occupation: str = ""
    other_occupation: str = ""
    other_place: str = ""
    subject: Sequence[str] = field(default=())
    frequent: bool = False

    @property
    def contradicted(self) -> bool:
        """Whether something beside the name speaks of another person."""
        return bool(self.age_differs or self.other_occupation or self.other_place)

    def pointing(self) -> float:
        """How much points to this person and not to anybody of the name, as log-odds.

        What speaks against is left out: evidence on both sides is for a person to weigh.
        """
        return sum(
            reason.weight
            for reason in evidence_reasons(self)
            if reason.code != "subject" and not reason.against
        )


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
        rivals = [int(other) for other in best.persons if int(other) != person_id]
        meant = [one for one in (person_id, *rivals) if _is_meant(one, best, evidence)]
        if rivals and meant == [person_id]:
            scores[person_id] = score_person([_told_apart(best, person_id)], evidence[person_id])
        elif rivals and meant:
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


def _is_meant(person_id: int, best: NameSpan, evidence: Mapping[int, PersonEvidence]) -> bool:
    if best.kind != FULL or evidence[person_id].contradicted:
        return False
    others = [evidence[int(other)] for other in best.persons if int(other) != person_id]
    clear = evidence[person_id].pointing() >= CLEAR_EVIDENCE
    return clear and all(other.pointing() <= 0 for other in others)


def _told_apart(span: NameSpan, person_id: int) -> NameSpan:
    reasons = [reason for reason in span.reasons if reason.code != "namesakes"]
    return replaced(
        span, (person_id,), _TOLD_APART, (*reasons, Reason(_NAMESAKES_TOLD, span.surface))
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
            if reason.code == _NAMESAKES_TOLD
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
    if needs_a_person(best) or best.score <= MOST_FOR_REVIEW or evidence.age_differs:
        score = min(score, MOST_FOR_REVIEW)
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return LinkScore(round(score, 4), tuple(reasons))


def evidence_reasons(evidence: PersonEvidence) -> list[WeighedReason]:
    """Each piece of evidence as a reason with its words and weight."""
    elsewhere = evidence.provisions_elsewhere
    cited = evidence.provisions or elsewhere
    words: dict[str, str] = {
        "co_named": ", ".join(list(evidence.co_named)[:4]),
        "charged_provision": ", ".join(list(evidence.provisions)[:3]),
        "provision_elsewhere": "" if evidence.provisions else ", ".join(list(elsewhere)[:3]),
        # Words of an offence whose number is cited too say nothing more.
        "suggested_provision": "" if cited else ", ".join(evidence.suggested[:2]),
        "institution": ", ".join(list(evidence.institutions)[:2]),
        # A court or prison is named with its place; that is one piece of evidence.
        "place": "" if evidence.institutions else ", ".join(list(evidence.places)[:3]),
        "age_agrees": evidence.age_agrees,
        "occupation": evidence.occupation,
        "subject": ", ".join(list(evidence.subject)[:3]),
        "age_differs": evidence.age_differs,
        "other_occupation": evidence.other_occupation,
        "other_place": evidence.other_place,
    }
    reasons = []
    for code, detail in words.items():
        if detail:
            times = min(len(evidence.co_named), _MOST_CO_NAMED) if code == "co_named" else 1
            weight = EVIDENCE[code] * times
            reasons.append(WeighedReason(code, detail, weight, weight < 0))
    return reasons


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
