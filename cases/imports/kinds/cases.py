"""Cases: parties, events, charges with what became of each, sentences, detentions."""

from collections import Counter
from typing import Any

from django.db import models

from cases.casefile.models import Case, CaseEvent, EventKind, Party, PartyRole
from cases.casefile.services import (
    add_party,
    open_case,
    record_event,
    update_case,
    update_event,
    update_party,
)
from cases.imports.columns import choice, rows, slug, text
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.imports.kinds.charges import CHARGE, SENTENCE, keep_charges, keep_sentences
from cases.imports.kinds.detentions import DETENTION, keep_detentions
from cases.imports.kinds.found import institution_of, person_of

PARTY = {
    "person": slug().needed(),
    "role": choice(PartyRole.values, default=PartyRole.DEFENDANT),
    **EVIDENCE,
}
EVENT = {
    "key": slug(),
    "kind": choice(EventKind.values).needed(),
    "person": slug(),
    "happened": date(),
    "date_note": text(300),
    "court": slug(),
    "judge": text(200),
    "text_en": text(),
    "text_ru": text(),
    **EVIDENCE,
}
SHAPE = {
    "key": slug().needed(),
    "title_en": text(300).needed(),
    "title_ru": text(300),
    "number": text(80),
    "opened": date(),
    "summary_en": text(),
    "summary_ru": text(),
    "note": text(),
    "parties": rows(PARTY).needed(),
    "events": rows(EVENT),
    "charges": rows(CHARGE),
    "sentences": rows(SENTENCE),
    "detentions": rows(DETENTION),
    **EVIDENCE,
}


def _parties(entry: Entry, case: Case) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for below in entry.below("parties"):
        person, role = person_of(below["person"]), below["role"]
        party = entry.context.keep(
            entry.context.among(
                case, Party.objects.filter(case=case, person=person, role=role)
            ).first(),
            below.state(),
            add=lambda person=person, role=role, **given: add_party(
                case, person=person, role=role, **given
            ),
            amend=update_party,
        )
        found[below["person"]] = below.done(party)
    return found


def _events(entry: Entry, case: Case, parties: dict[str, Party]) -> dict[str, CaseEvent]:
    """Events have no name of their own: one is known by its kind, its party and its turn."""
    on_record: dict[tuple[str, int | None], list[CaseEvent]] = {}
    known_events = entry.context.among(case, CaseEvent.objects.filter(case=case).order_by("id"))
    for event in known_events:
        on_record.setdefault((event.kind, event.party_id), []).append(event)
    turns: Counter[tuple[str, int | None]] = Counter()
    by_key: dict[str, CaseEvent] = {}
    for below in entry.below("events"):
        party = parties[below["person"]] if below["person"] else None
        same = (below["kind"], party.pk if party is not None else None)
        known = on_record.get(same, [])
        found = known[turns[same]] if turns[same] < len(known) else None
        turns[same] += 1
        values: dict[str, Any] = below.values(
            "happened", "date_note", "judge", "text_en", "text_ru"
        )
        values["court"] = institution_of(below["court"])
        event = entry.context.keep(
            found,
            values | below.state(),
            add=lambda kind=below["kind"], party=party, **given: record_event(
                case, kind=kind, party=party, **given
            ),
            amend=update_event,
        )
        below.done(event)
        if below["key"]:
            by_key[below["key"]] = event
    return by_key


def _apply(entry: Entry) -> models.Model:
    values = entry.values(
        "title_en", "title_ru", "number", "opened", "summary_en", "summary_ru", "note"
    )
    case = entry.context.keep(
        Case.objects.filter(slug=entry["key"]).first(),
        values | entry.state(),
        add=lambda **given: open_case(slug=entry["key"], **given),
        amend=update_case,
    )
    entry.done(case)
    parties = _parties(entry, case)
    events = _events(entry, case, parties)
    keep_charges(entry, parties, events)
    keep_sentences(entry, parties, events)
    keep_detentions(entry, case)
    return case


KIND = Kind("cases", SHAPE, lambda row: str(row.get("key", "")), _apply)
