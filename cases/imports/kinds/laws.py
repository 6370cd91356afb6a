"""Laws: one row per law, named by number and date."""

from collections.abc import Iterable

from django.db import models

from cases.imports.columns import text, texts
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.laws.models import Law
from cases.laws.services import add_law, update_law
from tracker.lib.slugs import ascii_slug

SHAPE = {
    "number": text(40),
    "signed": date().needed(),
    "in_force": date(),
    "title_en": text(500),
    "title_ru": text(500),
    "summary_en": text(),
    "summary_ru": text(),
    "kind": text(40),
    "topics": texts(),
    **EVIDENCE,
}


def laws_on_record(numbers: Iterable[str]) -> dict[tuple[str, str], Law]:
    """The laws of these numbers by number and date, in one query."""
    laws = Law.objects.filter(number__in=set(numbers))
    return {(law.number, str(law.signed)): law for law in laws}


def _apply(entry: Entry) -> models.Model:
    values = entry.values(
        "in_force", "title_en", "title_ru", "summary_en", "summary_ru", "kind", "topics"
    )
    number, signed = entry["number"], entry["signed"]
    # Number and date name one law, so they make an address that nobody else has.
    slug = ascii_slug(f"{number} {signed}") if number else ""
    found: Law | None = entry.context.known.get((number, signed))
    law = entry.context.keep(
        found,
        values | entry.state(),
        add=lambda **given: add_law(number=number, signed=signed, slug=slug, **given),
        amend=update_law,
    )
    return entry.done(law)


KIND = Kind(
    "laws",
    SHAPE,
    lambda row: f"{row.get('number') or '?'} {row.get('signed', '')}",
    _apply,
    lambda rows: laws_on_record(row.get("number") or "" for row in rows),
)
