"""What the record holds of people, in the words of proposals, to be compared with the news."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from cases.casefile.models import CaseEvent, EventKind
from cases.charges.models import Charge, ChargeUpdate, Sentence
from cases.detention.models import Detention, DetentionKind, Release, ReleaseKind, Transfer
from cases.letters.models import Signature
from cases.proposals import found as kinds
from cases.proposals.comparing import Fact
from cases.proposals.sentences import folded
from cases.proposals.values import place_label
from cases.proposals.vocabulary import vocabulary_of
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState

Facts = dict[tuple[int, str], list[Fact]]

_EVENTS: dict[str, tuple[str, dict[str, Any]]] = {
    EventKind.DETENTION: (kinds.DETAINED, {}),
    EventKind.CASE_OPENED: (kinds.CHARGED, {"step": "case_opened"}),
    EventKind.CHARGE: (kinds.CHARGED, {}),
    EventKind.CHARGE_ADDED: (kinds.CHARGED, {}),
    EventKind.REMAND: (kinds.MEASURE, {"action": "set", "measure": "custody"}),
    EventKind.REMAND_EXTENDED: (kinds.MEASURE, {"action": "extended"}),
    EventKind.MEASURE_CHANGED: (kinds.MEASURE, {"action": "set"}),
    EventKind.PROSECUTION_REQUEST: (kinds.REQUESTED, {}),
    EventKind.VERDICT: (kinds.SENTENCED, {}),
    EventKind.APPEAL: (kinds.APPEAL, {}),
    EventKind.CASSATION: (kinds.APPEAL, {}),
    EventKind.RELEASE: (kinds.RELEASED, {}),
    EventKind.RELEASE_AND_REARREST: (kinds.RELEASED, {}),
    EventKind.SEARCH: (kinds.SEARCHED, {}),
    EventKind.REGISTER: (kinds.REGISTERED, {}),
    EventKind.HOSPITAL: (kinds.HOSPITALISED, {}),
    EventKind.PUNISHMENT_CELL: (kinds.PUNISHMENT_CELL, {}),
    EventKind.HUNGER_STRIKE: (kinds.HUNGER_STRIKE, {"step": "begun"}),
    EventKind.HUNGER_STRIKE_ENDED: (kinds.HUNGER_STRIKE, {"step": "ended"}),
}
_MEASURES = {
    DetentionKind.CUSTODY: "custody",
    DetentionKind.HOUSE_ARREST: "house_arrest",
    DetentionKind.RESTRICTION: "restriction",
}
_NOT = PublishingState.WITHDRAWN


def facts_on_record(person_ids: Collection[int]) -> Facts:
    """By person and kind what is on record and not withdrawn. Eight queries, however many people."""
    facts: Facts = defaultdict(list)
    _sentences(facts, person_ids)
    _events(facts, person_ids)
    _charges(facts, person_ids)
    _detentions(facts, person_ids)
    signed = Signature.objects.filter(person__in=person_ids).exclude(state=_NOT)
    for row in signed.select_related("letter"):
        assert row.person_id is not None
        _add(facts, row.person_id, kinds.SIGNED, row.letter.dated, {}, row)
    return facts


def _add(
    facts: Facts, person: int, kind: str, on: PartialDate | None, values: dict[str, Any], row: Any
) -> None:
    facts[person, kind].append(fact(on, values, model=row._meta.label, pk=row.pk))


def fact(
    on: PartialDate | None,
    values: dict[str, Any],
    *,
    told: date | None = None,
    model: str = "",
    pk: int = 0,
) -> Fact:
    """A fact of a date as a record or a proposal holds it."""
    if on is None or on.is_unknown:
        return Fact(values=values, told=told, model=model, pk=pk)
    first, last = on.bounds()
    return Fact(first, last, True, values, told, model, pk)


def _sentences(facts: Facts, person_ids: Collection[int]) -> None:
    rows = Sentence.objects.filter(party__person__in=person_ids).exclude(state=_NOT)
    for row in rows.select_related("party"):
        values: dict[str, Any] = {}
        if row.prison_months:
            values["months"] = row.prison_months
        if row.life:
            values["life"] = True
        if row.fine is not None:
            values["fine"] = int(row.fine)
        if row.regime:
            values["regime"] = str(row.regime)
        if not row.prison_months and not row.life and row.fine is None:
            values = {}
        _add(facts, row.party.person_id, kinds.SENTENCED, row.pronounced, values, row)


def _events(facts: Facts, person_ids: Collection[int]) -> None:
    rows = CaseEvent.objects.filter(party__person__in=person_ids, kind__in=list(_EVENTS))
    for row in rows.exclude(state=_NOT).select_related("party"):
        assert row.party is not None
        kind, values = _EVENTS[row.kind]
        if row.kind == EventKind.VERDICT and (row.party.person_id, kind) in facts:
            continue  # the sentences say more of the verdict than its event
        _add(facts, row.party.person_id, kind, row.happened, values, row)


def _charges(facts: Facts, person_ids: Collection[int]) -> None:
    charges = Charge.objects.filter(party__person__in=person_ids).exclude(state=_NOT)
    for charge in charges.select_related("party", "provision"):
        values = {"provisions": [charge.provision.reference]}
        _add(facts, charge.party.person_id, kinds.CHARGED, None, values, charge)
    updates = ChargeUpdate.objects.filter(
        charge__party__person__in=person_ids, outcome="requalified"
    ).exclude(state=_NOT)
    for update in updates.select_related("charge__party", "requalified_to__provision"):
        successor = update.requalified_to
        to = {"to": successor.provision.reference} if successor is not None else {}
        _add(facts, update.charge.party.person_id, kinds.REQUALIFIED, update.on, to, update)


def _detentions(facts: Facts, person_ids: Collection[int]) -> None:
    for row in Detention.objects.filter(person__in=person_ids).exclude(state=_NOT):
        _add(facts, row.person_id, kinds.DETAINED, row.since, {}, row)
        measure = _MEASURES.get(DetentionKind(row.kind))
        if measure:
            values = {"action": "set", "measure": measure}
            _add(facts, row.person_id, kinds.MEASURE, row.since, values, row)
    stays = Transfer.objects.filter(detention__person__in=person_ids).exclude(state=_NOT)
    for stay in stays.select_related("detention", "institution"):
        label = label_of(stay.institution.name_ru)
        on = stay.arrived or stay.seen_on
        values = {"to": label} if label else {}
        _add(facts, stay.detention.person_id, kinds.TRANSFERRED, on, values, stay)
    ends = Release.objects.filter(detention__person__in=person_ids).exclude(state=_NOT)
    for end in ends.select_related("detention"):
        kind, values = kinds.RELEASED, {"how": str(end.kind)}
        if end.kind == ReleaseKind.EXCHANGE:
            kind, values = kinds.EXCHANGED, {}
        elif end.kind == ReleaseKind.DEATH:
            kind, values = kinds.DIED, {}
        _add(facts, end.detention.person_id, kind, end.on, values, end)


def label_of(name: str) -> str:
    """The short label of a prison by its name on record: ИК-2; empty for courts and others."""
    words = vocabulary_of("ru")
    assert words is not None
    low = folded(name)
    for match in words.places.finditer(low):
        label = place_label(match.group(), words)
        if label:
            return label
    return ""
