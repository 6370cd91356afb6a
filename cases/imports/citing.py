"""Sources and citations of a whole file in a handful of queries."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from cases.evidence.models import Assertion, Citation, Source, SourceKind
from cases.evidence.services import ensure_source, publish_state_of, source_key
from cases.imports.columns import filled
from cases.imports.files import SOURCE
from cases.imports.kinds.base import Otherwise, Wanted
from tracker.lib import clock
from tracker.lib.publishing import PublishingState

MEMORY_TITLE = "From memory, not checked against a source"
_Key = tuple[int, int, str, int]


def memory_source() -> Source:
    """The one source of everything that nobody has read yet."""
    return ensure_source(kind=SourceKind.MEMORY, title=MEMORY_TITLE)


def sources_of(given: Mapping[str, dict[str, Any]]) -> dict[str, Source]:
    """The sources of a file by their keys in it; those that are new are made, in two queries."""
    wanted: dict[str, Source] = {}
    key_of: dict[str, str] = {}
    for name, row in given.items():
        values = filled(row, SOURCE)
        key = source_key(url=values["url"], title=values["title"])
        key_of[name] = key
        wanted.setdefault(key, Source(key=key, **values))
    found = Source.objects.in_bulk(list(wanted), field_name="key")
    new = [source for key, source in wanted.items() if key not in found]
    found |= {source.key: source for source in Source.objects.bulk_create(new)}
    return {name: found[key] for name, key in key_of.items()}


def cite_all(rows: Iterable[tuple[int, list[Wanted]]]) -> set[int]:
    """Make the citations that do not stand yet; return the numbers of the rows that brought one."""
    asked: dict[_Key, tuple[int, Wanted]] = {}
    for number, wanted in rows:
        for one in wanted:
            type_id = ContentType.objects.get_for_model(one.record).pk
            asked.setdefault((type_id, one.record.pk, one.field, one.source.pk), (number, one))
    standing = _standing(asked)
    new = {key: value for key, value in asked.items() if key not in standing}
    Citation.objects.bulk_create(
        Citation(
            content_type_id=key[0],
            object_id=key[1],
            field=key[2],
            source_id=key[3],
            confidence=one.confidence,
            note=one.note[:600],
            quote=one.quote,
        )
        for key, (_number, one) in new.items()
    )
    return {number for number, _one in new.values()}


def keep_otherwise(rows: Iterable[tuple[int, list[Otherwise]]]) -> set[int]:
    """Keep the disagreeing and remembered values; return the numbers of the rows that brought one.

    A source says one thing of a field: another value from it takes the place of the one before.
    """
    asked: dict[_Key, tuple[int, Otherwise]] = {}
    for number, values in rows:
        for one in values:
            type_id = ContentType.objects.get_for_model(one.record).pk
            asked.setdefault((type_id, one.record.pk, one.field, one.source.pk), (number, one))
    columns = ("content_type_id", "object_id", "field", "source_id")
    kept = {
        (row.content_type_id, row.object_id, row.field, row.source_id): row
        for row in Assertion.objects.filter(source_id__in={key[3] for key in asked})
    }
    touched = set()
    for key, (number, one) in asked.items():
        row = kept.get(key)
        if row is not None and row.value_text != one.value[:400]:
            row.value_text, row.note = one.value[:400], one.note[:600]
            row.save(update_fields=["value_text", "note", "updated_at"])
            touched.add(number)
    new = {key: value for key, value in asked.items() if key not in kept}
    now = clock.now()
    Assertion.objects.bulk_create(
        Assertion(
            **dict(zip(columns, key, strict=True)),
            value_text=one.value[:400],
            confidence=one.confidence,
            note=one.note[:600],
            state=one.state,
            state_reason="" if one.state == PublishingState.PUBLISHED else _why(one.confidence),
            published_at=now if one.state == PublishingState.PUBLISHED else None,
        )
        for key, (_number, one) in new.items()
    )
    return touched | {number for number, _one in new.values()}


def _why(confidence: str) -> str:
    _state, why = publish_state_of(confidence)
    return why


def _standing(asked: Iterable[_Key]) -> set[_Key]:
    ids: dict[int, set[int]] = {}
    for type_id, pk, _field, _source in asked:
        ids.setdefault(type_id, set()).add(pk)
    condition = Q(pk__in=[])
    for type_id, pks in ids.items():
        condition |= Q(content_type_id=type_id, object_id__in=pks)
    rows = Citation.objects.filter(condition, retracted_at__isnull=True)
    return set(rows.values_list("content_type_id", "object_id", "field", "source_id"))
