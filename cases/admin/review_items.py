"""What a person needs to see to decide one link, in a bounded number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from cases.admin.reason_words import reason_in_words, speaks_against
from cases.charges.models import Charge
from cases.linking.models import LINKED_RECORDS, LinkCandidate, Mention
from cases.linking.selectors import offered_beside
from people.models import NameForm, Person
from tracker.lib.languages import localized

MENTIONS_SHOWN = 5
PROVISIONS_SHOWN = 12
NAMES_SHOWN = 8
_LONGEST_SIDE = 400
_MOST_NAMES = 50  # read per person; few have more than ten


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence in three pieces; the middle one is what was found."""

    before: str
    found: str
    after: str
    in_title: bool


@dataclass(frozen=True)
class PersonShort:
    """Facts by which a namesake is told apart."""

    person: Person
    name: str
    occupation: str
    names: list[str]
    provisions: list[str]


@dataclass(frozen=True)
class Choice:
    """One record that may be meant, with what speaks for and against it."""

    candidate: LinkCandidate
    percent: int
    reasons_for: list[str]
    reasons_against: list[str]
    person: PersonShort | None
    record: Any


@dataclass(frozen=True)
class ReviewItem:
    """One question: an article's words, and the record or the several people they may mean."""

    candidate: LinkCandidate
    sentences: list[MarkedSentence]
    choices: list[Choice]

    @property
    def first(self) -> Choice:
        """The likeliest."""
        return self.choices[0]


def review_item(candidate_id: int) -> ReviewItem | None:
    """The candidate with everything its page shows, in seven queries; None when it is gone."""
    candidate = _with_records(LinkCandidate.objects.all()).filter(pk=candidate_id).first()
    if candidate is None:
        return None
    mentions = candidate.mentions.order_by("-in_title", "start")[:MENTIONS_SHOWN]
    rows = [candidate, *_with_records(offered_beside(candidate))]
    rows.sort(key=lambda row: (-row.score, row.pk))
    shorts = _shorts([row.person for row in rows if row.person is not None])
    return ReviewItem(
        candidate=candidate,
        sentences=[marked(mention) for mention in mentions],
        choices=[_choice(row, shorts) for row in rows],
    )


def _with_records(rows: "QuerySet[LinkCandidate]") -> "QuerySet[LinkCandidate]":
    return rows.select_related("article__outlet", *LINKED_RECORDS)


def _choice(candidate: LinkCandidate, shorts: dict[int, PersonShort]) -> Choice:
    reasons = candidate.reasons if isinstance(candidate.reasons, list) else []
    return Choice(
        candidate=candidate,
        percent=round(100 * max(0.0, min(1.0, candidate.score))),
        reasons_for=[reason_in_words(one) for one in reasons if not speaks_against(one)],
        reasons_against=[reason_in_words(one) for one in reasons if speaks_against(one)],
        person=shorts.get(candidate.person_id or 0),
        record=candidate.record,
    )


def marked(mention: Mention) -> MarkedSentence:
    """The mention's sentence cut at what was found; a long sentence keeps its middle."""
    sentence = mention.sentence or mention.surface
    start = mention.sentence_start
    end = start + len(mention.surface)
    if sentence[start:end] != mention.surface:
        start = sentence.find(mention.surface)
        end = start + len(mention.surface)
    if start < 0:
        return MarkedSentence("", mention.surface, "", mention.in_title)
    before, after = sentence[:start], sentence[end:]
    if len(before) > _LONGEST_SIDE:
        before = f"…{before[-_LONGEST_SIDE:]}"
    if len(after) > _LONGEST_SIDE:
        after = f"{after[:_LONGEST_SIDE]}…"
    return MarkedSentence(before, sentence[start:end], after, mention.in_title)


def _shorts(people: list[Person]) -> dict[int, PersonShort]:
    """What tells the people apart, by id, in two queries for all of them."""
    if not people:
        return {}
    language = get_language() or "en"
    provisions: dict[int, dict[str, None]] = defaultdict(dict)
    charges = (
        Charge.objects.filter(party__person__in=people)
        .select_related("provision", "party")
        .order_by("provision__sort_key", "pk")[: PROVISIONS_SHOWN * len(people)]
    )
    for charge in charges:
        provisions[charge.party.person_id][charge.provision.reference] = None
    names: dict[int, list[str]] = defaultdict(list)
    forms = NameForm.objects.live().filter(person__in=people).order_by("-preferred", "pk")
    for person_id, text in forms.values_list("person_id", "text")[: _MOST_NAMES * len(people)]:
        names[person_id].append(text)
    return {
        person.pk: PersonShort(
            person=person,
            name=person.name_in(language),
            occupation=localized(person, "occupation", language)[0],
            names=names[person.pk][:NAMES_SHOWN],
            provisions=list(provisions[person.pk])[:PROVISIONS_SHOWN],
        )
        for person in people
    }
