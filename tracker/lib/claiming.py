"""Claiming due rows: one worker wins each, a loser says nothing, a dead winner only delays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone


def claim_batch(
    queryset: models.QuerySet[Any],
    *,
    limit: int,
    lease: timedelta,
    due_field: str = "next_attempt_at",
) -> list[int]:
    """The ids of up to `limit` rows of `queryset` that are due, now this caller's for `lease`.

    Rows are due when `due_field` is not in the future; the longest due come first. In one short
    transaction they are locked (rows that another worker is claiming are stepped over), their due
    time is moved to the end of the lease, and that is committed. Whoever does the work sets the
    time anew. A worker killed in between does nothing, and the row comes back when the lease ends.

    Not for use inside a transaction: the claim would only count when that ends.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        due = (
            queryset.filter(**{f"{due_field}__lte": now})
            .order_by(due_field, "pk")
            .select_for_update(skip_locked=True, of=("self",))
            .values_list("pk", flat=True)
        )
        ids = list(due[:limit])
        if ids:
            manager = queryset.model._base_manager
            manager.filter(pk__in=ids).update(**{due_field: now + lease})
    return ids


def claim_batches(
    queryset: models.QuerySet[Any],
    *,
    size: int,
    most: int,
    lease: timedelta,
    due_field: str = "next_attempt_at",
) -> list[list[int]]:
    """As `claim_batch`, up to `most` rows in lists of `size`, for work that is done a batch together.

    A sweep that claimed one batch each time would hold a long queue to that pace.
    """
    ids = claim_batch(queryset, limit=most, lease=lease, due_field=due_field)
    return [ids[start : start + size] for start in range(0, len(ids), size)]
