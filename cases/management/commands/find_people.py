"""Archives: JSON lines in, the people each document names out. Streams; a bad line costs that line only."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.linking.known_people import people_finder
from people.names import NameFinder
from people.names.archive_stream import Lines, answer_input, people_of
from people.names.archives import BadLine


class Command(BaseCommand):
    """`manage.py find_people [--from-database] < documents.jsonl > links.jsonl`.

    The first line is {"people": [{"id": ..., "names": [...]}, ...]}, unless --from-database. A name
    is a text or an object with given, patronymic, surname, language, kind, text. Then one document a
    line: {"id", "lang", "title", "text"}. For each comes {"id", "links": [{"person", "confidence",
    "start", "end", "reasons"}]}; start and end count code points into "text". The title is not
    read: by agreement it repeats the first line of the text. A confidence of 0.9 and more means
    that the link may be made without asking. With people on standard input `manage.py` does the same
    without loading Django.
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
        def finder_of(lines: Lines) -> NameFinder:
            return people_finder() if options["from_database"] else NameFinder(people_of(lines))

        try:
            answer_input(finder_of, (lambda line: None) if options["quiet"] else self.stderr.write)
        except BadLine as error:
            raise CommandError(str(error)) from error
