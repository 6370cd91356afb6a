"""manage.py import_opml FILE: plan or apply a list of sources."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.feeds.subscribing.opml import MOST_BYTES, NotOpml, read_opml
from cases.feeds.subscribing.plans import Plan, apply_subscriptions, plan_subscriptions
from tracker.lib import clock
from tracker.lib.errors import TrackerError


class Command(BaseCommand):
    """Says what a list of feeds would add; with --apply, adds it, whole or not at all."""

    help = "Say what an OPML file would add; with --apply, add its sources, switched off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, --apply and --reason."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write, instead of only planning")
        parser.add_argument("--reason", default="import of OPML", help="why; kept in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each row that is not known; apply when asked to."""
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                rows = read_opml(file.read(MOST_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except NotOpml as error:
            raise CommandError(f"{path}: {error.reason}") from error
        planned = plan_subscriptions(rows)
        for one in planned:
            if one.plan is not Plan.KNOWN:
                name = one.outlet.name if one.outlet else one.row.title
                self.stdout.write(
                    f"line {one.row.line}: {one.plan} {name} {one.row.url} {one.words}".rstrip()
                )
        counts = {plan: sum(one.plan is plan for one in planned) for plan in Plan}
        self.stdout.write(", ".join(f"{plan}: {count}" for plan, count in counts.items()))
        if counts[Plan.WRONG]:
            raise CommandError("Some rows are wrong; nothing of the file can be imported.")
        if options["apply"]:
            provenance = f"OPML file {path.name}, {clock.now():%Y-%m-%d}"
            try:
                done = apply_subscriptions(
                    rows, provenance=provenance, by=None, reason=options["reason"]
                )
            except TrackerError as error:
                raise CommandError(error.message) from error
            self.stdout.write(f"{done.feeds} sources and {done.outlets} outlets were added.")
