"""Counts of repressive laws: who counts, for which period, how."""

from django.db import models

from cases.imports.columns import number, text
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.laws.models import LawCount
from cases.laws.services import count_laws
from cases.publishing.writing import amend_row

SHAPE = {
    "counted_by": text(200).needed(),
    "period": text(120),
    "period_from": date(),
    "period_to": date(),
    "value": number(),
    "value_text": text(200),
    "method": text(),
    "position": number(),
    **EVIDENCE,
}


def _apply(entry: Entry) -> models.Model:
    counted_by, period = entry["counted_by"], entry["period"]
    values = entry.values("period_from", "period_to", "value", "value_text", "method")
    count = entry.context.keep(
        LawCount.objects.filter(counted_by=counted_by, period=period).first(),
        values | {"position": entry["position"] or 0} | entry.state(),
        add=lambda **given: count_laws(counted_by=counted_by, period=period, **given),
        amend=amend_row,
    )
    return entry.done(count)


KIND = Kind(
    "law_counts", SHAPE, lambda row: f"{row.get('counted_by', '')}: {row.get('period', '')}", _apply
)
