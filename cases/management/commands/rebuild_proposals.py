"""After a change of the rules: read articles for proposals again. What people have decided stays as it is."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q

from cases.proposals.models import ProposalReading
from cases.proposals.reading import RULES
from cases.proposals.selectors import articles_naming_people
from cases.proposals.services import note_articles, read_article_for_proposals
from tracker.lib import clock

_AT_ONCE = 100


class Command(BaseCommand):
    """`manage.py rebuild_proposals [--days N] [--all]`; newest first; goes on where it was broken off.

    Without --all only articles that were never read or were read by older rules.
    """

    help = "Read what linked articles say happened again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=0, help="only articles of the last N days")
        parser.add_argument(
            "--all", action="store_true", help="those read by the present rules too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        since = clock.now() - timedelta(days=options["days"]) if options["days"] else None
        articles = articles_naming_people(since=since)
        if not options["all"]:
            articles = articles.filter(
                Q(proposal_reading__isnull=True)
                | Q(proposal_reading__rules__lt=RULES)
                | Q(proposal_reading__read_at__isnull=True)
            )
        ids = list(articles.values_list("pk", flat=True))
        failed = 0
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            note_articles(part)
            waiting = ProposalReading.objects.filter(article__in=part)
            for reading_id, article_id in waiting.values_list("pk", "article_id"):
                try:
                    read_article_for_proposals(reading_id)
                except (
                    Exception
                ) as error:  # one bad text must not end the run; it is named and counted
                    failed += 1
                    self.stderr.write(f"article {article_id}: {type(error).__name__}: {error}")
            self.stderr.write(f"{min(start + _AT_ONCE, len(ids))} of {len(ids)} articles")
        self.stdout.write(f"{len(ids)} articles read for proposals, {failed} failed.")
        if failed:
            raise SystemExit(1)
