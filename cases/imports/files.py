"""Reading an import file: JSON with a kind, the sources it names, and rows.

{"kind": "laws", "sources": {"hrw": {"kind": "web_page", "url": "https://..."}}, "rows": [...]}
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases.evidence.models import SourceKind
from cases.imports.columns import Problem, Shape, choice, problems_of, text
from cases.imports.kinds.base import date
from tracker.lib.errors import Refused

MOST_BYTES = 20_000_000
SOURCE: Shape = {
    "kind": choice(SourceKind.values, default=SourceKind.WEB_PAGE),
    "url": text(2000),
    "title": text(400),
    "publisher": text(200),
    "published": date(),
    "language": text(12),
    "archived_url": text(2000),
    "note": text(400),
}


@dataclass(frozen=True)
class ImportFile:
    """A file that could be read; whether its rows are right is another question."""

    name: str
    kind: str
    sha256: str
    sources: Mapping[str, dict[str, Any]]
    rows: list[Any]


def read_file(path: Path) -> ImportFile:
    """The import file at the path. Raises Refused, naming the file, when it cannot be read."""
    return read_bytes(path.read_bytes(), name=path.name)


def read_bytes(content: bytes, *, name: str) -> ImportFile:
    """The import file of these bytes. Raises Refused, naming the file and the place in it."""
    if len(content) > MOST_BYTES:
        raise Refused(f"{name} has {len(content)} bytes; {MOST_BYTES} may be imported.", file=name)
    try:
        data = json.loads(content.decode())
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8: {error.reason}.", file=name) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(f"{name} is not JSON: {error}.", file=name) from error
    if not isinstance(data, dict):
        raise Refused(f"{name} must hold an object with kind, sources and rows.", file=name)
    kind, rows, sources = data.get("kind"), data.get("rows"), data.get("sources", {})
    if not isinstance(kind, str) or not isinstance(rows, list) or not isinstance(sources, dict):
        raise Refused(f"{name} must hold kind (text), sources (object), rows (list).", file=name)
    return ImportFile(name, kind, hashlib.sha256(content).hexdigest(), sources, rows)


def source_problems(file: ImportFile) -> list[Problem]:
    """What is wrong with the sources; their problems stand on row 0."""
    found = []
    for key, source in file.sources.items():
        found += problems_of(source, SOURCE, number=0, key=f"source {key}")
        if isinstance(source, dict) and not (source.get("url") or source.get("title")):
            found.append(
                Problem(0, "url", "a source needs an address or a title.", f"source {key}")
            )
    return found
