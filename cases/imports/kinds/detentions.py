"""Detentions inside the row of a case: the arrest, the places, the end."""

from cases.casefile.models import Case
from cases.detention.models import Detention, DetentionKind, Release, ReleaseKind, Transfer
from cases.detention.services import (
    record_arrest,
    record_release,
    record_transfer,
    update_detention,
    update_release,
    update_transfer,
)
from cases.imports.columns import choice, one, rows, slug, text
from cases.imports.kinds.base import EVIDENCE, Entry, date
from cases.imports.kinds.found import institution_of, person_of

PLACE = {
    "institution": slug().needed(),
    "arrived": date(),
    "left": date(),
    "seen_on": date(),
    "note_en": text(400),
    "note_ru": text(400),
    **EVIDENCE,
}
RELEASE = {
    "kind": choice(ReleaseKind.values).needed(),
    "on": date(),
    "note_en": text(400),
    "note_ru": text(400),
    **EVIDENCE,
}
DETENTION = {
    "person": slug().needed(),
    "kind": choice(DetentionKind.values, default=DetentionKind.UNKNOWN),
    "since": date(),
    "until": date(),
    "note_en": text(),
    "note_ru": text(),
    "places": rows(PLACE),
    "release": one(RELEASE),
    **EVIDENCE,
}


def keep_detentions(entry: Entry, case: Case) -> None:
    """Bring the detentions of the row onto the record; one is known by its case and its turn."""
    turns: dict[str, list[Detention]] = {}
    for below in entry.below("detentions"):
        slug_of_person = below["person"]
        person = person_of(slug_of_person)
        if slug_of_person not in turns:
            known = Detention.objects.filter(person=person, case=case).order_by("id")
            turns[slug_of_person] = list(entry.context.among(case, known))
        values = below.values("kind", "since", "until", "note_en", "note_ru")
        detention = entry.context.keep(
            turns[slug_of_person].pop(0) if turns[slug_of_person] else None,
            values | below.state(),
            add=lambda person=person, **given: record_arrest(person, case=case, **given),
            amend=update_detention,
        )
        below.done(detention)
        _places(below, detention)
        _release(below, detention)


def _places(entry: Entry, detention: Detention) -> None:
    on_record = Transfer.objects.filter(detention=detention).order_by("id")
    known = list(entry.context.among(detention, on_record))
    for below in entry.below("places"):
        institution = institution_of(below["institution"])
        assert institution is not None
        values = below.values("arrived", "left", "seen_on", "note_en", "note_ru")
        transfer = entry.context.keep(
            known.pop(0) if known else None,
            values | {"institution": institution} | below.state(),
            add=lambda **given: record_transfer(detention, **given),
            amend=update_transfer,
        )
        below.done(transfer)


def _release(entry: Entry, detention: Detention) -> None:
    below = entry.inside("release")
    if below is None:
        return
    release = entry.context.keep(
        entry.context.among(detention, Release.objects.filter(detention=detention)).first(),
        below.values("kind", "on", "note_en", "note_ru") | below.state(),
        add=lambda **given: record_release(detention, **given),
        amend=update_release,
    )
    below.done(release)
