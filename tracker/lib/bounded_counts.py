"""Counts that stop: a figure on a page must not cost a walk over a million rows."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value


def bounded_counts(querysets: "dict[str, QuerySet[Any]]", *, at_most: int) -> dict[str, int]:
    """How many rows each queryset has, counted together in one query.

    Counting stops at one more than `at_most`, so a larger result means "more than that".
    """
    pieces: list[str] = []
    values: list[Any] = []
    for queryset in querysets.values():
        sql, params = (
            queryset.order_by().values_list(Value(1))[: at_most + 1].query.sql_with_params()
        )
        pieces.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        values.extend(params)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(pieces), values)
        row = cursor.fetchone()
    return dict(zip(querysets, row, strict=True))
