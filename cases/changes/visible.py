"""Which changed records the public may see now.

A Change keeps the title that its record had. The record may have been withdrawn, embargoed or taken back
since, or something it hangs on may have been; then the title must not be told any more.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model, QuerySet, Value

from cases.changes.models import Change


def visible_records(changes: Iterable[Change], user: Any) -> set[tuple[str, int]]:
    """Type and id of those changed records that the user may see now, in one query."""
    ids: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        ids[change.record_type].add(change.record_id)
    found = (_rows(kind, pks, user) for kind, pks in sorted(ids.items()))
    parts = [rows for rows in found if rows is not None]
    if not parts:
        return set()
    return set(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])


def _rows(record_type: str, ids: set[int], user: Any) -> "QuerySet[Any, Any] | None":
    model = _model(record_type)
    queryset: Any = model._default_manager.all() if model is not None else None
    if model is None or queryset is None or not hasattr(queryset, "visible_to"):
        return None  # nothing of this kind is ever public by itself
    if hasattr(model, "object_id"):
        return None  # a claim or a disagreeing value is as public as the record it is about
    rows: QuerySet[Any, Any] = (
        queryset.visible_to(user)
        .filter(pk__in=ids)
        .order_by()
        .annotate(row_type=Value(record_type, output_field=CharField()))
        .values_list("row_type", "pk")
    )
    return rows


def _model(record_type: str) -> type[Model] | None:
    for label in ("people", "cases"):
        try:
            return apps.get_model(label, record_type)
        except LookupError:
            continue
    return None
