"""Archives: JSON lines in, the people each document names out. Streams; a bad line costs that line only."""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.linking.known_people import people_finder
from people.names import KnownName, KnownPerson, NameFinder
from people.names.confidence import name_confidence
from people.names.parts import recorded_parts
from people.names.spans import FULL, NameSpan

_PROGRESS_EVERY = 2.0  # seconds
_SURE = 0.9


_KEPT_OF_OLD_NEWS = 0.999  # of what a mention counts, after one more document


class RecentlyNamed(dict[int | str, float]):
    """How often people were named in full in the documents so far, the latest counting most.

    What is old is forgotten by counting what is new for more, until the figures grow too large.
    """

    _MOST = 1e9

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0

    def see(self, spans: Sequence[NameSpan]) -> None:
        """Count the people one document names for certain, each once."""
        self._unit /= _KEPT_OF_OLD_NEWS
        sure = {
            span.persons[0]
            for span in spans
            if span.kind == FULL and len(span.persons) == 1 and name_confidence(span) >= _SURE
        }
        for person in sure:
            self[person] = self.get(person, 0.0) + self._unit
        if self._unit > self._MOST:
            for person in self:
                self[person] /= self._unit
            self._unit = 1.0


class BadLine(ValueError):
    """What is wrong with a line of the input, as a sentence."""


class Command(BaseCommand):
    """`manage.py find_people [--from-database] < documents.jsonl > links.jsonl`.

    The first line is {"people": [{"id": ..., "names": [...]}, ...]}, unless --from-database. A name
    is a text or an object with given, patronymic, surname, language, kind, text. Then one document a
    line: {"id", "lang", "title", "text"}. For each comes {"id", "links": [{"person", "confidence",
    "start", "end", "reasons"}]}; start and end count code points into "text". The title is not
    read: by agreement it repeats the first line of the text. A confidence of 0.9 and more means
    that the link may be made without asking.
    """

    help = "Find people in documents given as JSON lines on standard input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from-database",
            action="store_true",
            help="look for the people on record; the input holds documents only",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress on standard error")

    def handle(self, *args: Any, **options: Any) -> None:
        # Lone surrogates and broken bytes are in every archive; they must not end the run.
        lines: TextIO = sys.stdin
        if hasattr(lines, "reconfigure"):
            lines.reconfigure(encoding="utf-8", errors="replace")
        begun = time.monotonic()
        numbered = enumerate(lines, start=1)
        if options["from_database"]:
            finder = people_finder()
        else:
            finder = NameFinder(self._people(numbered))
        say = (lambda line: None) if options["quiet"] else self.stderr.write
        say(f"{len(finder)} people known after {time.monotonic() - begun:.1f} s")
        try:
            for answer in self._answers(finder, numbered, say):
                sys.stdout.write(json.dumps(answer) + "\n")
                sys.stdout.flush()
        except BrokenPipeError:
            # `| head`: whoever read has seen enough. Python must not try to flush once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            say("the reader of the answers has gone")

    def _people(self, numbered: Iterator[tuple[int, str]]) -> Iterable[KnownPerson]:
        number, line = next(((n, text) for n, text in numbered if text.strip()), (1, ""))
        try:
            first = _read(line)
            rows = first.get("people") if isinstance(first, dict) else None
            if not isinstance(rows, list):
                raise BadLine('there is no list of "people"')
            return [known_person_of(row) for row in rows]
        except BadLine as error:
            raise CommandError(
                f'Line {number} must be {{"people": [{{"id", "names"}}, ...]}}: {error}'
            ) from error

    def _answers(
        self, finder: NameFinder, numbered: Iterator[tuple[int, str]], say: Any
    ) -> Iterator[dict[str, Any]]:
        begun = told = time.monotonic()
        done = links = bad = 0
        recent = RecentlyNamed()
        for number, line in numbered:
            if not line.strip():
                continue
            try:
                answer = answer_for(finder, line, recent)
                links += len(answer["links"])
            except BadLine as error:
                bad += 1
                answer = {"line": number, "error": str(error)}
            done += 1
            yield answer
            now = time.monotonic()
            if now - told >= _PROGRESS_EVERY:
                told = now
                say(
                    f"{done} documents, {links} links, {bad} bad lines, {done / (now - begun):.0f}/s"
                )
        seconds = max(time.monotonic() - begun, 1e-9)
        say(f"{done} documents, {links} links, {bad} bad lines in {seconds:.1f} s")


def answer_for(
    finder: NameFinder, line: str, recent: RecentlyNamed | None = None
) -> dict[str, Any]:
    """The answer to one document; `recent` is told whom it names. Raises BadLine with a sentence when it is not one."""
    document = _read(line)
    if not isinstance(document, dict) or not _is_id(document.get("id")):
        raise BadLine(
            'a document is an object with "id" (a text or a whole number), "lang" and "text"'
        )
    text, language = document.get("text", ""), document.get("lang") or ""
    if not isinstance(text, str) or not isinstance(language, str):
        raise BadLine('"text" and "lang" must be texts')
    spans = finder.find(text, language, recent=recent if recent is not None else {})
    if recent is not None:
        recent.see(spans)
    links = [
        {
            "person": person,
            "confidence": round(name_confidence(span), 4),
            "start": span.start,
            "end": span.end,
            "reasons": [str(reason) for reason in span.reasons],
        }
        for span in spans
        for person in span.persons
    ]
    return {"id": document["id"], "links": links}


def _read(line: str) -> Any:
    """The value of one line of JSON. Raises BadLine for anything else, NaN and Infinity included."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    try:
        # Files that Windows wrote and somebody joined have a byte order mark at their beginnings.
        return json.loads(line.lstrip("\ufeff"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error


def _is_id(value: Any) -> bool:
    """Whether an id can be handed back as it came: 1e999 and the like could not."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def known_person_of(row: Any) -> KnownPerson:
    """A person of the first line. Raises BadLine when it has no id or no list of names."""
    if not isinstance(row, dict) or not _is_id(row.get("id")):
        raise BadLine('a person is an object with "id" and "names"')
    names = row.get("names")
    if not isinstance(names, list):
        raise BadLine(f'person {row["id"]}: "names" must be a list')
    return KnownPerson(row["id"], tuple(_name(name, row["id"]) for name in names))


def _name(name: Any, person: Any) -> KnownName:
    if isinstance(name, str):
        return KnownName(name)
    if not isinstance(name, dict):
        raise BadLine(f"person {person}: a name is a text or an object")
    values = {key: value for key, value in name.items() if isinstance(value, str)}
    language = values.get("language", values.get("lang", ""))
    written = [values.get(key, "") for key in ("given", "patronymic", "surname")]
    text = values.get("text", "") or " ".join(part for part in written if part)
    parts = recorded_parts(
        text, language, given=written[0], patronymic=written[1], surname=written[2]
    )
    return KnownName(text, parts, language, values.get("kind", "known"))
