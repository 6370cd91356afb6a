"""manage.py export_opml: the sources as OPML on standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.feeds.models import Feed
from cases.feeds.selectors import watched_feeds
from cases.feeds.subscribing.opml import write_opml
from cases.feeds.subscribing.plans import subscriptions_of


class Command(BaseCommand):
    """`manage.py export_opml [--watched] > sources.opml`"""

    help = "Write the sources as OPML, all or only those that are watched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--watched."""
        parser.add_argument("--watched", action="store_true", help="only sources that are polled")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document."""
        feeds = watched_feeds() if options["watched"] else Feed.objects.all()
        rows = subscriptions_of(feeds.filter(is_demo=False))
        self.stdout.write(write_opml(rows, title="Sources"), ending="")
