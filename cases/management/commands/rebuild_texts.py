"""After a change of the rules of extraction: read the kept pages again."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.articles.models import Article, Stage
from cases.articles.rereading import read_again
from cases.management.again import add_range, go_through
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py rebuild_texts [--days N] [--after ID]`: no site is asked for anything."""

    help = (
        "Read kept pages again by today's rules. Where another text comes of it, the article goes "
        "through reading, linking and placing once more; the old text stays as a version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How far back, and where to go on."""
        add_range(parser, days=30)

    def handle(self, *args: Any, **options: Any) -> None:
        """Oldest first; ends with 1 when a page could not be read."""
        articles = Article.objects.filter(
            stage=Stage.LINKED, pages__isnull=False, pk__gt=options["after"]
        )
        if options["days"]:
            articles = articles.filter(
                first_seen_at__gte=clock.now() - timedelta(days=options["days"])
            )
        ids = list(articles.order_by("pk").distinct().values_list("pk", flat=True))
        changed, failed = go_through(self, ids, read_again)
        self.stdout.write(f"{len(ids)} pages read again: {changed} differ, {failed} failed.")
        if failed:
            raise SystemExit(1)
