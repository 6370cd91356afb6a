"""manage.py import_facts FILE...: plan or apply import files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.imports.files import read_file
from cases.imports.models import ImportBatch, ImportRow, RowPlan
from cases.imports.services import apply_batch, plan_batch, summary_of
from tracker.lib.errors import TrackerError


class Command(BaseCommand):
    """Says what files would change; with --apply, changes it, each file whole or not at all."""

    help = "Say what import files would do; with --apply, do it (each file whole or not at all)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, --apply and --reason."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write, instead of only planning")
        parser.add_argument("--reason", default="import", help="why; kept in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan or apply each file in the order given."""
        wrong = 0
        for path in options["files"]:
            try:
                file = read_file(path)
                do = apply_batch if options["apply"] else plan_batch
                batch = do(file, reason=options["reason"])
            except OSError as error:
                raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
            except TrackerError as error:
                raise CommandError(error.message) from error
            word = "applied" if options["apply"] else "planned"
            self.stdout.write(f"{file.name} {word}: {summary_of(batch)}")
            wrong += self._say_problems(batch)
        if wrong:
            raise CommandError(f"{wrong} rows are wrong; nothing of their files can be imported.")

    def _say_problems(self, batch: ImportBatch) -> int:
        rows = ImportRow.objects.filter(batch=batch).exclude(problem="")
        for row in rows:
            self.stdout.write(f"  row {row.number} ({row.key}) {row.field}: {row.problem}")
        return sum(1 for row in rows if row.plan == RowPlan.WRONG)
