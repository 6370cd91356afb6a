"""From a file to a plan: what each row would do, found by doing it in a transaction.

The plan is not a second opinion about the rules: the rows run through the same services as an import
that counts, and a transaction that is only planned is rolled back. So the dry run says what
applying then does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Max

from cases.changes.models import Change
from cases.changes.telling import forgetting, gathered
from cases.imports.checks import file_problems, kind_of
from cases.imports.citing import cite_all, keep_otherwise, memory_source, sources_of
from cases.imports.columns import Problem
from cases.imports.files import ImportFile
from cases.imports.kinds.base import Context, Entry, Kind, Otherwise, Wanted
from cases.imports.models import BatchState, ImportRow, RowPlan
from tracker.lib.errors import TrackerError
from tracker.lib.history import because
from tracker.lib.transactions import all_together

EDITED_SINCE = "A person changed this record since it was last imported; it is left as it is."


@dataclass(frozen=True)
class PlannedRow:
    """What a row does or would do, and the record it is about."""

    number: int
    key: str
    plan: RowPlan
    field: str = ""
    problem: str = ""
    record_type: str = ""
    record_id: int | None = None


class _LeftAlone(Exception):
    """Rolls back one row that a person has to look at."""


def plan_rows(file: ImportFile, *, by: Any = None, reason: str) -> list[PlannedRow]:
    """What applying the file would do. Nothing stays written."""
    with transaction.atomic():
        planned = run_rows(file, by=by, reason=reason)
        transaction.set_rollback(True)
    return planned


def run_rows(file: ImportFile, *, by: Any = None, reason: str) -> list[PlannedRow]:
    """Run every row through the services, inside the transaction of the caller.

    A row that is wrong is rolled back alone, so that all problems of a file are found at once; the
    caller rolls the rest back when any row is wrong. Raises Refused for a kind that does not exist.
    """
    kind = kind_of(file)
    if problems := file_problems(file):
        return _wrong(problems)
    context = Context(sources_of(file.sources), memory_source(), by, reason)
    if kind.prepare is not None:
        context.known = kind.prepare(file.rows)
    planned: list[PlannedRow] = []
    wanted: list[tuple[int, list[Wanted]]] = []
    otherwise: list[tuple[int, list[Otherwise]]] = []
    with because(reason, by=by), gathered():
        for number, row in enumerate(file.rows, start=1):
            planned.append(_run_row(kind, row, number, context))
            wanted.append((number, context.wanted))
            otherwise.append((number, context.otherwise))
        with_more = cite_all(wanted) | keep_otherwise(otherwise)
    return [
        replace(one, plan=RowPlan.CHANGED)
        if one.plan == RowPlan.SAME and one.number in with_more
        else one
        for one in planned
    ]


def _run_row(kind: Kind, row: Any, number: int, context: Context) -> PlannedRow:
    key = kind.key(row)[:200]
    context.start_row()
    try:
        with all_together(), forgetting(), _database_errors_as_words():
            record = kind.apply(Entry(context, row, kind.shape))
            is_new = context.is_new(record)
            if context.changed and not is_new and _edited_since(kind, key, record):
                raise _LeftAlone
    except _LeftAlone:
        context.start_row()
        return PlannedRow(number, key, RowPlan.UNCLEAR, problem=EDITED_SINCE)
    except TrackerError as error:
        context.start_row()
        field = str(error.extra.get("field", ""))
        return PlannedRow(number, key, RowPlan.WRONG, field=field, problem=error.message)
    plan = RowPlan.NEW if is_new else RowPlan.CHANGED if context.changed else RowPlan.SAME
    name = record._meta.model_name or ""
    return PlannedRow(number, key, plan, record_type=name, record_id=record.pk)


@contextmanager
def _database_errors_as_words() -> Iterator[None]:
    """What only the database refuses becomes a problem of the row, with the constraint's own name."""
    try:
        yield
    except DatabaseError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        said = str(constraint).replace("_", " ") if constraint else str(error).splitlines()[0]
        raise TrackerError(f"The database refuses it: {said}.") from error
    except ValidationError as error:
        raise TrackerError(" ".join(error.messages)) from error


def _edited_since(kind: Kind, key: str, record: models.Model) -> bool:
    applied: datetime | None = ImportRow.objects.filter(
        batch__kind=kind.name, batch__state=BatchState.APPLIED, key=key
    ).aggregate(at=Max("batch__applied_at"))["at"]
    changes = Change.objects.filter(
        record_type=record._meta.model_name or "", record_id=record.pk, by__isnull=False
    )
    if applied is not None:
        changes = changes.filter(occurred_at__gt=applied)
    return changes.exists()


def _wrong(problems: list[Problem]) -> list[PlannedRow]:
    """One row per problem's row; several problems of a row stand in one text."""
    rows: dict[int, PlannedRow] = {}
    for one in problems:
        if one.row in rows:
            before = rows[one.row]
            said = f"{before.problem} {one.field}: {one.message}"
            rows[one.row] = replace(before, problem=said)
        else:
            rows[one.row] = PlannedRow(
                one.row, one.key[:200], RowPlan.WRONG, field=one.field[:100], problem=one.message
            )
    return list(rows.values())
