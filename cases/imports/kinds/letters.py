"""Open letters: texts, addressees, demands, signatures, claims."""

from collections.abc import Callable
from typing import Any

from django.db import models

from cases.imports.columns import choice, number, rows, slug, text
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.imports.kinds.claims import CLAIM, keep_claims
from cases.imports.kinds.found import person_of
from cases.letters.models import (
    Addressee,
    Demand,
    LetterText,
    LetterTextKind,
    OpenLetter,
    Signature,
    SignatureIdentity,
    SignatureRole,
)
from cases.letters.services import (
    add_demand,
    add_letter,
    add_text,
    address_to,
    sign_letter,
    update_letter,
    update_letter_part,
)

TEXT = {
    "language": text(12).needed(),
    "kind": choice(LetterTextKind.values).needed(),
    "title": text(300),
    "text": text(),
    "published_by": text(200),
    **EVIDENCE,
}
ADDRESSEE = {"name_en": text(300).needed(), "name_ru": text(300), **EVIDENCE}
DEMAND = {
    "key": slug().needed(),
    "text_en": text().needed(),
    "text_ru": text(),
    "note_en": text(),
    "note_ru": text(),
    **EVIDENCE,
}
SIGNATURE = {
    "name_en": text(200).needed(),
    "name_ru": text(200),
    "person": slug(),
    "role": choice(SignatureRole.values, default=SignatureRole.SIGNATORY),
    "identity": choice(SignatureIdentity.values, default=SignatureIdentity.CONFIRMED),
    "description_en": text(300),
    "description_ru": text(300),
    **EVIDENCE,
}
SHAPE = {
    "key": slug().needed(),
    "title_en": text(300).needed(),
    "title_ru": text(300),
    "dated": date().needed(),
    "first_published_by": text(200),
    "summary_en": text(),
    "summary_ru": text(),
    "context_en": text(),
    "context_ru": text(),
    "signatories_stated": number(),
    "texts": rows(TEXT),
    "addressees": rows(ADDRESSEE),
    "demands": rows(DEMAND),
    "signatures": rows(SIGNATURE).needed(),
    "claims": rows(CLAIM),
    **EVIDENCE,
}


def _part(
    below: Entry,
    letter: OpenLetter,
    model: Any,
    same: dict[str, Any],
    values: dict[str, Any],
    add: Callable[..., Any],
) -> None:
    row = below.context.keep(
        below.context.among(letter, model.objects.filter(letter=letter, **same)).first(),
        values | below.state(),
        add=lambda **given: add(letter, **same, **given),
        amend=update_letter_part,
    )
    below.done(row)


def _parts(entry: Entry, letter: OpenLetter) -> None:
    for below in entry.below("texts"):
        same = below.values("language", "kind", "published_by")
        _part(below, letter, LetterText, same, below.values("title", "text"), add_text)
    for place, below in enumerate(entry.below("addressees"), start=1):
        values = below.values("name_ru") | {"position": place}
        _part(below, letter, Addressee, below.values("name_en"), values, address_to)
    for place, below in enumerate(entry.below("demands"), start=1):
        values = below.values("text_en", "text_ru", "note_en", "note_ru") | {"position": place}
        _part(below, letter, Demand, below.values("key"), values, add_demand)
    for place, below in enumerate(entry.below("signatures"), start=1):
        values = below.values("name_ru", "identity", "description_en", "description_ru")
        values["person"] = person_of(below["person"]) if below["person"] else None
        values["position"] = place
        _part(below, letter, Signature, below.values("name_en", "role"), values, sign_letter)


def _apply(entry: Entry) -> models.Model:
    values = entry.values(
        "title_en",
        "title_ru",
        "dated",
        "first_published_by",
        "summary_en",
        "summary_ru",
        "context_en",
        "context_ru",
        "signatories_stated",
    )
    letter = entry.context.keep(
        OpenLetter.objects.filter(slug=entry["key"]).first(),
        values | entry.state(),
        add=lambda **given: add_letter(slug=entry["key"], **given),
        amend=update_letter,
    )
    entry.done(letter)
    _parts(entry, letter)
    keep_claims(entry, letter)
    return letter


KIND = Kind("letters", SHAPE, lambda row: str(row.get("key", "")), _apply)
