"""The history of a record and its rows in words: what changed, from what to what, who, when, why.

Read from the version tables that triggers fill (`tracker.lib.history`), newest first, a page at a time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

VERSIONS_A_PAGE = 40
MOST_PAGES = 100
# Rows of an inline whose histories are shown with the record's own.
ROWS_FOLLOWED = 200
_LONGEST_VALUE = 600
_BOOKKEEPING = frozenset(
    {
        "id",
        "created_at",
        "updated_at",
        "sort_en",
        "sort_ru",
        "sort_key",
        "public_id",
        "script",
        "key",
        "object_id",
        "content_type",
    }
)


@dataclass(frozen=True)
class Difference:
    """One field: its name and its values before and after, as text ("" for nothing)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One row in one write: what kind of row, what happened to it, which fields differ."""

    record: str
    title: str
    action: str
    differences: list[Difference]


@dataclass
class Moment:
    """One write by one person for one reason: all the rows it touched."""

    at: datetime
    by: str
    reason: str
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class HistoryPage:
    """A page of moments, newest first."""

    moments: list[Moment]
    number: int
    has_older: bool


def version_model(model: type[models.Model]) -> Any:
    """The table of the model's versions, or None where none are kept."""
    related = {relation.name: relation for relation in model._meta.related_objects}
    relation = related.get("versions")
    return None if relation is None else relation.related_model


def history_page(
    record: models.Model, rows: Iterable[QuerySet[Any]] = (), *, number: int = 1
) -> HistoryPage:
    """A page of the history of the record and of the given rows that belong to it.

    Two queries for each kind of row and two more, however long the history is.
    """
    number = max(1, min(number, MOST_PAGES))
    sources = _sources(record, rows)
    if not sources:
        return HistoryPage([], number, False)
    heads, has_older = _heads(sources, number)
    wanted: dict[str, list[int]] = defaultdict(list)
    for label, pk in heads:
        wanted[label].append(pk)
    steps: dict[tuple[str, int], tuple[Any, Step]] = {}
    for label, pks in wanted.items():
        versions = sources[label][0]
        # A row's key to the record says nothing on the record's own page.
        hidden = None if versions is version_model(type(record)) else type(record)
        for version, step in _steps(versions, pks, hidden):
            steps[label, version.pgh_id] = (version, step)
    return HistoryPage(_grouped([steps[head] for head in heads]), number, has_older)


def _sources(
    record: models.Model, rows: Iterable[QuerySet[Any]]
) -> dict[str, tuple[Any, list[int]]]:
    sources: dict[str, tuple[Any, list[int]]] = {}
    own = version_model(type(record))
    if own is not None:
        sources[own._meta.label] = (own, [record.pk])
    for queryset in rows:
        versions = version_model(queryset.model)
        if versions is not None:
            ids = list(queryset.order_by("-pk").values_list("pk", flat=True)[:ROWS_FOLLOWED])
            if ids:
                known = sources.get(versions._meta.label, (versions, []))[1]
                sources[versions._meta.label] = (versions, [*known, *ids])
    return sources


def _heads(
    sources: dict[str, tuple[Any, list[int]]], number: int
) -> tuple[list[tuple[str, int]], bool]:
    queries = [
        versions.objects.filter(pgh_obj_id__in=ids)
        .annotate(version_table=Value(label, output_field=models.TextField()))
        .order_by()
        .values_list("version_table", "pgh_id", "pgh_created_at")
        for label, (versions, ids) in sources.items()
    ]
    merged = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    start = (number - 1) * VERSIONS_A_PAGE
    found = list(merged.order_by("-pgh_created_at", "-pgh_id")[start : start + VERSIONS_A_PAGE + 1])
    return [(kind, pk) for kind, pk, _at in found[:VERSIONS_A_PAGE]], len(found) > VERSIONS_A_PAGE


def _steps(versions: Any, pks: list[int], hidden: Any) -> list[tuple[Any, Step]]:
    earlier = (
        versions.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        .order_by("-pgh_id")
        .values("pgh_id")[:1]
    )
    shown = list(
        versions.objects.filter(pgh_id__in=pks)
        .annotate(earlier_id=Subquery(earlier))
        .select_related("pgh_context")
        .order_by(F("pgh_id").desc())
    )
    before = versions.objects.in_bulk([row.earlier_id for row in shown if row.earlier_id])
    columns = _columns(versions, hidden)
    labels = _related_labels(columns, [*shown, *before.values()])
    return [(row, _step(columns, row, before.get(row.earlier_id), labels)) for row in shown]


def _step(columns: list[Any], row: Any, before: Any, labels: dict[tuple[str, Any], str]) -> Step:
    differences = []
    for column in columns:
        new = _text(column, row, labels)
        old = "" if before is None else _text(column, before, labels)
        if new != old and row.pgh_label != "delete":
            differences.append(Difference(capfirst(str(column.verbose_name)), old, new))
    action = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}
    model = row._meta.get_field("pgh_obj").related_model
    return Step(
        record=capfirst(str(model._meta.verbose_name)),
        title=_title(row),
        action=action.get(row.pgh_label, row.pgh_label),
        differences=differences,
    )


def _columns(versions: Any, hidden: Any) -> list[Any]:
    return [
        column
        for column in versions._meta.local_concrete_fields
        if not column.name.startswith("pgh_")
        and column.name not in _BOOKKEEPING
        and (hidden is None or column.related_model is not hidden)
    ]


def _related_labels(columns: list[Any], rows: Sequence[Any]) -> dict[tuple[str, Any], str]:
    """Words for the rows that foreign keys pointed at: one query a key, only where a key is set."""
    labels: dict[tuple[str, Any], str] = {}
    for column in columns:
        if not column.is_relation:
            continue
        ids = {getattr(row, column.attname) for row in rows} - {None}
        if ids:
            for pk, found in column.related_model._default_manager.in_bulk(list(ids)).items():
                labels[column.name, pk] = _plain_words(found)
    return labels


def _plain_words(row: models.Model) -> str:
    """A few words of the row that need no further query."""
    for name in ("name_en", "title_en", "name", "title", "reference", "text", "url", "model"):
        value = getattr(row, name, "")
        if value:
            return str(value)[:120]
    return f"#{row.pk}"


def _text(column: Any, row: Any, labels: dict[tuple[str, Any], str]) -> str:
    value = getattr(row, column.attname)
    if value is None or value == "" or value == []:
        return ""
    if column.is_relation:
        return labels.get((column.name, value), f"#{value}")
    if column.choices:
        value = dict(column.flatchoices).get(value, value)
    elif isinstance(value, bool):
        value = _("yes") if value else _("no")
    elif isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    elif isinstance(value, datetime):
        value = localize(value)
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _title(row: Any) -> str:
    for name in ("text", "name_en", "title_en", "subject_en", "value_text", "quote", "text_en"):
        value = getattr(row, name, "")
        if value:
            return str(value)[:80]
    return ""


def _grouped(found: list[tuple[Any, Step]]) -> list[Moment]:
    moments: list[Moment] = []
    last: Any = None
    for version, step in found:
        context = version.pgh_context
        facts = context.metadata if context is not None else {}
        key = version.pgh_context_id
        if key is None or key != last:
            moments.append(
                Moment(
                    at=version.pgh_created_at,
                    by=str(facts.get("user_name") or ""),
                    reason=str(facts.get("reason") or ""),
                )
            )
        moments[-1].steps.append(step)
        last = key
    return moments
