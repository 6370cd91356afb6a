"""After a change of the rules: search articles again. What people have decided stays as it is."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.articles.models import Article, Stage
from cases.linking.services import link_again
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py rebuild_links [--days N]`; newest articles first; can be broken off and run again."""

    help = "Find mentions and links of articles again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=0, help="only articles of the last N days")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = Article.objects.filter(stage=Stage.LINKED)
        if options["days"]:
            articles = articles.filter(
                ordered_at__gte=clock.now() - timedelta(days=options["days"])
            )
        ids = list(articles.order_by("-ordered_at", "-id").values_list("pk", flat=True))
        failed = 0
        for done, article_id in enumerate(ids, start=1):
            try:
                link_again(article_id)
            except Exception as error:  # one bad text must not end the run; it is named and counted
                failed += 1
                self.stderr.write(f"article {article_id}: {type(error).__name__}: {error}")
            if done % 100 == 0:
                self.stderr.write(f"{done} of {len(ids)} articles")
        self.stdout.write(f"{len(ids)} articles searched again, {failed} failed.")
        if failed:
            raise SystemExit(1)
