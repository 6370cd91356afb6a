"""Writing of changes: always in the transaction of the write itself."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction

from cases.changes.models import Change, ChangeKind
from cases.changes.signals import changes_written
from tracker.lib.errors import Refused
from tracker.lib.locks import advisory_lock


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
    change = Change.objects.create(
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
    changes_written.send(sender=Change, changes=[change])
    return change


# A visible row whose transaction number lies beyond the snapshot was written by another cluster and
# came here by a restore: it is settled as well.
_SETTLE = """
UPDATE cases_change AS change SET position = numbered.position
FROM (
    SELECT id, (SELECT coalesce(max(position), 0) FROM cases_change)
               + row_number() OVER (ORDER BY transaction, id) AS position
    FROM cases_change
    WHERE position IS NULL
      AND (transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
           OR transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
) AS numbered
WHERE change.id = numbered.id
"""


def settle_changes() -> int:
    """Give every change that nothing can get in front of any more its place in the stream.

    Returns how many were settled; 0 also when another process is at it.
    """
    if not Change.objects.filter(position__isnull=True).exists():
        return 0
    with transaction.atomic(), advisory_lock("changes") as held:
        if not held:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE)
            return int(cursor.rowcount)
