"""Writing of changes: always in the transaction of the write itself."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from cases.changes.models import Change, ChangeKind
from tracker.lib.errors import Refused


def record_change(
    kind: ChangeKind,
    record: models.Model,
    *,
    fields: Iterable[str] = (),
    summary: str = "",
    people: Iterable[int] = (),
    public: bool | None = None,
    by: Any = None,
    reason: str = "",
) -> Change:
    """Write one Change for the record and return it.

    `public` says whether outsiders are told; by default it is asked of the record itself and of all
    it hangs on. Raises Refused outside a transaction: a notice of a write that was rolled back
    would be a lie.
    """
    if not connection.in_atomic_block:
        raise Refused("A change must be written in the transaction of the write it tells of.")
    if public is None:
        manager: Any = type(record)._default_manager
        queryset = manager.all()
        public = (
            queryset.published().filter(pk=record.pk).exists()
            if hasattr(queryset, "published")
            else False
        )
    return Change.objects.create(
        kind=kind,
        record_type=record._meta.model_name or "",
        record_id=record.pk,
        record_public_id=getattr(record, "public_id", None),
        title=str(record)[:300],
        fields=sorted(set(fields)),
        summary=summary[:400],
        people=sorted(set(people)),
        public=public,
        by=by if by is not None and getattr(by, "pk", None) else None,
        reason=reason[:400],
    )
