"""What a save, a publication and a withdrawal in the admin tell the world."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.casefile.models import Case, CaseEvent, Party, Recognition
from cases.changes.models import Change
from cases.charges.models import Charge, ChargeUpdate, Sentence
from cases.detention.models import Detention, Release, Transfer
from cases.evidence.models import Assertion, Claim, ClaimWording
from cases.feeds.models import OutletRating
from cases.laws.models import ProvisionEdition
from cases.letters.models import Addressee, Demand, LetterText, OpenLetter, Signature
from cases.publishing import services
from people.models import Affiliation, Person
from tracker.lib.admin.hooks import Link, connected
from tracker.lib.publishing import PublishingState

# A record that concerns more people than this tells of the first ones only.
MOST_PEOPLE = 500


def _of_case(case_id: int) -> list[int]:
    parties = Party.objects.filter(case_id=case_id).order_by("pk")
    return list(parties.values_list("person_id", flat=True)[:MOST_PEOPLE])


def _of_event(event: CaseEvent) -> list[int]:
    return [event.party.person_id] if event.party is not None else _of_case(event.case_id)


def _of_letter(letter_id: int) -> list[int]:
    signed = Signature.objects.filter(letter_id=letter_id, person__isnull=False).order_by("pk")
    found = signed.values_list("person_id", flat=True)[:MOST_PEOPLE]
    return [pk for pk in found if pk is not None]


_CONCERNED: dict[type[models.Model], Callable[[Any], list[int]]] = {
    Person: lambda row: [row.pk],
    Affiliation: lambda row: [row.person_id],
    Recognition: lambda row: [row.person_id],
    Case: lambda row: _of_case(row.pk),
    Party: lambda row: [row.person_id],
    CaseEvent: _of_event,
    Charge: lambda row: [row.party.person_id],
    ChargeUpdate: lambda row: [row.charge.party.person_id],
    Sentence: lambda row: [row.party.person_id],
    Detention: lambda row: [row.person_id],
    Transfer: lambda row: [row.detention.person_id],
    Release: lambda row: [row.detention.person_id],
    OpenLetter: lambda row: _of_letter(row.pk),
    Signature: lambda row: [row.person_id] if row.person_id else [],
    Assertion: lambda row: people_concerned(row.record) if row.record is not None else [],
    Claim: lambda row: people_concerned(row.record) if row.record is not None else [],
    ClaimWording: lambda row: people_concerned(row.claim),
}


def people_concerned(record: models.Model) -> list[int]:
    """Ids of the people whom a change of the record concerns: what a follower of them is told of."""
    concerned = _CONCERNED.get(type(record))
    return concerned(record) if concerned is not None else []


_WHOLE: dict[type[models.Model], Callable[[Any], tuple[models.Model | None, str]]] = {
    Affiliation: lambda row: (row.person, "affiliations"),
    Recognition: lambda row: (row.person, "recognitions"),
    Party: lambda row: (row.case, "parties"),
    CaseEvent: lambda row: (row.case, "events"),
    ChargeUpdate: lambda row: (row.charge, "updates"),
    Sentence: lambda row: (row.party.case, "sentences"),
    Detention: lambda row: (row.person, "detentions"),
    Transfer: lambda row: (row.detention.person, "detentions"),
    Release: lambda row: (row.detention.person, "detentions"),
    ProvisionEdition: lambda row: (row.provision, "editions"),
    LetterText: lambda row: (row.letter, "texts"),
    Addressee: lambda row: (row.letter, "addressees"),
    Demand: lambda row: (row.letter, "demands"),
    Signature: lambda row: (row.letter, "signatures"),
    OutletRating: lambda row: (row.outlet, "ratings"),
    Assertion: lambda row: (row.record, "assertions"),
    Claim: lambda row: (row.record, "claims"),
    ClaimWording: lambda row: (row.claim.record, "claims"),
}


def whole_of(record: models.Model) -> tuple[models.Model | None, str]:
    """The record outsiders know, of which this row is a part, and the part's name; else None."""
    find = _WHOLE.get(type(record))
    return find(record) if find is not None else (None, "")


def tell_of_save(
    record: models.Model, *, created: bool, fields: Iterable[str], by: Any, reason: str
) -> None:
    """Write the Change of a save."""
    whole, part = whole_of(record)
    services.record_saved(
        record,
        created=created,
        fields=fields,
        by=by,
        reason=reason,
        people=people_concerned(record),
        whole=whole,
        part=part,
    )


def publish(record: models.Model, *, by: Any, reason: str) -> None:
    """Make the record public."""
    whole, part = whole_of(record)
    services.publish(
        record, by=by, reason=reason, people=people_concerned(record), whole=whole, part=part
    )


def withdraw(record: models.Model, *, by: Any, reason: str) -> None:
    """Take the record from the public. Withdrawing twice changes nothing."""
    if getattr(record, "state", None) != PublishingState.WITHDRAWN:
        whole, part = whole_of(record)
        services.withdraw(
            record, by=by, reason=reason, people=people_concerned(record), whole=whole, part=part
        )


def send_to_review(record: models.Model, *, by: Any, reason: str) -> None:
    """Put the record before a publisher."""
    services.send_to_review(record, by=by, reason=reason)


_PERSON_LISTS: tuple[tuple[type[models.Model], str], ...] = (
    (CaseEvent, "party__person__id__exact"),
    (Charge, "party__person__id__exact"),
    (Sentence, "party__person__id__exact"),
)
_CASE_LISTS: tuple[tuple[type[models.Model], str], ...] = (
    (Charge, "party__case__id__exact"),
    (Sentence, "party__case__id__exact"),
)


def links_about(record: models.Model) -> list[Link]:
    """Links beside a record: what hangs on it at second hand, its changes, its open links."""
    found = []
    lists = _PERSON_LISTS if isinstance(record, Person) else ()
    if isinstance(record, Case):
        lists = _CASE_LISTS
    for model, lookup in lists:
        address = reverse(f"admin:cases_{model._meta.model_name}_changelist")
        words = capfirst(str(model._meta.verbose_name_plural))
        found.append(Link(words, f"{address}?{lookup}={record.pk}"))
    if isinstance(record, Person):
        queue = f"{reverse('admin:review_queue')}?person={record.pk}"
        found.append(Link(_("Links to decide"), queue))
    changes = reverse("admin:cases_change_changelist")
    found.append(
        Link(
            capfirst(str(Change._meta.verbose_name_plural)),
            f"{changes}?record_type__exact={record._meta.model_name}&record_id__exact={record.pk}",
        )
    )
    return found


connected.saved = tell_of_save
connected.publish = publish
connected.withdraw = withdraw
connected.send_to_review = send_to_review
connected.links = links_about
