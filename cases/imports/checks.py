"""What can be said of a file before the database is asked: shapes, keys, sources."""

from collections.abc import Iterable, Mapping
from typing import Any

from cases.imports.columns import Column, Problem, Shape, problems_of
from cases.imports.files import ImportFile, source_problems
from cases.imports.kinds import KINDS
from cases.imports.kinds.base import Kind
from tracker.lib.errors import Refused


def kind_of(file: ImportFile) -> Kind:
    """The kind of the file. Raises Refused when there is no such kind."""
    if file.kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise Refused(f"{file.name}: “{file.kind}” is no kind; known are {known}.", file=file.name)
    return KINDS[file.kind]


def file_problems(file: ImportFile) -> list[Problem]:
    """Everything wrong with the file that can be seen without the database."""
    kind = kind_of(file)
    problems = source_problems(file)
    seen: dict[str, int] = {}
    for number, row in enumerate(file.rows, start=1):
        key = kind.key(row) if isinstance(row, dict) else ""
        of_row = problems_of(row, kind.shape, number=number, key=key)
        problems += of_row
        if of_row:
            continue
        if key in seen:
            problems.append(Problem(number, "key", f"row {seen[key]} has this key already.", key))
        seen.setdefault(key, number)
        problems += [
            Problem(number, field, message, key)
            for field, message in _source_problems(row, kind.shape, file.sources)
        ]
    return problems


def _source_problems(
    row: Mapping[str, Any],
    shape: Shape,
    sources: Mapping[str, Any],
    path: str = "",
    confidence: str = "verified",
    has_source: bool = False,
) -> Iterable[tuple[str, str]]:
    """Sources nobody defined, and public facts without one."""
    confidence = row.get("confidence") or confidence
    yield from _unknown(row.get("sources") or (), sources, f"{path}sources")
    for name, given in (row.get("field_sources") or {}).items():
        yield from _unknown(given["sources"], sources, f"{path}field_sources.{name}")
    for index, given in enumerate(row.get("disagreeing") or ()):
        yield from _unknown(given["sources"], sources, f"{path}disagreeing[{index}]")
    has_source = has_source or bool(row.get("sources"))
    if "confidence" in shape and not has_source and _is_public(row, confidence):
        yield f"{path}sources", "a verified fact names its source."
    for name, column in shape.items():
        for place, nested, nested_shape in _nested(row.get(name), column, f"{path}{name}"):
            yield from _source_problems(
                nested, nested_shape, sources, f"{place}.", confidence, has_source
            )


def _is_public(row: Mapping[str, Any], confidence: str) -> bool:
    return confidence in ("verified", "inferred") and not row.get("draft_reason")


def _nested(
    value: Any, column: Column, path: str
) -> Iterable[tuple[str, Mapping[str, Any], Shape]]:
    if isinstance(value, list) and column.item is not None and column.item.shape is not None:
        for index, item in enumerate(value):
            yield f"{path}[{index}]", item, column.item.shape
    elif isinstance(value, dict) and column.shape is not None:
        yield path, value, column.shape


def _unknown(
    keys: Iterable[str], sources: Mapping[str, Any], path: str
) -> Iterable[tuple[str, str]]:
    for key in keys:
        if key not in sources:
            yield path, f"the file defines no source “{key}”."
