"""Rows that wait too long, by stage, and what was parked: the first look when something stands still."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.waiting import parked, stages
from tracker.lib import clock


class Command(BaseCommand):
    """`manage.py stuck_work [--minutes N]`; ends with 1 when something is overdue."""

    help = "Show what waits in each stage, what is overdue and what is parked with its reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--minutes", type=int, default=10, help="overdue by at least so many minutes (10)"
        )
        parser.add_argument("--most", type=int, default=10, help="rows shown of each kind (10)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        limit = now - timedelta(minutes=options["minutes"])
        stuck = 0
        for stage in stages():
            waiting = stage.waiting()
            overdue = waiting.filter(**{f"{stage.due_field}__lt": limit}).order_by(stage.due_field)
            count = overdue.count()
            stuck += count
            self.stdout.write(f"{stage.name}: {waiting.count()} waiting, {count} overdue")
            for row in overdue[: options["most"]]:
                since = now - getattr(row, stage.due_field)
                self.stdout.write(f"    {row.pk} since {_in_words(since)}: {row}")
        for name, rows in parked():
            count = rows.count()
            self.stdout.write(f"parked {name}: {count}")
            for row in rows[: options["most"]]:
                self.stdout.write(f"    {row.pk} {row}: {row.parked_reason}")
        if stuck:
            raise SystemExit(1)


def _in_words(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
