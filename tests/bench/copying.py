"""Rows into tables by COPY: the columns that vary are sent, the others are defaults of the table."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import ProgrammingError, connection, models, transaction

_LINES = 5_000  # a piece of the stream
Row = tuple[Any, ...]


class Loader:
    """Loads tables one after the other and says how long each took."""

    def __init__(self, say: Callable[[str], object] = print) -> None:
        self.say = say
        self.rows = 0

    def load(self, model: type[models.Model], columns: str, rows: Iterable[Row]) -> int:
        """COPY the rows into the model's table; `columns` in their order. Returns how many.

        Columns that are not named get the default of their field, or what stands for nothing.
        """
        began = time.monotonic()
        names = columns.split()
        table = model._meta.db_table
        listed = ", ".join(f'"{name}"' for name in names)
        count = 0
        with _defaults(model, set(names)), connection.cursor() as cursor:
            with cursor.cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:  # type: ignore[attr-defined]
                lines = iter(rows)
                while piece := list(islice(lines, _LINES)):
                    copy.write("".join(map(_line, piece)))
                    count += len(piece)
            if "id" in names:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\""
                )
        self.rows += count
        self.say(f"  {table:<28} {count:>9,} rows  {time.monotonic() - began:6.1f} s")
        return count


def _line(row: Row) -> str:
    return "\t".join(["\\N" if value is None else str(value) for value in row]) + "\n"


@contextmanager
def _defaults(model: type[models.Model], given: set[str]) -> Iterator[None]:
    """For the length of the load, the table itself fills the columns that are not sent."""
    table = model._meta.db_table
    columns = {
        field.column: _default(field)
        for field in model._meta.local_concrete_fields
        if field.column not in given
        and not field.null
        and not field.primary_key
        and not field.generated
        and not field.has_db_default()
    }
    _alter(table, {name: f"SET DEFAULT {value}" for name, value in columns.items()})
    yield
    _alter(table, dict.fromkeys(columns, "DROP DEFAULT"))


def _alter(table: str, changes: dict[str, str]) -> None:
    if changes:
        parts = ", ".join(f'ALTER COLUMN "{name}" {change}' for name, change in changes.items())
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{table}" {parts}')


def _default(field: Any) -> str:
    """SQL of what a column holds when nobody says anything."""
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if isinstance(field, models.DateTimeField):
        return "now()"
    if isinstance(field, ArrayField):
        return "'{}'"
    if isinstance(field, models.JSONField):
        return "'[]'"
    value = field.get_default()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value or "").replace("'", "''") + "'"


@contextmanager
def without_triggers() -> Iterator[None]:
    """No history and no foreign key checks while the tables are filled.

    Generated columns are computed all the same. Where the role may not do so (a server that was
    given to us) the triggers stay, and loading takes longer.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
            raise
        yield
        return
    yield
    # After an error the transaction is rolled back, and this setting with it.
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
