"""Everything that points at one row made to point at another, with a log by which it is undone.

Pointers are found by walking the models: foreign keys, one-to-one keys, tables of many-to-many fields
and generic keys. Where both rows have a row that says the same (a unique constraint forbids two), what
hangs on the absorbed one's is moved to its twin, and it stays behind as a withdrawn husk.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.hashable import make_hashable

from people.merge_rules import rules
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.publishing import Publishable, PublishingState

# More is not moved in one transaction.
MOST_ROWS = 50_000
Model = type[models.Model]
LogEntry = dict[str, Any]


@dataclass(frozen=True)
class Pointer:
    """How rows of a model point at another: by a key of their own, or by type and id."""

    model: Model
    fields: tuple[str, ...]
    target: Model

    @property
    def name(self) -> str:
        """ "cases.Party.person"."""
        return f"{self.model._meta.label}.{self.fields[-1]}"

    def at(self, pk: int) -> dict[str, Any]:
        """The columns of a row that points at this one."""
        if len(self.fields) == 1:
            return {self.model._meta.get_field(self.fields[0]).attname: pk}  # type: ignore[union-attr]
        kind = ContentType.objects.get_for_model(self.target)
        return {f"{self.fields[0]}_id": kind.pk, self.fields[1]: pk}


def pointers_to(target: Model) -> list[Pointer]:
    """Every way a row can point at one of the model, but for history and what stays; by name."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy:
            continue  # versions are what was, for ever
        for field in model._meta.local_concrete_fields:
            if field.remote_field is not None and field.remote_field.model is target:
                found.append(Pointer(model, (field.name,), target))
        for private in () if target._meta.auto_created else model._meta.private_fields:
            if isinstance(private, GenericForeignKey):
                found.append(Pointer(model, (private.ct_field, private.fk_field), target))
    return sorted(
        (one for one in found if one.name not in rules.stay), key=lambda pointer: pointer.name
    )


class Mover:
    """Moves rows and writes down each column it changes."""

    def __init__(self) -> None:
        self.log: list[LogEntry] = []
        self._rows = 0

    def move(self, target: Model, absorbed: int, survivor: int) -> None:
        """Let everything that points at the absorbed row point at the survivor.

        Raises Refused when that is more than MOST_ROWS rows.
        """
        for pointer in pointers_to(target):
            rows = _locked(pointer.model, Q(**pointer.at(absorbed)))
            self._rows += len(rows)
            if self._rows > MOST_ROWS:
                raise Refused("Too many rows hang on this record for one step.")
            if rows:
                self._move_rows(pointer, rows, absorbed, survivor)

    def set(self, model: Model, pks: Collection[int], columns: dict[str, Any]) -> None:
        """Set the columns of the rows and log what they were."""
        if not pks or not columns:
            return
        queryset: QuerySet[Any] = model._base_manager.filter(pk__in=pks)
        for column, new in columns.items():
            before: dict[str, tuple[Any, list[int]]] = {}
            for pk, old in queryset.order_by("pk").values_list("pk", column):
                if old != new:
                    before.setdefault(repr(old), (old, []))[1].append(pk)
            for old, changed in before.values():
                self.log.append(
                    {
                        "model": model._meta.label,
                        "column": column,
                        "old": _plain(old),
                        "new": _plain(new),
                        "pks": changed,
                    }
                )
        queryset.update(**columns, **_stamp(model))

    def _move_rows(self, pointer: Pointer, rows: list[int], absorbed: int, survivor: int) -> None:
        twins: dict[int, int] = {}
        for name, fields, condition, nulls_alike in _unique_sets(pointer):
            met = _meeting(pointer, fields, condition, nulls_alike, absorbed, survivor)
            if name in rules.give_way:
                self.set(pointer.model, list(met), rules.give_way[name]())
            else:
                twins = met | twins
        free = [pk for pk in rows if pk not in twins]
        self.set(pointer.model, free, pointer.at(survivor))
        for row, twin in sorted(twins.items()):
            self._fold(pointer.model, row, twin)

    def _fold(self, model: Model, row_pk: int, twin_pk: int) -> None:
        """Both say the same: what hangs on the row moves to its twin, the row stays as a husk."""
        rule = rules.fold.get(model._meta.label)
        if rule is not None:
            rule(self, model._base_manager.get(pk=row_pk), model._base_manager.get(pk=twin_pk))
        self.move(model, row_pk, twin_pk)
        if issubclass(model, Publishable):
            shown = model._base_manager.filter(pk=row_pk, state=PublishingState.PUBLISHED)
            self.set(
                model,
                list(shown.values_list("pk", flat=True)),
                {"state": PublishingState.WITHDRAWN.value, "state_reason": "merged"},
            )


def undo_log(log: Iterable[LogEntry]) -> int:
    """Set every column back to what it was, last first; returns how many rows were left as they are.

    Left are rows that are gone and columns that somebody has written since: the later word stands.
    """
    left = 0
    for entry in reversed(list(log)):
        model = apps.get_model(entry["model"])
        field: Any = model._meta.get_field(entry["column"])
        old, new = field.to_python(entry["old"]), field.to_python(entry["new"])
        column = field.attname
        still = Q(**{f"{column}__isnull": True}) if new is None else Q(**{column: new})
        rows = model._base_manager.filter(still, pk__in=entry["pks"])
        left += len(entry["pks"]) - rows.update(**{column: old}, **_stamp(model))
    return left


def _unique_sets(pointer: Pointer) -> list[tuple[str, tuple[str, ...], Q | None, bool]]:
    """Sets of fields that only one row may have, of which the pointer is a part."""
    options = pointer.model._meta
    own = set(pointer.fields)
    found: list[tuple[str, tuple[str, ...], Q | None, bool]] = []
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint) and own <= set(constraint.fields):
            alike = constraint.nulls_distinct is False
            found.append((constraint.name, tuple(constraint.fields), constraint.condition, alike))
    for together in options.unique_together:
        if own <= set(together):
            found.append((f"{options.label} together", tuple(together), None, False))
    if len(own) == 1 and getattr(options.get_field(pointer.fields[0]), "unique", False):
        found.append((f"{pointer.name} unique", pointer.fields, None, False))
    return found


def _meeting(
    pointer: Pointer,
    fields: tuple[str, ...],
    condition: Q | None,
    nulls_alike: bool,
    absorbed: int,
    survivor: int,
) -> dict[int, int]:
    """Rows of the absorbed one to the rows of the survivor that have the same values; two queries."""
    others = [name for name in fields if name not in pointer.fields]

    def rows(pk: int) -> dict[tuple[Any, ...], int]:
        queryset = pointer.model._base_manager.filter(**pointer.at(pk))
        if condition is not None:
            queryset = queryset.filter(condition)
        listed = queryset.order_by("pk").values_list("pk", *others)
        # Hashable, since a column of JSON may be among them.
        return {
            make_hashable(values): row
            for row, *values in listed
            if nulls_alike or None not in values
        }

    theirs = rows(survivor)
    return {row: theirs[key] for key, row in rows(absorbed).items() if key in theirs}


def _locked(model: Model, condition: Q) -> list[int]:
    rows = model._base_manager.filter(condition).order_by("pk").select_for_update(of=("self",))
    return list(rows.values_list("pk", flat=True))


def _stamp(model: Model) -> dict[str, datetime]:
    names: dict[str, Any] = defaultdict(bool)
    for field in model._meta.local_concrete_fields:
        names[field.name] = getattr(field, "auto_now", False)
    return {"updated_at": clock.now()} if names["updated_at"] else {}


def _plain(value: Any) -> Any:
    """The value as JSON can keep it; `to_python` of its field reads it again."""
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)
