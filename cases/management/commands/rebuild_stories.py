"""Place articles again after a change of the rules."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from cases.articles.models import Article
from cases.stories.services import place_again
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py rebuild_stories`: oldest first, resumable, people's placements untouched."""

    help = (
        "Place the articles of the last days again by today's rules. What a person placed, and "
        "stories that a person locked or named, stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How far back, and where to go on after an interruption."""
        parser.add_argument("--days", type=int, default=30, help="how far back (default 30)")
        parser.add_argument(
            "--after", type=int, default=0, metavar="ID", help="go on after this article"
        )

    def handle(self, *args: Any, days: int, after: int, **options: Any) -> None:
        """Place each again in its own transaction; says every hundred how far it is."""
        articles = (
            Article.objects.filter(
                membership__isnull=False, first_seen_at__gte=clock.now() - timedelta(days=days)
            )
            .filter(pk__gt=after)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        total = articles.count()
        moved = 0
        for number, article_id in enumerate(articles.iterator(chunk_size=1_000), 1):
            answer = place_again(article_id)
            moved += answer is not None and answer[1]
            if number % 100 == 0:
                self.stdout.write(f"{number} of {total}, {moved} moved; last article {article_id}")
        self.stdout.write(f"{total} articles looked at, {moved} moved.")
