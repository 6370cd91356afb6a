"""Telling of writes: one Change per record touched, however many of its parts were written.

`tell` writes the Change at once. Inside `gathered()` (an import of a file, a form with many rows) what
is told of one record is put together and written at the end, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from cases.changes.models import Change, ChangeKind
from cases.changes.signals import changes_written
from tracker.lib.errors import Refused

_Key = tuple[type[models.Model], int]


@dataclass
class _Told:
    """One thing told of a record; `part` is the row that was written when it is not the record."""

    kind: ChangeKind
    fields: set[str]
    summary: str
    people: set[int]
    part: models.Model | None
    was_public: bool
    by: Any
    reason: str


@dataclass
class _Gathering:
    records: dict[_Key, models.Model] = field(default_factory=dict)
    told: dict[_Key, list[_Told]] = field(default_factory=lambda: defaultdict(list))


_current: ContextVar[_Gathering | None] = ContextVar("gathering", default=None)
# When several things are told of a record, the strongest word stands for all.
_STRENGTH = (
    ChangeKind.WITHDRAWN,
    ChangeKind.CREATED,
    ChangeKind.PUBLISHED,
    ChangeKind.MERGED,
    ChangeKind.UPDATED,
)


def tell(
    kind: ChangeKind,
    record: models.Model,
    *,
    fields: Iterable[str] = (),
    summary: str = "",
    people: Iterable[int] = (),
    part: models.Model | None = None,
    was_public: bool = False,
    by: Any = None,
    reason: str = "",
) -> None:
    """Tell that the record, or a `part` of it, was written.

    Outsiders are told when the record is public and the part is too, or when it `was_public` before
    this write. Raises Refused outside a transaction.
    """
    if not connection.in_atomic_block:
        raise Refused("A change must be written in the transaction of the write it tells of.")
    gathering = _current.get() or _Gathering()
    key = (type(record), record.pk)
    gathering.records[key] = record
    gathering.told[key].append(
        _Told(kind, set(fields), summary, set(people), part, was_public, by, reason)
    )
    if _current.get() is None:
        _write(gathering)


@contextmanager
def gathered() -> Iterator[None]:
    """What is told inside is written at the end, one Change per record. Nothing on an exception."""
    if _current.get() is not None:
        yield
        return
    gathering = _Gathering()
    token = _current.set(gathering)
    try:
        yield
    finally:
        _current.reset(token)
    _write(gathering)


@contextmanager
def forgetting() -> Iterator[None]:
    """What is told inside is dropped when the block raises; for a row that is rolled back alone."""
    outer = _current.get()
    if outer is None:
        yield
        return
    inner = _Gathering()
    token = _current.set(inner)
    try:
        yield
    finally:
        _current.reset(token)
    outer.records |= inner.records
    for key, told in inner.told.items():
        outer.told[key].extend(told)


def _published(rows: Iterable[models.Model]) -> set[_Key]:
    """Which of the rows the public may see, with one query per model."""
    ids: dict[type[models.Model], set[int]] = defaultdict(set)
    for row in rows:
        ids[type(row)].add(row.pk)
    found: set[_Key] = set()
    for model, pks in ids.items():
        queryset: Any = model._default_manager.all()
        if hasattr(queryset, "published"):
            seen = queryset.published().filter(pk__in=pks).values_list("pk", flat=True)
            found |= {(model, pk) for pk in seen}
    return found


def _write(gathering: _Gathering) -> None:
    parts = [one.part for told in gathering.told.values() for one in told if one.part is not None]
    public = _published([*gathering.records.values(), *parts])
    changes = []
    for key, told in gathering.told.items():
        open_to_all: list[_Told] = []
        kept_inside: list[_Told] = []
        for one in told:
            seen = key in public and (one.part is None or (type(one.part), one.part.pk) in public)
            (open_to_all if seen or one.was_public else kept_inside).append(one)
        record = gathering.records[key]
        if open_to_all:
            changes.append(_change(record, open_to_all, public=True))
        if kept_inside:
            changes.append(_change(record, kept_inside, public=False))
    Change.objects.bulk_create(changes)
    changes_written.send(sender=Change, changes=changes)


def _change(record: models.Model, told: list[_Told], *, public: bool) -> Change:
    kinds = {one.kind for one in told}
    summaries = dict.fromkeys(one.summary for one in told if one.summary)
    by = told[0].by
    return Change(
        kind=next(kind for kind in _STRENGTH if kind in kinds),
        record_type=record._meta.model_name or "",
        record_id=record.pk,
        record_public_id=getattr(record, "public_id", None),
        title=str(record)[:300],
        fields=sorted(set().union(*(one.fields for one in told))),
        summary="; ".join(summaries)[:400],
        people=sorted(set().union(*(one.people for one in told))),
        public=public,
        by=by if getattr(by, "pk", None) else None,
        reason=told[0].reason[:400],
    )
