"""Charges and sentences inside the row of a case."""

from typing import Any

from cases.casefile.models import CaseEvent, Party
from cases.charges.models import (
    Charge,
    ChargeOutcome,
    ChargeUpdate,
    OffenceStage,
    Regime,
    Sentence,
)
from cases.charges.services import (
    bring_charge,
    correct_charge,
    correct_charge_update,
    correct_sentence,
    pass_sentence,
    update_charge,
)
from cases.imports.columns import choice, flag, number, rows, slug, text
from cases.imports.kinds.base import EVIDENCE, Entry, date
from cases.imports.kinds.found import event_of
from cases.laws.models import Code
from cases.laws.services import find_provision
from tracker.lib.errors import Refused

UPDATE = {
    "outcome": choice(ChargeOutcome.values).needed(),
    "on": date(),
    "event": slug(),
    "requalified_to": slug(),
    "note_en": text(400),
    "note_ru": text(400),
    **EVIDENCE,
}
CHARGE = {
    "key": slug(),
    "person": slug().needed(),
    "code": choice(Code.values, default=Code.CRIMINAL),
    "article": text(16).needed(),
    "part": text(8),
    "point": text(8),
    "stage": choice(OffenceStage.values, default=OffenceStage.COMPLETED),
    "count": number(least=1),
    "act_on": date(),
    "note_en": text(400),
    "note_ru": text(400),
    "updates": rows(UPDATE),
    **EVIDENCE,
}
SENTENCE = {
    "person": slug().needed(),
    "event": slug(),
    "pronounced": date(),
    "prison_months": number(least=1),
    "life": flag(),
    "regime": choice([value for value in Regime.values if value]),
    "fine": number(),
    "cumulative": flag(),
    "text_en": text().needed(),
    "text_ru": text(),
    **EVIDENCE,
}


def keep_charges(entry: Entry, parties: dict[str, Party], events: dict[str, CaseEvent]) -> None:
    """Bring the charges of the row onto the record, then what became of each."""
    kept: list[tuple[Entry, Charge]] = []
    by_key: dict[str, Charge] = {}
    for below in entry.below("charges"):
        charge = _charge(below, _party(below, parties))
        kept.append((below, charge))
        if below["key"]:
            by_key[below["key"]] = charge
    # In a second round, since a charge may become one that stands further down in the file.
    for below, charge in kept:
        _updates(below, charge, events, by_key)


def _party(entry: Entry, parties: dict[str, Party]) -> Party:
    if entry["person"] not in parties:
        raise Refused(f"“{entry['person']}” is no party of this case.", field="person")
    return parties[entry["person"]]


def _charge(entry: Entry, party: Party) -> Charge:
    where = entry.values("code", "article", "part", "point")
    provision = find_provision(**where)
    if provision is None:
        raise Refused(f"The provision {where} is not on record.", field="article")
    same = {"provision": provision, "stage": entry["stage"], "count": entry["count"] or 1}
    charge = entry.context.keep(
        entry.context.among(party, Charge.objects.filter(party=party, **same)).first(),
        entry.values("act_on", "note_en", "note_ru") | entry.state(),
        add=lambda **given: bring_charge(party, **same, **given),
        amend=correct_charge,
    )
    return entry.done(charge)


def _updates(
    entry: Entry, charge: Charge, events: dict[str, CaseEvent], by_key: dict[str, Charge]
) -> None:
    known = entry.context.among(charge, ChargeUpdate.objects.filter(charge=charge))
    on_record = {one.position: one for one in known}
    for position, below in enumerate(entry.below("updates"), start=1):
        values: dict[str, Any] = below.values("outcome", "on", "note_en", "note_ru")
        values["event"] = event_of(below["event"], events)
        values["requalified_to"] = None
        if below["requalified_to"]:
            if below["requalified_to"] not in by_key:
                raise Refused("There is no charge with this key.", field="requalified_to")
            values["requalified_to"] = by_key[below["requalified_to"]]
        update = entry.context.keep(
            on_record.get(position),
            values | below.state(),
            add=lambda position=position, **given: update_charge(
                charge, position=position, **given
            ),
            amend=correct_charge_update,
        )
        below.done(update)


def keep_sentences(entry: Entry, parties: dict[str, Party], events: dict[str, CaseEvent]) -> None:
    """Bring the sentences of the row onto the record; one is known by its party and its turn."""
    turns: dict[int, list[Sentence]] = {}
    for party in parties.values():
        known_before = Sentence.objects.filter(party=party).order_by("id")
        turns[party.pk] = list(entry.context.among(party, known_before))
    for below in entry.below("sentences"):
        party = _party(below, parties)
        known = turns[party.pk]
        values: dict[str, Any] = below.values(
            "pronounced",
            "prison_months",
            "life",
            "regime",
            "fine",
            "cumulative",
            "text_en",
            "text_ru",
        )
        values["event"] = event_of(below["event"], events)
        sentence = entry.context.keep(
            known.pop(0) if known else None,
            values | below.state(),
            add=lambda party=party, **given: pass_sentence(party, **given),
            amend=correct_sentence,
        )
        below.done(sentence)
