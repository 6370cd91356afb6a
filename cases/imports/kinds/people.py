"""People: who they are, how they are named, who recognises them, what is said of them."""

from typing import Any

from django.db import models

from cases.casefile.models import Recognition, RecognitionStatus
from cases.casefile.services import recognise, update_recognition
from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from cases.imports.columns import choice, flag, rows, slug, text, texts
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.imports.kinds.claims import CLAIM, keep_claims
from people.models import CurrentStatus, NameForm, NameKind, Person, Sex
from people.services.names_of_person import keep_name_form
from people.services.persons import create_person, update_person

NAME = {
    "text": text(200).needed(),
    "language": text(12),
    "kind": choice(NameKind.values, default=NameKind.KNOWN_AS),
    "given": text(100),
    "patronymic": text(100),
    "surname": text(100),
    "preferred": flag(),
    "used_by": text(120),
    "note": text(300),
    **EVIDENCE,
}
RECOGNITION = {
    "by_en": text(250).needed(),
    "by_ru": text(250),
    "status": choice(RecognitionStatus.values).needed(),
    "since": date(),
    "note_en": text(),
    "note_ru": text(),
    **EVIDENCE,
}
SHAPE = {
    "key": slug().needed(),
    "name_en": text(200).needed(),
    "name_ru": text(200),
    "sex": choice([value for value in Sex.values if value]),
    "born": date(),
    "died": date(),
    "occupation_en": text(400),
    "occupation_ru": text(400),
    "summary_en": text(),
    "summary_ru": text(),
    "status": choice(CurrentStatus.values, default=CurrentStatus.UNKNOWN),
    "status_on": date(),
    "identity_note": text(),
    "unknown_facts": texts(),
    "names": rows(NAME),
    "recognitions": rows(RECOGNITION),
    "claims": rows(CLAIM),
    **EVIDENCE,
}


def _person(entry: Entry) -> Person:
    values = entry.values(
        "name_en",
        "name_ru",
        "sex",
        "born",
        "died",
        "occupation_en",
        "occupation_ru",
        "summary_en",
        "summary_ru",
        "status",
        "status_on",
        "identity_note",
        "unknown_facts",
    )
    found = Person.objects.filter(slug=entry["key"]).first()
    context = entry.context
    if found is None:
        made = create_person(slug=entry["key"], **values, **entry.state(), **context.told)
        return context.note_new(made)
    updated = update_person(found, changes=values, **context.told)
    if updated.updated_at != found.updated_at:
        context.changed = True
    return updated


def _names(entry: Entry, person: Person) -> None:
    for below in entry.below("names"):
        values: dict[str, Any] = below.values(
            "language", "given", "patronymic", "surname", "preferred", "used_by", "note"
        )
        form, changed = keep_name_form(
            person, text=below["text"], kind=below["kind"], values=values, **entry.context.told
        )
        if changed:
            entry.context.changed = True
            tell(
                ChangeKind.UPDATED,
                person,
                fields=["names"],
                people=[person.pk],
                **entry.context.told,
            )
        below.done(form)


def _recognitions(entry: Entry, person: Person) -> None:
    for below in entry.below("recognitions"):
        same = {"by_en": below["by_en"], "status": below["status"]}
        recognition = entry.context.keep(
            entry.context.among(person, Recognition.objects.filter(person=person, **same)).first(),
            below.values("by_ru", "since", "note_en", "note_ru") | below.state(),
            add=lambda same=same, **given: recognise(person, **same, **given),
            amend=update_recognition,
        )
        below.done(recognition)


def _apply(entry: Entry) -> models.Model:
    person = entry.done(_person(entry))
    for form in NameForm.objects.filter(person=person, text__in=[person.name_en, person.name_ru]):
        entry.done_sources(form)
    _names(entry, person)
    _recognitions(entry, person)
    keep_claims(entry, person)
    return person


KIND = Kind("people", SHAPE, lambda row: str(row.get("key", "")), _apply)
