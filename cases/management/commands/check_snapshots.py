"""Compare every kept page with the hash it had when it was read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.articles.keeping.snapshots import faults_of
from cases.articles.models import ArticlePage

_TOLD_EVERY = 1_000


class Command(BaseCommand):
    """`manage.py check_snapshots [--after ID] [--cited]`"""

    help = "Compare kept pages with their hashes; ends with an error when one differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="go on after this page's number")
        parser.add_argument("--cited", action="store_true", help="only pages that are cited")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = ArticlePage.objects.filter(pk__gt=options["after"]).order_by("pk")
        if options["cited"]:
            pages = pages.filter(cited_as__isnull=False).distinct()
        total, faults = pages.count(), 0
        for number, (page_id, fault) in enumerate(faults_of(pages.iterator(chunk_size=50)), 1):
            if fault:
                faults += 1
                self.stderr.write(fault)
            if number % _TOLD_EVERY == 0:
                self.stdout.write(f"[{number}/{total}] up to page {page_id}")
        if faults:
            raise CommandError(f"{faults} of {total} pages are not what was read.")
        self.stdout.write(f"{total} pages are what was read.")
