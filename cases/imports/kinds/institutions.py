"""Courts, colonies and remand prisons."""

from django.db import models

from cases.imports.columns import choice, slug, text
from cases.imports.kinds.base import EVIDENCE, Entry, Kind
from cases.institutions.models import Institution, InstitutionKind
from cases.institutions.services import ensure_institution, ensure_region, update_institution

SHAPE = {
    "key": slug().needed(),
    "kind": choice(InstitutionKind.values).needed(),
    "name_en": text(250),
    "name_ru": text(250).needed(),
    "place_en": text(120),
    "place_ru": text(120),
    "region_en": text(120),
    "region_ru": text(120),
    **EVIDENCE,
}


def _apply(entry: Entry) -> models.Model:
    region = None
    if entry["region_en"]:
        region = ensure_region(
            name_en=entry["region_en"], name_ru=entry["region_ru"], **entry.context.told
        )
    values = entry.values("kind", "name_en", "name_ru", "place_en", "place_ru")
    institution = entry.context.keep(
        Institution.objects.filter(slug=entry["key"]).first(),
        values | {"region": region} | entry.state(),
        add=lambda **given: ensure_institution(slug=entry["key"], **given),
        amend=update_institution,
    )
    return entry.done(institution)


KIND = Kind("institutions", SHAPE, lambda row: str(row.get("key", "")), _apply)
