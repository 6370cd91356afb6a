"""Which sources bear which fields, in a bounded number of queries whatever the number of records."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from cases.evidence.models import Assertion, Citation, Claim

RecordKey = tuple[int, int]


def record_key(record: models.Model) -> RecordKey:
    """The key by which the answers below are looked up: content type id and record id."""
    return ContentType.objects.get_for_model(record).pk, record.pk


def _about(records: Iterable[models.Model]) -> Q:
    ids: dict[int, set[int]] = defaultdict(set)
    for record in records:
        type_id, pk = record_key(record)
        ids[type_id].add(pk)
    condition = Q(pk__in=[])
    for type_id, pks in ids.items():
        condition |= Q(content_type_id=type_id, object_id__in=pks)
    return condition


def citations_of(records: Sequence[models.Model]) -> dict[RecordKey, list[Citation]]:
    """Standing citations of all the records, by record, in one query."""
    found: dict[RecordKey, list[Citation]] = defaultdict(list)
    query = Citation.objects.filter(_about(records), retracted_at__isnull=True)
    for citation in query.select_related("source").order_by("field", "id"):
        found[citation.content_type_id, citation.object_id].append(citation)
    return found


def assertions_of(records: Sequence[models.Model], user: Any) -> dict[RecordKey, list[Assertion]]:
    """Disagreeing values of all the records that the user may see, by record, in one query."""
    found: dict[RecordKey, list[Assertion]] = defaultdict(list)
    query = Assertion.objects.visible_to(user).filter(_about(records))
    for assertion in query.select_related("source").order_by("field", "id"):
        found[assertion.content_type_id, assertion.object_id].append(assertion)
    return found


def claims_of(record: models.Model, user: Any) -> list[Claim]:
    """Claims about the record with their wordings, in two queries."""
    type_id, pk = record_key(record)
    return list(
        Claim.objects.visible_to(user)
        .filter(content_type_id=type_id, object_id=pk)
        .prefetch_related("wordings")
    )
