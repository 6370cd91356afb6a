"""Running a finder over a labelled set: the product itself, or a baseline, with its seconds."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from people.names import NameFinder, known_person
from people.names.finding.confidence import name_confidence
from tests.quality.labelled import Document, LabelledSet, Record
from tests.quality.scoring import Answers, Link

_ROOT: Final = Path(__file__).parents[2]
_ORDER: Final = 99
_CHOICE: Final = 3


class Finder(Protocol):
    """What is measured: told of the people once, it finds them in one document after the other."""

    def find(self, document: Document) -> list[Link]:
        """The links of one document."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """What a finder answered and the CPU seconds it took: to know the people, then to find them.

    first_answer: seconds on the clock until the first answer of a new process, where there was one.
    """

    answers: Answers
    building: float
    finding: float
    first_answer: float | None = None

    @property
    def per_second(self) -> float:
        """Documents per CPU second of finding."""
        return len(self.answers) / max(self.finding, 1e-9)


def part_of(labelled: LabelledSet, limit: int | None) -> LabelledSet:
    """The set with at most this many documents, drawn at random, always the same ones."""
    if limit is None or len(labelled.documents) <= limit:
        return labelled
    drawn = random.Random(_CHOICE).sample(labelled.documents, limit)
    return replace(labelled, documents=tuple(drawn))


def without_language(labelled: LabelledSet) -> LabelledSet:
    """The same texts with nothing said of their language, as archives often are."""
    documents = tuple(replace(document, language="") for document in labelled.documents)
    return replace(labelled, documents=documents)


def run_finder(make: Callable[[Sequence[Record]], Finder], labelled: LabelledSet) -> Run:
    """Runs a finder in this process, people in a shuffled order."""
    people = list(labelled.people)
    random.Random(_ORDER).shuffle(people)
    begun = time.process_time()
    finder = make(people)
    built = time.process_time()
    answers = {document.id: finder.find(document) for document in labelled.documents}
    return Run(answers, built - begun, time.process_time() - built)


class OwnFinder:
    """This project's finder, each text by itself: what the samples are labelled for."""

    def __init__(self, people: Sequence[Record]) -> None:
        self._finder = NameFinder(
            known_person(person.id, [str(name) for name in person.names]) for person in people
        )

    def find(self, document: Document) -> list[Link]:
        """A link for each span and each person it may name."""
        return [
            Link(str(person), name_confidence(span), (span.start, span.end))
            for span in self._finder.find(document.text, document.language)
            for person in span.persons
        ]


def run_command(labelled: LabelledSet) -> Run:
    """`manage.py find_people` over the set, as an archive would use it.

    The command sees people in a shuffled order and ids that say nothing, so that nothing tells a
    record of a person in the texts from the others. Raises RuntimeError when it fails or leaves a
    document without an answer.
    """
    order = list(labelled.people)
    random.Random(_ORDER).shuffle(order)
    shown = {f"p{number:06d}": person for number, person in enumerate(order)}
    documents = {f"d{number:06d}": each for number, each in enumerate(labelled.documents)}
    people = [{"id": key, "names": list(person.names)} for key, person in shown.items()]
    lines = [json.dumps({"people": people}, ensure_ascii=False)]
    lines += [_line(key, document) for key, document in documents.items()]
    before = _seconds_of_children()
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "find_people", "--quiet"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    threading.Thread(target=_feed, args=(process, lines), daemon=True).start()
    answers: dict[str, list[Link]] = {}
    built = first = 0.0
    assert process.stdout is not None
    for line in process.stdout:
        row = json.loads(line)
        if not answers:
            first = time.monotonic() - begun
            built = _seconds_of(process.pid)
        if "links" not in row:
            raise RuntimeError(f"find_people: {row}")
        answers[documents[row["id"]].id] = [
            Link(
                shown[link["person"]].id,
                float(link["confidence"]),
                (link["start"], link["end"]),
            )
            for link in row["links"]
        ]
    if process.wait() != 0 or len(answers) != len(documents):
        raise RuntimeError(f"find_people ended with {process.returncode}, {len(answers)} answers")
    return Run(answers, built, _seconds_of_children() - before - built, first)


def _line(key: str, document: Document) -> str:
    row: dict[str, Any] = {
        "id": key,
        "lang": document.language,
        "title": document.title,
        "text": document.text,
    }
    return json.dumps(row, ensure_ascii=False)


def _feed(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stdin is not None
    try:
        for line in lines:
            process.stdin.write(line + "\n")
        process.stdin.close()
    except BrokenPipeError:
        # The command ended early; its exit code is what is told.
        return


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds_of(pid: int) -> float:
    """CPU seconds of a running process; nought where the system does not say (no /proc)."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
