"""Planning and applying an import file: the whole file in one transaction, or nothing of it."""

from collections import Counter
from typing import Any

from django.db import transaction

from cases.imports.files import ImportFile
from cases.imports.models import BatchState, ImportBatch, ImportRow, RowPlan
from cases.imports.plan import PlannedRow, plan_rows, run_rows
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.locks import advisory_lock


def plan_batch(file: ImportFile, *, by: Any = None, reason: str = "import") -> ImportBatch:
    """A batch that says what each row would do; no record is touched."""
    return _store(file, plan_rows(file, by=by, reason=reason), BatchState.PLANNED, by=by)


def apply_batch(file: ImportFile, *, by: Any = None, reason: str = "import") -> ImportBatch:
    """Apply the file and return its batch. Rows a person changed since are left alone, and say so.

    Raises Refused naming file, row and field of the first problem when any row is wrong; nothing is
    written then but a refused batch with every problem of the file.
    """
    planned: list[PlannedRow] = []
    try:
        with transaction.atomic(), advisory_lock("imports", wait=True):
            planned = run_rows(file, by=by, reason=reason)
            if any(row.plan == RowPlan.WRONG for row in planned):
                raise _refusal(file, planned)
            return _store(file, planned, BatchState.APPLIED, by=by)
    except Refused:
        if planned:
            _store(file, planned, BatchState.REFUSED, by=by)
        raise


def _refusal(file: ImportFile, planned: list[PlannedRow]) -> Refused:
    wrong = [row for row in planned if row.plan == RowPlan.WRONG]
    first = wrong[0]
    place = f"{file.name}, row {first.number}" + (f" ({first.key})" if first.key else "")
    said = f"{first.field}: {first.problem}" if first.field else first.problem
    more = f" {len(wrong) - 1} more rows are wrong." if len(wrong) > 1 else ""
    return Refused(
        f"{place}, {said}{more} Nothing was imported.",
        file=file.name,
        row=first.number,
        field=first.field,
        wrong=len(wrong),
    )


@transaction.atomic
def _store(
    file: ImportFile, planned: list[PlannedRow], state: BatchState, *, by: Any
) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=file.kind[:40],
        file_name=file.name[:200],
        sha256=file.sha256,
        state=state,
        by=by if getattr(by, "pk", None) else None,
        applied_at=clock.now() if state == BatchState.APPLIED else None,
    )
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            number=row.number,
            key=row.key,
            plan=row.plan,
            field=row.field,
            problem=row.problem,
            record_type=row.record_type,
            record_id=row.record_id,
        )
        for row in planned
    )
    return batch


def summary_of(batch: ImportBatch) -> str:
    """The batch in a line: "12 new, 3 changed, 90 the same"."""
    counts = Counter(ImportRow.objects.filter(batch=batch).values_list("plan", flat=True))
    words = {"new": "new", "changed": "changed", "same": "the same", "unclear": "left alone"}
    said = [f"{counts[plan]} {word}" for plan, word in words.items() if counts[plan]]
    if counts["wrong"]:
        said.append(f"{counts['wrong']} wrong")
    return ", ".join(said) or "no rows"
