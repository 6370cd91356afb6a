"""Pure: what a row of an import file must look like, and the problem each column can report.

A shape is a mapping of column names to columns; rows may hold rows. Every problem names the row and
the field, down to `events[2].happened`, so that whoever made the file finds the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: the row counts from 1, the field is a path, empty for the whole row."""

    row: int
    field: str
    message: str
    key: str = ""

    def __str__(self) -> str:
        place = f"row {self.row}" + (f" ({self.key})" if self.key else "")
        return (
            f"{place}, {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


@dataclass(frozen=True)
class Column:
    """One column. `default` stands in for a value that is not given or null."""

    type: type[Any] = str
    required: bool = False
    default: Any = ""
    choices: frozenset[str] | None = None
    longest: int | None = None
    least: int | None = None
    item: Column | None = None
    shape: Mapping[str, Column] | None = None
    check: Callable[[Any], str | None] | None = None

    def needed(self) -> Column:
        """The same column, required."""
        return replace(self, required=True)


Shape = Mapping[str, Column]


def text(longest: int | None = None) -> Column:
    """Text, at most so many characters."""
    return Column(longest=longest)


def slug() -> Column:
    """Small ASCII letters, digits, hyphens and underscores."""
    return Column(
        check=lambda value: (
            None if _SLUG.match(value) else "write small letters, digits and hyphens only."
        )
    )


def choice(values: Iterable[str], *, default: str = "") -> Column:
    """One of the words."""
    return Column(choices=frozenset(values), default=default)


def number(*, least: int = 0) -> Column:
    """A whole number, not below the least."""
    return Column(type=int, default=None, least=least)


def flag() -> Column:
    """true or false; false when not given."""
    return Column(type=bool, default=False)


def texts() -> Column:
    """A list of texts."""
    return Column(type=list, default=(), item=Column())


def rows(shape: Shape) -> Column:
    """A list of rows of a shape."""
    return Column(type=list, default=(), item=Column(type=dict, shape=shape))


def one(shape: Shape) -> Column:
    """One row of a shape."""
    return Column(type=dict, default=None, shape=shape)


def named(item: Column) -> Column:
    """An object whose names are free and whose values are of one kind."""
    return Column(type=dict, default=None, item=item)


def checked(check: Callable[[Any], str | None], *, default: Any = None) -> Column:
    """Text that a function of the caller accepts, or says in a sentence why not."""
    return Column(check=check, default=default)


def problems_of(row: Any, shape: Shape, *, number: int, key: str = "") -> list[Problem]:
    """Everything that is wrong with the row; an empty list when nothing is."""
    if not isinstance(row, dict):
        return [Problem(number, "", "a row is an object with named values.", key)]
    return [
        Problem(number, field, message, key) for field, message in _row_problems(row, shape, "")
    ]


def filled(row: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    """The row with every column of the shape in it: the default where nothing was given."""
    return {
        name: column.default if row.get(name) is None else row[name]
        for name, column in shape.items()
    }


def _row_problems(row: Mapping[str, Any], shape: Shape, path: str) -> Iterable[tuple[str, str]]:
    for name in row:
        if name not in shape:
            known = ", ".join(sorted(shape))
            yield f"{path}{name}", f"there is no such column; known are {known}."
    for name, column in shape.items():
        value = row.get(name)
        if value is None or value == "":
            if column.required:
                yield f"{path}{name}", "is required and missing."
            continue
        yield from _value_problems(value, column, f"{path}{name}")


def _value_problems(value: Any, column: Column, path: str) -> Iterable[tuple[str, str]]:
    # A bool is an int in Python, and is none in a file.
    if not isinstance(value, column.type) or (column.type is int and isinstance(value, bool)):
        yield path, f"must be {_NAMES[column.type]}, and is {value!r}."
        return
    if column.choices is not None and value not in column.choices:
        yield path, f"“{value}” is none of: {', '.join(sorted(column.choices))}."
    if column.longest is not None and len(value) > column.longest:
        yield path, f"has {len(value)} characters; {column.longest} fit."
    if column.least is not None and value < column.least:
        yield path, f"{value} is below {column.least}."
    if column.check is not None and (message := column.check(value)):
        yield path, message
    if isinstance(value, list) and column.item is not None:
        for index, item in enumerate(value):
            yield from _value_problems(item, column.item, f"{path}[{index}]")
    elif isinstance(value, dict) and column.shape is not None:
        yield from _row_problems(value, column.shape, f"{path}.")
    elif isinstance(value, dict) and column.item is not None:
        for name, item in value.items():
            yield from _value_problems(item, column.item, f"{path}.{name}")
