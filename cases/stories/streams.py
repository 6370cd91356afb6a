"""Articles as JSON lines, grouped in memory: what `manage.py group_articles` does. Pure.

A line is `{"id", "lang", "title", "text", "published"}`; `published` is an ISO 8601 date or time,
empty or left out where it is not known. Lines are taken in the order given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.stories.fingerprints import fingerprint
from cases.stories.grouping import Grouping


class BadLine(ValueError):
    """A line that is no article; says which line and which field."""


def group_lines(
    lines: Iterable[str], *, threshold: float, window: timedelta
) -> Iterator[tuple[Any, int]]:
    """Each article's id as given and the number of its story, in the order of the lines.

    Stories are known when the last line is read, since two may prove to be one. Raises BadLine at
    the first line that is no article, or whose id came before; nothing is answered then.
    """
    grouping = Grouping(threshold=threshold, window=window)
    ids: dict[str, Any] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line, number)
        key = json.dumps(row["id"])
        if key in ids:
            raise BadLine(f"line {number}: the id {key} came before")
        ids[key] = row["id"]
        at = _moment(row.get("published"), number)
        words = (_words(row, name, number) for name in ("title", "text", "lang"))
        grouping.place(key, fingerprint(*words), at)
    stories = grouping.result()
    for key, given in ids.items():
        yield given, stories[key]


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadLine(f"line {number}: not JSON ({error})") from error
    if not isinstance(row, dict):
        raise BadLine(f"line {number}: not a JSON object")
    if not isinstance(row.get("id"), str | int):
        raise BadLine(f"line {number}: field id must be a string or a whole number")
    return row


def _words(row: dict[str, Any], name: str, number: int) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"line {number}: field {name} must be a string")
    return value


def _moment(value: Any, number: int) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadLine(f"line {number}: field published is no ISO date: {value!r}") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
