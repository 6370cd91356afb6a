"""Forms of proposals about a person rather than a case: held, moved, freed, signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.admin.proposal_fields import InstitutionField
from cases.admin.proposal_forms import (
    AcceptForm,
    ChargeForm,
    EventForm,
    RequalifiedForm,
    SentenceForm,
    defendant_parties,
    institutions_fitting,
    suggest,
    text_field,
)
from cases.casefile.models import Party
from cases.detention.models import Detention, DetentionKind, Release, ReleaseKind
from cases.detention.services import record_arrest, record_release, record_transfer
from cases.letters.models import OpenLetter
from cases.letters.services import sign_letter
from cases.linking.models import LinkCandidate, LinkStatus
from cases.proposals import found as kinds
from cases.proposals.models import Proposal
from cases.proposals.on_record import label_of
from tracker.lib.admin.fields import PartialDateFormField

_LETTERS = 100


class DetentionForm(AcceptForm):
    """A loss of liberty."""

    permission = "cases.add_detention"
    title = _("Detention")
    kind = forms.ChoiceField(label=_("kind"), choices=DetentionKind.choices)
    since = PartialDateFormField(label=_("since"), required=False)
    party = forms.ModelChoiceField(Party.objects.none(), label=_("case"), required=False)
    note_en = text_field(_("note in English"), long=True)
    note_ru = text_field(_("note in Russian"), long=True)

    def prepare(self) -> None:
        """Only this person's cases; none has to be chosen."""
        field: Any = self.fields["party"]
        field.queryset = defendant_parties(self.proposal)
        field.label_from_instance = lambda party: str(party.case)

    def start(self) -> dict[str, Any]:
        """An administrative arrest where the sentence says so."""
        administrative = self.proposal.values.get("how") == "administrative"
        kind = DetentionKind.ADMINISTRATIVE if administrative else DetentionKind.UNKNOWN
        return {"kind": kind, "since": self.proposal.on}

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """The arrest."""
        data = self.cleaned_data
        detention = record_arrest(
            self.proposal.person,
            since=data["since"],
            kind=DetentionKind(data["kind"]),
            case=data["party"].case if data["party"] is not None else None,
            note_en=data["note_en"],
            note_ru=data["note_ru"],
            by=by,
            reason=reason,
        )
        return [detention]


class _OfDetention(AcceptForm):
    """Hangs on a detention of the person."""

    detention = forms.ModelChoiceField(Detention.objects.none(), label=_("time held"))

    def detentions(self) -> QuerySet[Detention]:
        """Those that it may hang on, the latest first."""
        return (
            Detention.objects.filter(person_id=self.proposal.person_id)
            .exclude(state="withdrawn")
            .select_related("person")
            .order_by("-since", "-pk")
        )

    def prepare(self) -> None:
        """Only this person's."""
        field: Any = self.fields["detention"]
        field.queryset = self.detentions()
        field.label_from_instance = lambda one: (
            f"{one.get_kind_display()} {one.since or '…'}–{one.until or '…'}"
        )

    def missing(self) -> Any:
        """A detention."""
        return (
            ""
            if self.detentions().exists()
            else _(
                "No detention of this person that this could end or belong to is on record: record it first."
            )
        )


class TransferForm(_OfDetention):
    """A stay in an institution."""

    permission = "cases.add_transfer"
    title = _("Transfer")
    institution = InstitutionField(label=_("institution"))
    arrived = PartialDateFormField(label=_("arrived"), required=False)
    seen_on = PartialDateFormField(label=_("reported there on"), required=False)
    note_en = text_field(_("note in English"))
    note_ru = text_field(_("note in Russian"))

    def prepare(self) -> None:
        """Prisons that the articles name, and those whose number fits, are suggested."""
        super().prepare()
        suggest(self.fields["institution"], institutions_fitting(self.proposal, courts=False))

    def start(self) -> dict[str, Any]:
        """The place, where only one fits."""
        fitting = institutions_fitting(self.proposal, courts=False)
        label = self.proposal.values.get("to", "")
        named = [name for name in fitting if label and label_of(name) == label]
        return {"institution": named[0] if len(named) == 1 else "", "arrived": self.proposal.on}

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """The stay."""
        data = dict(self.cleaned_data)
        data.pop("reason")
        return [record_transfer(data.pop("detention"), by=by, reason=reason, **data)]


class ReleaseForm(_OfDetention):
    """The end of a detention."""

    permission = "cases.add_release"
    title = _("Release")
    kind = forms.ChoiceField(label=_("kind"), choices=ReleaseKind.choices)
    on = PartialDateFormField(label=_("on"), required=False)
    note_en = text_field(_("note in English"))
    note_ru = text_field(_("note in Russian"))

    def detentions(self) -> QuerySet[Detention]:
        """Those without an end."""
        ended = Release.objects.values("detention_id")
        return super().detentions().exclude(pk__in=ended)

    def start(self) -> dict[str, Any]:
        """How it ended, as far as the sentence says."""
        kind = {
            kinds.EXCHANGED: ReleaseKind.EXCHANGE,
            kinds.DIED: ReleaseKind.DEATH,
        }.get(self.proposal.kind)
        how = self.proposal.values.get("how", "")
        if kind is None:
            kind = ReleaseKind(how) if how in ReleaseKind.values else ReleaseKind.UNKNOWN
        return {"kind": kind, "on": self.proposal.on}

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """The release."""
        data = dict(self.cleaned_data)
        data.pop("reason")
        detention, kind = data.pop("detention"), ReleaseKind(data.pop("kind"))
        return [record_release(detention, kind=kind, by=by, reason=reason, **data)]


class SignatureForm(AcceptForm):
    """A name under a letter."""

    permission = "cases.add_signature"
    title = _("Signature")
    letter = forms.ModelChoiceField(OpenLetter.objects.none(), label=_("letter"))
    name_en = text_field(_("name as signed, in English"))
    name_ru = text_field(_("name as signed, in Russian"))

    def prepare(self) -> None:
        """The newest letters."""
        newest = OpenLetter.objects.exclude(state="withdrawn").order_by("-pk")[:_LETTERS]
        field: Any = self.fields["letter"]
        field.queryset = OpenLetter.objects.filter(pk__in=[one.pk for one in newest])

    def missing(self) -> Any:
        """A letter."""
        field: Any = self.fields["letter"]
        return "" if field.queryset.exists() else _("No letter is on record: record it first.")

    def start(self) -> dict[str, Any]:
        """The letter that the articles are linked with, and the names on record."""
        linked = LinkCandidate.objects.filter(
            article__proposal_quotes__proposal=self.proposal,
            letter__isnull=False,
            status=LinkStatus.ACCEPTED,
        )
        letters = sorted(set(linked.values_list("letter_id", flat=True)))
        person = self.proposal.person
        return {
            "letter": letters[0] if len(letters) == 1 else None,
            "name_en": person.name_en,
            "name_ru": person.name_ru,
        }

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """The signature of this person."""
        data = self.cleaned_data
        return [
            sign_letter(
                data["letter"],
                name_en=data["name_en"][:200],
                name_ru=data["name_ru"][:200],
                person=self.proposal.person,
                by=by,
                reason=reason,
            )
        ]


_FORMS: dict[str, type[AcceptForm]] = {
    kinds.DETAINED: DetentionForm,
    kinds.SENTENCED: SentenceForm,
    kinds.REQUALIFIED: RequalifiedForm,
    kinds.TRANSFERRED: TransferForm,
    kinds.RELEASED: ReleaseForm,
    kinds.EXCHANGED: ReleaseForm,
    kinds.DIED: ReleaseForm,
    kinds.SIGNED: SignatureForm,
}


def form_of(proposal: Proposal) -> type[AcceptForm]:
    """The form for what the proposal says; an event of a case where the record has no other place."""
    if proposal.kind == kinds.CHARGED:
        return ChargeForm if proposal.values.get("provisions") else EventForm
    return _FORMS.get(proposal.kind, EventForm)
