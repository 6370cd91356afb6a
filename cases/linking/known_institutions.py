"""The finder of courts and prisons on record, kept in each process and built anew after a change.

There are thousands of them at most, so building takes a fraction of a second.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cases.institutions.finding import InstitutionFinder
from cases.institutions.models import Institution
from cases.institutions.naming import KnownInstitution
from tracker.lib.publishing import PublishingState

_STAMPS = (
    "SELECT (SELECT max(updated_at) FROM cases_institution),"
    " (SELECT count(*) FROM cases_institution), (SELECT max(updated_at) FROM cases_region)"
)

Stamps = tuple[datetime | None, int, datetime | None]


@dataclass
class _Kept:
    finder: InstitutionFinder | None = None
    stamps: Stamps = (None, -1, None)


_kept = _Kept()
_lock = threading.Lock()


def institution_finder() -> InstitutionFinder:
    """The finder of all institutions that are not withdrawn, as of now. One small query."""
    with _lock:
        stamps = _stamps()
        if _kept.finder is None or stamps != _kept.stamps:
            _kept.finder, _kept.stamps = InstitutionFinder(institutions_on_record()), stamps
        return _kept.finder


def institutions_on_record() -> list[KnownInstitution]:
    """Institutions that may be found, with names and places in every language on record."""
    rows = Institution.objects.exclude(state=PublishingState.WITHDRAWN).order_by("pk")
    return [
        KnownInstitution(
            pk, kind, tuple(n for n in names if n), tuple(place for place in places if place)
        )
        for pk, kind, names, places in (_taken_apart(row) for row in rows.values_list(*_COLUMNS))
    ]


_COLUMNS = (
    "pk", "kind", "name_ru", "name_en",
    "place_ru", "place_en", "region__name_ru", "region__name_en",
)  # fmt: skip


def _taken_apart(row: tuple[Any, ...]) -> tuple[int, str, tuple[str, ...], tuple[str, ...]]:
    return row[0], row[1], row[2:4], row[4:]


def _stamps() -> Stamps:
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS)
        row = cursor.fetchone()
    return row[0], row[1], row[2]
