"""Write kept pages as a WARC file, which any web archive can read: of articles, or of what is cited."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from cases.articles.identity import article_key
from cases.articles.keeping.snapshots import export_warc
from cases.articles.models import ArticlePage
from tracker.lib.errors import TrackerError


class Command(BaseCommand):
    """`manage.py export_snapshots FILE.warc.gz (ARTICLE ... | --cited | --all)`"""

    help = "Write kept pages to a WARC/1.1 file: of named articles, of all that is cited, or all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to write, such as pages.warc.gz")
        parser.add_argument("articles", nargs="*", help="numbers or addresses of articles")
        parser.add_argument("--cited", action="store_true", help="all pages that citations rest on")
        parser.add_argument("--all", action="store_true", help="every kept page")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = self._chosen(options)
        if not pages.exists():
            raise CommandError("No page is kept of these: nothing was written.")
        try:
            count = export_warc(Path(options["file"]), pages.iterator(chunk_size=50))
        except TrackerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {count} pages.")

    def _chosen(self, options: dict[str, Any]) -> "QuerySet[ArticlePage]":
        pages = ArticlePage.objects.order_by("pk")
        if options["all"]:
            return pages
        if options["cited"]:
            return pages.filter(cited_as__isnull=False).distinct()
        if not options["articles"]:
            raise CommandError("Name articles by number or address, or say --cited or --all.")
        numbers = [int(name) for name in options["articles"] if name.isdecimal()]
        keys = []
        for name in options["articles"]:
            if not name.isdecimal():
                try:
                    keys.append(article_key(name))
                except ValueError as error:
                    raise CommandError(f"{name} is no web address: {error}") from error
        return pages.filter(article__in=numbers) | pages.filter(article__key__in=keys)
