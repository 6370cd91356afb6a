"""What a person needs to see to decide one link, in a bounded number of queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from cases.admin.reason_words import reason_in_words, speaks_against
from cases.charges.models import Charge
from cases.linking.models import LINKED_RECORDS, LinkCandidate, Mention
from people.models import NameForm, Person
from tracker.lib.languages import localized

MENTIONS_SHOWN = 5
PROVISIONS_SHOWN = 12
NAMES_SHOWN = 8
_LONGEST_SIDE = 400


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
class ReviewItem:
    """One link to decide."""

    candidate: LinkCandidate
    percent: int
    sentences: list[MarkedSentence]
    reasons_for: list[str]
    reasons_against: list[str]
    person: PersonShort | None
    record: Any


def review_item(candidate_id: int) -> ReviewItem | None:
    """The candidate with everything its page shows, in four queries; None when it is gone."""
    candidate = (
        LinkCandidate.objects.select_related("article__outlet", *LINKED_RECORDS)
        .filter(pk=candidate_id)
        .first()
    )
    if candidate is None:
        return None
    mentions = candidate.mentions.order_by("-in_title", "start")[:MENTIONS_SHOWN]
    reasons = candidate.reasons if isinstance(candidate.reasons, list) else []
    return ReviewItem(
        candidate=candidate,
        percent=round(100 * max(0.0, min(1.0, candidate.score))),
        sentences=[marked(mention) for mention in mentions],
        reasons_for=[reason_in_words(one) for one in reasons if not speaks_against(one)],
        reasons_against=[reason_in_words(one) for one in reasons if speaks_against(one)],
        person=_short(candidate.person) if candidate.person is not None else None,
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


def _short(person: Person) -> PersonShort:
    language = get_language() or "en"
    charges = (
        Charge.objects.filter(party__person=person)
        .select_related("provision")
        .order_by("provision__sort_key", "pk")[:PROVISIONS_SHOWN]
    )
    names = NameForm.objects.live().filter(person=person).order_by("-preferred", "pk")[:NAMES_SHOWN]
    return PersonShort(
        person=person,
        name=person.name_in(language),
        occupation=localized(person, "occupation", language)[0],
        names=[form.text for form in names],
        provisions=list(dict.fromkeys(charge.provision.reference for charge in charges)),
    )
