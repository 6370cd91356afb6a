"""Archives: JSON lines in, the people each document names out. Streams; a bad line costs that line only."""

import gc
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.linking.known_people import people_finder
from people.names import KnownPerson, NameFinder
from people.names.archives import (
    BadLine,
    RecentlyNamed,
    answer_for,
    known_person_of,
    read_line,
)

_PROGRESS_EVERY = 2.0  # seconds
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


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
        # What is built here stays to the end; looking through it for cycles costs a fifth of the time.
        gc.disable()
        try:
            if options["from_database"]:
                finder = people_finder()
            else:
                finder = NameFinder(self._people(numbered))
            gc.freeze()
            gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
        finally:
            gc.enable()
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
            first = read_line(line)
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
