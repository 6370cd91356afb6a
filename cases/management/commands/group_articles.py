"""Group articles given as JSON lines into stories, in memory."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.stories.streams import BadLine, group_lines


class Command(BaseCommand):
    """`manage.py group_articles [FILE]`: by the rules of placing, without any database."""

    help = (
        'Read lines {"id", "lang", "title", "text", "published"} from FILE or standard input and '
        'print {"id", "story"} for each, in their order. Nothing is stored.'
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and how alike articles must be."""
        parser.add_argument("file", nargs="?", default="-", help="JSON lines (default: stdin)")
        parser.add_argument(
            "--threshold",
            type=float,
            default=settings.STORY_THRESHOLD,
            help="from which score on, 0 to 1 (default: STORY_THRESHOLD)",
        )
        parser.add_argument(
            "--window-hours",
            type=int,
            default=settings.STORY_WINDOW_HOURS,
            help="how far an article may lie from its story (default: STORY_WINDOW_HOURS)",
        )

    def handle(
        self, *args: Any, file: str, threshold: float, window_hours: int, **options: Any
    ) -> None:
        """Group and print. A line that is no article ends it before anything is printed."""
        try:
            for article, story in group_lines(
                _lines(file), threshold=threshold, window=timedelta(hours=window_hours)
            ):
                self.stdout.write(json.dumps({"id": article, "story": story}, ensure_ascii=False))
        except (BadLine, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error


def _lines(file: str) -> Iterable[str]:
    if file == "-":
        yield from sys.stdin
        return
    with Path(file).open(encoding="utf-8") as lines:
        yield from lines
