"""After a change of the rules: search articles again. What people have decided stays as it is."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.articles.models import Article, Stage
from cases.linking.services import link_again
from cases.management.again import add_range, go_through
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py rebuild_links [--days N] [--after ID]`: oldest first; can be broken off and gone on with."""

    help = "Find mentions and links of articles again."

    def add_arguments(self, parser: CommandParser) -> None:
        """How far back, and where to go on."""
        add_range(parser, days=0)

    def handle(self, *args: Any, **options: Any) -> None:
        """Oldest first; ends with 1 when an article could not be searched."""
        articles = Article.objects.filter(stage=Stage.LINKED, pk__gt=options["after"])
        if options["days"]:
            articles = articles.filter(
                ordered_at__gte=clock.now() - timedelta(days=options["days"])
            )
        ids = list(articles.order_by("pk").values_list("pk", flat=True))
        _all, failed = go_through(self, ids, lambda pk: bool(link_again(pk)))
        self.stdout.write(f"{len(ids)} articles searched again, {failed} failed.")
        if failed:
            raise SystemExit(1)
