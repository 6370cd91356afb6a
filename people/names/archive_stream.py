"""`manage.py find_people` without Django: people and documents on standard input, answers on standard output.

An archive brings its own people, so neither database nor settings are needed, and loading them takes
longer than knowing ten thousand people. The command uses the same functions for --from-database.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from people.names.archives import BadLine, RecentlyNamed, answer_for, known_person_of, read_line
from people.names.finding.finder import NameFinder
from people.names.known import KnownPerson

Say = Callable[[str], object]
Lines = Iterator[tuple[int, str]]

_PROGRESS_EVERY: Final = 2.0  # seconds
_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000


def main(*, quiet: bool) -> None:
    """Answer standard input, whose first line holds the people. Exits with a sentence when that is wrong."""

    def finder_of(lines: Lines) -> NameFinder:
        return NameFinder(people_of(lines))

    say: Say = (lambda line: None) if quiet else (lambda line: print(line, file=sys.stderr))
    try:
        answer_input(finder_of, say)
    except BadLine as error:
        sys.exit(f"CommandError: {error}")


def answer_input(finder_of: Callable[[Lines], NameFinder], say: Say) -> None:
    """Answer every document on standard input with one line; `say` hears how it goes on.

    `finder_of` may take lines before the documents. Raises what it raises.
    """
    lines = sys.stdin
    # Lone surrogates and broken bytes are in every archive; they must not end the run.
    if hasattr(lines, "reconfigure"):
        lines.reconfigure(encoding="utf-8", errors="replace")
    begun = time.monotonic()
    numbered = enumerate(lines, start=1)
    # What is built here stays to the end; looking through it for cycles costs a fifth of the time.
    gc.disable()
    try:
        finder = finder_of(numbered)
        gc.freeze()
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    finally:
        gc.enable()
    say(f"{len(finder)} people known after {time.monotonic() - begun:.1f} s")
    try:
        for answer in _answers(finder, numbered, say):
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        # `| head`: whoever read has seen enough. Python must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        say("the reader of the answers has gone")


def people_of(lines: Lines) -> Iterable[KnownPerson]:
    """The people of the first line that is not empty. Raises BadLine, with the line's number."""
    number, line = next(((n, text) for n, text in lines if text.strip()), (1, ""))
    try:
        first = read_line(line)
        rows = first.get("people") if isinstance(first, dict) else None
        if not isinstance(rows, list):
            raise BadLine('there is no list of "people"')
        return [known_person_of(row) for row in rows]
    except BadLine as error:
        raise BadLine(
            f'Line {number} must be {{"people": [{{"id", "names"}}, ...]}}: {error}'
        ) from error


def _answers(finder: NameFinder, lines: Lines, say: Say) -> Iterator[dict[str, Any]]:
    begun = told = time.monotonic()
    done = links = bad = 0
    recent = RecentlyNamed()
    for number, line in lines:
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
            say(f"{done} documents, {links} links, {bad} bad lines, {done / (now - begun):.0f}/s")
    seconds = max(time.monotonic() - begun, 1e-9)
    say(f"{done} documents, {links} links, {bad} bad lines in {seconds:.1f} s")
