"""`manage.py find_copies [--after ID]`: look for copies among articles read before this was done."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from cases.articles.copying.finding import note_copies_of
from cases.articles.models import ArticleText

BATCH = 100


class Command(BaseCommand):
    """Every article with a text, in the order of ids; killing it loses a batch at most, which is found again."""

    help = "Look for copies among all articles that were read; may be broken off and gone on with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to go on."""
        parser.add_argument("--after", type=int, default=0, help="go on after this article id")

    def handle(self, *args: Any, after: int, **options: Any) -> None:
        """Batches of a hundred, one transaction each, with progress.

        What fails is named and the others go on; the command then ends with 1.
        """
        self._failed = 0
        began, seen, changed = time.monotonic(), 0, 0
        read = ArticleText.objects.filter(article_id__gt=after)
        total = read.aggregate(total=Count("article_id", distinct=True))["total"]
        while True:
            rows = ArticleText.objects.filter(article_id__gt=after).order_by("article_id")
            ids = list(rows.values_list("article_id", flat=True).distinct()[:BATCH])
            if not ids:
                break
            changed += self._note(ids)
            seen, after = seen + len(ids), ids[-1]
            pace = seen / (time.monotonic() - began)
            self.stdout.write(
                f"{seen:,} of {total:,} articles, {changed:,} changed; {pace:,.0f} a second, about "
                f"{max(total - seen, 0) / pace / 60:.0f} minutes left; go on with --after {after}"
            )
            self.stdout.flush()
        self.stdout.write(f"Done: {seen} articles, {changed} changed.")
        if self._failed:
            self.stderr.write(f"{self._failed} failed.")
            raise SystemExit(1)

    def _note(self, ids: Sequence[int]) -> int:
        """How many changed; where a batch fails, its articles are looked at one by one."""
        try:
            return note_copies_of(ids)
        except Exception as error:  # one bad article must not end the run
            if len(ids) == 1:
                self._failed += 1
                self.stderr.write(f"{ids[0]}: {type(error).__name__}: {error}")
                return 0
            return sum(self._note([one]) for one in ids)
