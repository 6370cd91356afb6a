"""Writing of cases, parties, events and recognitions."""

from typing import Any

from cases.casefile.models import (
    Case,
    CaseEvent,
    EventKind,
    Party,
    PartyRole,
    Recognition,
    RecognitionStatus,
)
from cases.institutions.models import Institution
from cases.publishing.writing import add_row, amend_row, state_columns
from people.models import Person
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState
from tracker.lib.slugs import free_slug
from tracker.lib.transactions import atomic_step

Draft = PublishingState.DRAFT
DateLike = PartialDate | str | None


@atomic_step
def open_case(
    *,
    title_en: str,
    title_ru: str = "",
    number: str = "",
    opened: DateLike = None,
    summary_en: str = "",
    summary_ru: str = "",
    note: str = "",
    slug: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Case:
    """A new case without parties. `note` is internal. Raises Refused without a title."""
    if not title_en.strip():
        raise Refused("A case needs a title.", field="title_en")
    return add_row(
        Case(
            title_en=title_en,
            title_ru=title_ru,
            number=number,
            opened=opened,
            summary_en=summary_en,
            summary_ru=summary_ru,
            note=note,
            slug=slug or free_slug(Case, title_en, otherwise="case"),
            **state_columns(state, state_reason),
        ),
        fields=["title_en"],
        by=by,
        reason=reason,
    )


def update_case(case: Case, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of a case; return those that differed."""
    people = case.parties.values_list("person_id", flat=True)
    return amend_row(case, changes=changes, people=people, by=by, reason=reason)


@atomic_step
def add_party(
    case: Case,
    *,
    person: Person,
    role: PartyRole = PartyRole.DEFENDANT,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Party:
    """The person in the case. Raises Conflict when they have the role in it already."""
    if Party.objects.filter(case=case, person=person, role=role).exists():
        raise Conflict(f"{person} is a party of the case already.", field="person")
    return add_row(
        Party(case=case, person=person, role=role, **state_columns(state, state_reason)),
        whole=case,
        part="parties",
        summary=f"party added: {person}",
        people=[person.pk],
        by=by,
        reason=reason,
    )


def update_party(party: Party, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of a party; return those that differed."""
    return amend_row(
        party,
        changes=changes,
        whole=party.case,
        part="parties",
        summary=f"party changed: {party.person}",
        people=[party.person_id],
        by=by,
        reason=reason,
    )


@atomic_step
def record_event(
    case: Case,
    *,
    kind: EventKind,
    happened: DateLike,
    party: Party | None = None,
    date_note: str = "",
    court: Institution | None = None,
    judge: str = "",
    text_en: str = "",
    text_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> CaseEvent:
    """What happened in the case; without `party` it concerns all of them.

    `happened` None means that nobody looked for the date, "XXXX" that it was looked for and not
    found. Raises Refused when the party is of another case.
    """
    if party is not None and party.case_id != case.pk:
        raise Refused("The party belongs to another case.", field="party")
    event = CaseEvent(
        case=case,
        party=party,
        kind=kind,
        happened=happened,
        date_note=date_note,
        court=court,
        judge=judge,
        text_en=text_en,
        text_ru=text_ru,
        **state_columns(state, state_reason),
    )
    return add_row(
        event,
        whole=case,
        part="events",
        summary=str(event),
        people=_concerned(case, party),
        by=by,
        reason=reason,
    )


def update_event(event: CaseEvent, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of an event; return those that differed."""
    return amend_row(
        event,
        changes=changes,
        whole=event.case,
        part="events",
        summary=f"changed: {event}",
        people=_concerned(event.case, event.party),
        by=by,
        reason=reason,
    )


def _concerned(case: Case, party: Party | None) -> list[int]:
    if party is not None:
        return [party.person_id]
    return list(case.parties.values_list("person_id", flat=True))


@atomic_step
def recognise(
    person: Person,
    *,
    by_en: str,
    status: RecognitionStatus,
    by_ru: str = "",
    since: DateLike = None,
    note_en: str = "",
    note_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Recognition:
    """What an organisation (`by_en`) says of the person. A wider list is not recognition.

    Raises Conflict when the same organisation said the same already.
    """
    if Recognition.objects.filter(person=person, by_en=by_en, status=status).exists():
        raise Conflict(f"{by_en} is on record with this status already.", field="by_en")
    recognition = Recognition(
        person=person,
        by_en=by_en,
        by_ru=by_ru,
        status=status,
        since=since,
        note_en=note_en,
        note_ru=note_ru,
        **state_columns(state, state_reason),
    )
    return add_row(
        recognition,
        whole=person,
        part="recognitions",
        summary=f"{by_en}: {recognition.get_status_display()}",
        people=[person.pk],
        by=by,
        reason=reason,
    )


def update_recognition(
    recognition: Recognition, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a recognition; return those that differed."""
    return amend_row(
        recognition,
        changes=changes,
        whole=recognition.person,
        part="recognitions",
        summary=f"changed: {recognition.by_en}",
        people=[recognition.person_id],
        by=by,
        reason=reason,
    )
