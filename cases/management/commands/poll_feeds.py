"""Poll feeds now, in the foreground: all that are watched, those that are due, or named ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from cases.feeds.models import Feed
from cases.feeds.selectors import feeds_due, watched_feeds
from cases.feeds.services import poll_feed


class Command(BaseCommand):
    """`manage.py poll_feeds [FEED ...] [--due]`"""

    help = "Poll feeds now and say how each went. Without arguments: every watched feed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("feeds", nargs="*", help="numbers or addresses of feeds")
        parser.add_argument("--due", action="store_true", help="only those whose time has come")

    def handle(self, *args: Any, **options: Any) -> None:
        feeds = self._chosen(options["feeds"], due=options["due"])
        total, new, failed = feeds.count(), 0, 0
        if not total:
            self.stdout.write("No feed to poll: none is watched, or none is due.")
            return
        # By ids read beforehand: the row may change, and an interrupted run is just run again.
        for number, (feed_id, url) in enumerate(feeds.values_list("pk", "url"), start=1):
            self.stdout.write(f"[{number}/{total}] {url} ... ", ending="")
            self.stdout.flush()
            outcome = poll_feed(feed_id, by_hand=True)
            if outcome is None:
                self.stdout.write("no longer there")
                continue
            new += outcome.entries_new
            failed += outcome.outcome not in ("ok", "unchanged")
            note = f" ({outcome.reason})" if outcome.reason else ""
            self.stdout.write(
                f"{outcome.outcome.value}{note}, {outcome.entries_new} new of "
                f"{outcome.entries_seen}, {outcome.milliseconds} ms"
            )
        self.stdout.write(f"Polled {total}: {new} new entries, {failed} failed.")

    def _chosen(self, wanted: list[str], *, due: bool) -> "QuerySet[Feed]":
        if not wanted:
            return (feeds_due() if due else watched_feeds()).order_by("pk")
        numbers = [int(name) for name in wanted if name.isdecimal()]
        addresses = [name for name in wanted if not name.isdecimal()]
        found = Feed.objects.filter(pk__in=numbers) | Feed.objects.filter(url__in=addresses)
        missing = {str(number) for number in numbers} | set(addresses)
        for pk, url in found.values_list("pk", "url"):
            missing -= {str(pk), url}
        if missing:
            raise CommandError(f"There is no feed {', '.join(sorted(missing))}.")
        return found.order_by("pk")
