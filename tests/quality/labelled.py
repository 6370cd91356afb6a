"""Labelled sets: documents with the people they name, and the records to look among.

A set is a pair of files, `NAME.docs.KIND.jsonl` and `NAME.people.KIND.jsonl`. A person is
{"id", "names"}; a document is {"id", "lang", "topic", "title", "text", "gold", "full", "ignore",
"twins", "mentions_complete"}: `gold` are mentions {"person", "start", "end"}, `full` the people
named with two words or more, `ignore` pairs nobody could decide, `twins` maps a person named to a
record of the same given name and surname. The samples written by hand are read into the same form.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

SAMPLES: Final = Path(__file__).parents[1] / "samples" / "names"
FACTRUEVAL: Final = SAMPLES / "factrueval"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that names a person; start and end count code points, end exclusive."""

    person: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what a careful reader says of it.

    gold: who is named and where. full: named with two words or more somewhere. ignored: people for
    whom no answer is right or wrong. twins: a person named -> the record nothing but a patronymic
    tells apart. asked: people a reader would only ask about, strength: how much it matters that
    the answer is right (samples only). mentions_complete: whether gold holds every place.
    """

    id: str
    language: str
    topic: str
    title: str
    text: str
    gold: tuple[Mention, ...] = ()
    full: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    twins: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    strength: str = ""
    mentions_complete: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A person on record: names are texts, or objects with given, patronymic, surname."""

    id: str
    names: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Documents and the records to look among. written: made for tests, so not like real news."""

    name: str
    documents: tuple[Document, ...]
    people: tuple[Record, ...]
    written: bool = False


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two names and whether they are the `same`, `different`, or to `ask`."""

    one: str
    other: str
    expected: str
    slice: str
    strength: str


def sets_in(folder: Path) -> list[LabelledSet]:
    """Every pair of files in a folder, by name. Raises FileNotFoundError when there is none."""
    found = []
    for documents in sorted(folder.glob("*.docs.*.jsonl")):
        people = documents.with_name(documents.name.replace(".docs.", ".people."))
        if people.exists():
            name = documents.name.removesuffix(".jsonl").replace(".docs.", " ")
            found.append(read_set(name, documents, people))
    if not found:
        raise FileNotFoundError(f"no *.docs.*.jsonl with *.people.*.jsonl in {folder}")
    return found


def read_set(name: str, documents: Path, people: Path) -> LabelledSet:
    """One pair of files, plain or gzipped."""
    return LabelledSet(
        name,
        tuple(_document(row) for row in _rows(documents)),
        tuple(Record(row["id"], tuple(row["names"])) for row in _rows(people)),
    )


def factrueval() -> LabelledSet:
    """The real texts that are committed: Russian political news with patronymics on record."""
    return read_set("factrueval", FACTRUEVAL / "docs.jsonl.gz", FACTRUEVAL / "people.jsonl.gz")


def sample_rows() -> list[dict[str, Any]]:
    """The rows of the texts written by hand, as they stand."""
    return list(_rows(SAMPLES / "texts.jsonl"))


def sample_texts() -> LabelledSet:
    """The texts written by hand; a document's topic is its slice."""
    people = json.loads((SAMPLES / "people.json").read_text(encoding="utf-8"))
    return LabelledSet(
        "samples",
        tuple(_sample(number, row) for number, row in enumerate(sample_rows(), start=1)),
        tuple(Record(key, tuple(names)) for key, names in people.items()),
        written=True,
    )


def sample_pairs() -> list[LabelledPair]:
    """The pairs of names written by hand."""
    lines = (SAMPLES / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [LabelledPair(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _document(row: Mapping[str, Any]) -> Document:
    return Document(
        id=row["id"],
        language=row["lang"],
        topic=row.get("topic", ""),
        title=row.get("title", ""),
        text=row["text"],
        gold=tuple(
            Mention(place["person"], place.get("start", 0), place.get("end", 0))
            for place in row["gold"]
        ),
        full=frozenset(row.get("full", ())),
        ignored=frozenset(row.get("ignore", ())),
        twins=row.get("twins") or {},
        mentions_complete=bool(row.get("mentions_complete")),
    )


def _sample(number: int, row: Mapping[str, Any]) -> Document:
    return Document(
        id=f"text {number}",
        language=row["lang"],
        topic=row["slice"],
        title="",
        text=row["text"],
        gold=tuple(Mention(person) for person in row["links"]),
        full=frozenset(row["links"]),
        asked=frozenset(row["ask"]),
        strength=row["strength"],
    )
