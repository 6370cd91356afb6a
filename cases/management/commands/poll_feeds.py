"""Poll sources now, many at once: all that are watched, those of an outlet, that are due, or named."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q, QuerySet

from cases.feeds.models import Feed, Outlet
from cases.feeds.polling.reading import PollOutcome
from cases.feeds.selectors import feeds_due, watched_feeds
from cases.feeds.services import poll_feeds
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py poll_feeds [FEED ...] [--outlet SLUG] [--due] [--older-than MINUTES]`"""

    help = (
        "Poll sources now and say how each went; how far it got stands on standard error. Without "
        "arguments: every watched one. What an interrupted run stored is stored: run it again with "
        "--older-than to go on with the rest."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("feeds", nargs="*", help="numbers or addresses of sources")
        parser.add_argument("--outlet", help="only those of this outlet, by its slug")
        parser.add_argument("--due", action="store_true", help="only those whose time has come")
        parser.add_argument(
            "--older-than",
            type=int,
            metavar="MINUTES",
            help="only those not polled within so many minutes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        feeds = self._chosen(options["feeds"], options["outlet"], due=options["due"])
        if (minutes := options["older_than"]) is not None:
            before = clock.now() - timedelta(minutes=minutes)
            feeds = feeds.filter(Q(last_polled_at=None) | Q(last_polled_at__lt=before))
        places = {pk: place for place, pk in enumerate(feeds.values_list("pk", flat=True), start=1)}
        total, ended, new, failed, put_off = len(places), 0, 0, 0, 0
        if not total:
            self.stdout.write("No feed to poll: none is watched, or none is due.")
            return

        def told(feed: Feed, outcome: PollOutcome) -> None:
            nonlocal ended, new, failed, put_off
            ended += 1
            new += outcome.entries_new
            put_off += outcome.put_off is not None
            failed += outcome.put_off is None and outcome.outcome not in ("ok", "unchanged")
            note = f" ({outcome.reason})" if outcome.reason else ""
            how = "put off" if outcome.put_off is not None else outcome.outcome.value
            self.stdout.write(
                f"[{places[feed.pk]}/{total}] {feed.url} ... {how}{note}, {outcome.entries_new} "
                f"new of {outcome.entries_seen}, {outcome.milliseconds} ms"
            )
            self.stderr.write(f"{ended} of {total}", ending="\r" if ended < total else "\n")
            self.stderr.flush()

        poll_feeds(list(places), told=told)
        later = f", {put_off} put off since their hosts are to be left alone" if put_off else ""
        self.stdout.write(f"Polled {total - put_off}: {new} new entries, {failed} failed{later}.")

    def _chosen(self, wanted: list[str], outlet: str | None, *, due: bool) -> "QuerySet[Feed]":
        if not wanted:
            feeds = feeds_due() if due else watched_feeds()
            if outlet:
                if not Outlet.objects.filter(slug=outlet).exists():
                    raise CommandError(f"There is no outlet {outlet}.")
                feeds = feeds.filter(outlet__slug=outlet)
            return feeds.order_by("pk")
        numbers = [int(name) for name in wanted if name.isdecimal()]
        addresses = [name for name in wanted if not name.isdecimal()]
        found = Feed.objects.filter(pk__in=numbers) | Feed.objects.filter(url__in=addresses)
        missing = {str(number) for number in numbers} | set(addresses)
        for pk, url in found.values_list("pk", "url"):
            missing -= {str(pk), url}
        if missing:
            raise CommandError(f"There is no feed {', '.join(sorted(missing))}.")
        return found.order_by("pk")
