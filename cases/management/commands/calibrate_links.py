"""Set the scores of links right by what researchers decided: figures first, in force only by --apply."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.linking.calibrating import (
    LEAST_CHECKED,
    LEAST_OF_KIND,
    KindFigures,
    fit_by_kind,
    labelled_scores,
    put_in_force,
    turn_back,
)
from cases.linking.calibration import Tenth
from cases.management.commands.export_decisions import day
from people.models import Account
from tracker.lib.errors import TrackerError


class Command(BaseCommand):
    """`manage.py calibrate_links [--since DAY] [--apply --reason WHY [--by NAME]] [--turn-back]`.

    Prints for each kind of link how often scores were right, before and after (the latter on decisions
    held back). Scores of later searches are set right once it is applied; `rebuild_links` searches
    earlier articles again.
    """

    help = "Fit the scores of links to the decisions of researchers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", default="", help="only decisions from this day on: 2026-01-31"
        )
        parser.add_argument("--apply", action="store_true", help="put it in force")
        parser.add_argument("--turn-back", action="store_true", help="return to the one before")
        parser.add_argument("--by", default="", help="the account that answers for it")
        parser.add_argument("--reason", default="", help="why, kept with the calibration")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Account.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"There is no account “{options['by']}”.")
        try:
            if options["turn_back"]:
                before = turn_back(by=by, reason=options["reason"])
                self.stdout.write(f"In force now: {before or 'the scores of the rules'}")
                return
            figures = fit_by_kind(labelled_scores(since=day(options["since"])))
            for one in figures:
                self._print(one)
            if not figures:
                self.stdout.write(f"No kind of link has {LEAST_OF_KIND} decisions.")
            if options["apply"]:
                put_in_force(figures, by=by, reason=options["reason"])
                self.stdout.write("In force. `manage.py rebuild_links` sets earlier scores right.")
        except TrackerError as problem:
            raise CommandError(problem.message) from problem

    def _print(self, one: KindFigures) -> None:
        self.stdout.write(
            f"{one.kind}: {one.decisions} decisions, slope {one.fitted.slope:.3f}, "
            f"shift {one.fitted.shift:+.3f}, "
            f"Brier {one.brier_before:.4f} before, {one.brier_after:.4f} after"
        )
        if one.checked < LEAST_CHECKED:
            self.stdout.write(
                f"  {one.checked} of them checks of automatic links, which keep their scores below "
                f"{LEAST_CHECKED} (see LINK_AUDIT_SHARE)"
            )
        for title, tenths in (("before", one.before), ("after", one.after)):
            for tenth in tenths:
                self.stdout.write(f"  {title:<6} {_line(tenth)}")


def _line(tenth: Tenth) -> str:
    return (
        f"{tenth.low:.1f}–{tenth.high:.1f}  {tenth.number:>6} decisions  "
        f"said {tenth.mean:.3f}  right {tenth.right:.3f}"
    )
