"""The form that a proposal becomes, filled in for the right record; saving calls that record's service."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.admin.proposal_fields import InstitutionField, ProvisionField
from cases.admin.proposal_words import in_words
from cases.casefile.models import EventKind, Party, PartyRole
from cases.casefile.services import record_event
from cases.charges.models import Charge, ChargeOutcome, OffenceStage, Regime
from cases.charges.services import bring_charge, pass_sentence, update_charge
from cases.institutions.models import Institution
from cases.linking.models import LinkCandidate, LinkStatus
from cases.proposals import found as kinds
from cases.proposals.models import Proposal
from cases.proposals.on_record import label_of
from cases.proposals.selectors import courts_said
from tracker.lib.admin.fields import PartialDateFormField

_SUGGESTED = 20


def text_field(label: Any, *, long: bool = False) -> forms.CharField:
    """A text that may be left empty; a long one on three lines."""
    widget = (
        forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})
        if long
        else forms.TextInput(attrs={"class": "vTextField"})
    )
    return forms.CharField(
        label=label, required=False, widget=widget, max_length=4000 if long else 400
    )


def words_in(proposal: Proposal, language: str) -> str:
    """What the proposal says, in a language."""
    with override(language):
        return in_words(str(proposal.get_kind_display()), proposal.values)


def defendant_parties(proposal: Proposal) -> QuerySet[Party]:
    """The cases in which the person is a defendant."""
    return (
        Party.objects.filter(person_id=proposal.person_id, role=PartyRole.DEFENDANT)
        .exclude(state="withdrawn")
        .select_related("case", "person")
        .order_by("-pk")
    )


class AcceptForm(forms.Form):
    """What all share. `permission`: what the person needs; `missing`: why nothing can be filled in."""

    permission: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    note: Any = ""

    reason = forms.CharField(
        label=_("Reason of the change (optional)"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        self.proposal = proposal
        super().__init__(data, initial=None, label_suffix="")
        self.prepare()
        for name, value in self.start().items():
            self.fields[name].initial = value
        for choice in self.fields.values():
            # Where there is only one to choose it is chosen; among several nobody guesses.
            if isinstance(choice, forms.ModelChoiceField) and choice.initial is None:
                few = list(choice.queryset[:2]) if choice.queryset is not None else []
                if choice.required and len(few) == 1:
                    choice.initial = few[0].pk
        self.order_fields([*[name for name in self.fields if name != "reason"], "reason"])

    def prepare(self) -> None:
        """Fit the choices to the person."""

    def start(self) -> dict[str, Any]:
        """What the fields begin with."""
        return {}

    def missing(self) -> Any:
        """What has to be on record first, in words; empty when the form can be filled in."""
        return ""

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """Make the rows by their services; the first is the one the proposal became."""
        raise NotImplementedError


class _OfCase(AcceptForm):
    """Hangs on a case of the person."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("case"))

    def prepare(self) -> None:
        """Only this person's cases."""
        field: Any = self.fields["party"]
        field.queryset = defendant_parties(self.proposal)
        field.label_from_instance = lambda party: str(party.case)

    def missing(self) -> Any:
        """A case."""
        field: Any = self.fields["party"]
        return (
            ""
            if field.queryset.exists()
            else _("This person is a defendant of no case on record: open the case first.")
        )


class EventForm(_OfCase):
    """An event of a case."""

    permission = "cases.add_caseevent"
    title = _("Event of a case")
    kind = forms.ChoiceField(label=_("kind"), choices=EventKind.choices)
    happened = PartialDateFormField(label=_("date"), required=False)
    court = InstitutionField(label=_("court"), required=False)
    judge = text_field(_("judge"))
    text_en = text_field(_("what happened, in English"), long=True)
    text_ru = text_field(_("what happened, in Russian"), long=True)

    def prepare(self) -> None:
        """Courts that the articles name are suggested."""
        super().prepare()
        suggest(self.fields["court"], institutions_fitting(self.proposal, courts=True))

    def start(self) -> dict[str, Any]:
        """As the proposal says."""
        return {
            "kind": _event_kind(self.proposal),
            "happened": self.proposal.on,
            "court": _court_of(self.proposal),
            "text_en": words_in(self.proposal, "en"),
            "text_ru": words_in(self.proposal, "ru"),
        }

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """An event of the party's case."""
        data = self.cleaned_data
        event = record_event(
            data["party"].case,
            kind=data["kind"],
            happened=data["happened"],
            party=data["party"],
            court=data["court"],
            judge=data["judge"][:200],
            text_en=data["text_en"],
            text_ru=data["text_ru"],
            by=by,
            reason=reason,
        )
        return [event]


def _court_of(proposal: Proposal) -> str:
    """The court that the sentences name, else the only one that their articles are linked with."""
    if proposal.kind not in _IN_COURT:
        return ""
    courts = [court.name_ru for court in courts_said(proposal)]
    if not courts:
        courts = institutions_fitting(proposal, courts=True)
    return courts[0] if len(courts) == 1 else ""


_IN_COURT = (kinds.MEASURE, kinds.APPEAL, kinds.REQUESTED)


def _event_kind(proposal: Proposal) -> str:
    if proposal.kind == kinds.MEASURE:
        if proposal.values.get("action") == "extended":
            return str(EventKind.REMAND_EXTENDED)
        custody = proposal.values.get("measure") == "custody"
        return str(EventKind.REMAND if custody else EventKind.MEASURE_CHANGED)
    if proposal.kind == kinds.HUNGER_STRIKE:
        ended = proposal.values.get("step") == "ended"
        return str(EventKind.HUNGER_STRIKE_ENDED if ended else EventKind.HUNGER_STRIKE)
    return str(
        {
            kinds.SEARCHED: EventKind.SEARCH,
            kinds.REGISTERED: EventKind.REGISTER,
            kinds.HOSPITALISED: EventKind.HOSPITAL,
            kinds.PUNISHMENT_CELL: EventKind.PUNISHMENT_CELL,
            kinds.REQUESTED: EventKind.PROSECUTION_REQUEST,
            kinds.APPEAL: EventKind.APPEAL,
            kinds.CHARGED: EventKind.CASE_OPENED
            if proposal.values.get("step") == "case_opened"
            else EventKind.CHARGE,
        }.get(proposal.kind, EventKind.OTHER)
    )


class SentenceForm(_OfCase):
    """A sentence."""

    permission = "cases.add_sentence"
    title = _("Sentence")
    note = _(
        "Suspended terms, labour and sentences in absentia have no column of their own: they stand in the text."
    )
    pronounced = PartialDateFormField(label=_("pronounced"), required=False)
    prison_months = forms.IntegerField(
        label=_("imprisonment, months"), required=False, min_value=1, max_value=1200
    )
    life = forms.BooleanField(label=_("for life"), required=False)
    regime = forms.ChoiceField(label=_("regime"), choices=Regime.choices, required=False)
    fine = forms.DecimalField(
        label=_("fine"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.CharField(label=_("currency"), max_length=3, initial="RUB")
    cumulative = forms.BooleanField(label=_("includes earlier sentences"), required=False)
    text_en = text_field(_("sentence in English"), long=True)
    text_ru = text_field(_("sentence in Russian"), long=True)

    def start(self) -> dict[str, Any]:
        """Only a real term of imprisonment fills the months."""
        values = self.proposal.values
        real = values.get("punishment") == "imprisonment" and not values.get("suspended")
        return {
            "pronounced": self.proposal.on,
            "prison_months": values.get("months") if real else None,
            "life": values.get("life", False),
            "regime": values.get("regime", "") if real else "",
            "fine": values.get("fine"),
            "text_en": words_in(self.proposal, "en"),
            "text_ru": words_in(self.proposal, "ru"),
        }

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """A sentence of the party."""
        data = dict(self.cleaned_data)
        party, regime = data.pop("party"), Regime(data.pop("regime"))
        data.pop("reason")
        return [pass_sentence(party, regime=regime, by=by, reason=reason, **data)]


class ChargeForm(_OfCase):
    """Provisions the person is charged under."""

    permission = "cases.add_charge"
    title = _("Charge")
    provisions = ProvisionField(label=_("provision"))
    stage = forms.ChoiceField(label=_("stage"), choices=OffenceStage.choices)
    on = PartialDateFormField(label=_("brought on"), required=False)

    def start(self) -> dict[str, Any]:
        """As cited in the sentence."""
        cited = "; ".join(self.proposal.values.get("provisions") or ())
        return {"provisions": cited, "on": self.proposal.on, "stage": OffenceStage.COMPLETED}

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """A charge for each provision that is not on record, and that it was brought."""
        data, made = self.cleaned_data, []
        stage = OffenceStage(data["stage"])
        for provision in data["provisions"]:
            charge = Charge.objects.filter(
                party=data["party"], provision=provision, stage=stage, count=1
            ).first() or bring_charge(
                data["party"], provision=provision, stage=stage, by=by, reason=reason
            )
            made.append(charge)
            if data["on"] is not None:
                made.append(
                    update_charge(
                        charge, outcome=ChargeOutcome.BROUGHT, on=data["on"], by=by, reason=reason
                    )  # type: ignore[arg-type]
                )
        return list(made)


class RequalifiedForm(AcceptForm):
    """A charge that became another."""

    permission = "cases.add_chargeupdate"
    title = _("Charge re-qualified")
    charge = forms.ModelChoiceField(Charge.objects.none(), label=_("charge"))
    to = ProvisionField(label=_("re-qualified to"))
    on = PartialDateFormField(label=_("on"), required=False)

    def prepare(self) -> None:
        """Only this person's charges."""
        field: Any = self.fields["charge"]
        field.queryset = (
            Charge.objects.filter(party__person_id=self.proposal.person_id)
            .exclude(state="withdrawn")
            .select_related("provision", "party__case")
        )
        field.label_from_instance = lambda charge: f"{charge.provision} – {charge.party.case}"

    def missing(self) -> Any:
        """A charge."""
        field: Any = self.fields["charge"]
        return (
            ""
            if field.queryset.exists()
            else _("No charge of this person is on record: record the charge first.")
        )

    def start(self) -> dict[str, Any]:
        """The charge that the sentence names first, and what it became."""
        field: Any = self.fields["charge"]
        old = self.proposal.values.get("from", "")
        named = next((one.pk for one in field.queryset if one.provision.reference == old), None)
        to = self.proposal.values.get("to", "")
        return {"charge": named, "to": to, "on": self.proposal.on}

    def write(self, reason: str, by: Any) -> list[models.Model]:
        """The successor, made where it is not on record, and the update of the charge."""
        data = self.cleaned_data
        charge, provision = data["charge"], data["to"][0]
        successor = Charge.objects.filter(
            party=charge.party, provision=provision, stage=charge.stage, count=charge.count
        ).first() or bring_charge(
            charge.party,
            provision=provision,
            stage=OffenceStage(charge.stage),
            by=by,
            reason=reason,
        )
        update = update_charge(
            charge,
            outcome=ChargeOutcome.REQUALIFIED,
            on=data["on"],
            requalified_to=successor,
            by=by,
            reason=reason,
        )
        return [update, successor]


def institutions_fitting(proposal: Proposal, *, courts: bool) -> list[str]:
    """Names of institutions that fit: linked with the articles, or with the number that is told."""
    linked = LinkCandidate.objects.filter(
        article__proposal_quotes__proposal=proposal,
        institution__isnull=False,
        status=LinkStatus.ACCEPTED,
    ).values("institution_id")
    rows = Institution.objects.exclude(state="withdrawn")
    rows = rows.filter(kind="court") if courts else rows.exclude(kind="court")
    names = [court.name_ru for court in courts_said(proposal)] if courts else []
    names += rows.filter(pk__in=linked).values_list("name_ru", flat=True)[:_SUGGESTED]
    label = proposal.values.get("to", "")
    if not courts and label:
        number = label.rpartition("-")[2].rpartition(" ")[2]
        by_number = rows.filter(name_ru__contains=number).values_list("name_ru", flat=True)
        names += [name for name in by_number[:500] if label_of(name) == label]
    return list(dict.fromkeys(names))[:_SUGGESTED]


def suggest(field: Any, names: list[str]) -> None:
    field.widget.suggestions = tuple(names)
