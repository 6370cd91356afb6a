"""Place articles again after a change of the rules."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.articles.models import Article
from cases.management.again import add_range, go_through
from cases.stories.services import place_again
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py rebuild_stories`: oldest first, resumable, people's placements untouched."""

    help = (
        "Place the articles of the last days again by today's rules. What a person placed, and "
        "stories that a person locked or named, stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How far back, and where to go on after an interruption."""
        add_range(parser, days=30)

    def handle(self, *args: Any, **options: Any) -> None:
        """Place each again in its own transaction; ends with 1 when one could not be placed."""
        articles = Article.objects.filter(membership__isnull=False, pk__gt=options["after"])
        if options["days"]:
            articles = articles.filter(
                first_seen_at__gte=clock.now() - timedelta(days=options["days"])
            )
        ids = list(articles.order_by("pk").values_list("pk", flat=True))
        moved, failed = go_through(self, ids, _place)
        self.stdout.write(f"{len(ids)} articles looked at, {moved} moved, {failed} failed.")
        if failed:
            raise SystemExit(1)


def _place(article_id: int) -> bool:
    answer = place_again(article_id)
    return answer is not None and answer[1]
