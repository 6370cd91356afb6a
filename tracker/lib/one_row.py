"""Rows of a table by a query that is written out, without composing it each time."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def one_row(model: type[Row], query: str, params: Sequence[Any]) -> Row | None:
    """The first row of the query as an instance of the model, None without any.

    The query has `{columns}` where the model's columns are to stand: this names them all, in the
    model's order, so that a column added by a newer version does no harm.
    """
    columns, _, _ = _columns_of(model)
    with connection.cursor() as cursor:
        cursor.execute(query.format(columns=columns), params)
        row = cursor.fetchone()
    return None if row is None else _instance(model, row)


def all_rows(model: type[Row], query: str, params: Sequence[Any]) -> list[Row]:
    """All rows of such a query as instances of the model, in the query's order."""
    columns, _, _ = _columns_of(model)
    with connection.cursor() as cursor:
        cursor.execute(query.format(columns=columns), params)
        return [_instance(model, row) for row in cursor.fetchall()]


def _instance(model: type[Row], row: Sequence[Any]) -> Row:
    _, names, converters = _columns_of(model)
    values = list(row)
    for place, converter in converters:
        values[place] = converter(values[place], None, connection)
    return model.from_db(connection.alias, names, values)


@cache
def _columns_of(
    model: type[models.Model],
) -> tuple[str, list[str], list[tuple[int, Callable[..., Any]]]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    converters = [
        (place, converter)
        for place, field in enumerate(fields)
        for converter in field.get_db_converters(connection)
    ]
    return columns, [field.attname for field in fields], converters
