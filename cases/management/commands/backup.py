"""`manage.py backup [FILE]`: everything in one file, whether the tracker runs or not."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from cases.management.database_place import current_database
from tracker.embedded.dumps import write_dump
from tracker.embedded.problems import CannotStart
from tracker.embedded.servers import servers_running


class Command(BaseCommand):
    help = "Writes the whole database, history and accounts included, into one file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="default: var/backups/tracker-DATE-TIME.dump"
        )
        parser.add_argument("--replace", action="store_true", help="write over an existing file")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"] or default_target("tracker")
        target = target.expanduser().absolute()
        if target.is_dir():
            target = target / default_target("tracker").name
        if target.exists() and not options["replace"]:
            raise SystemExit(f"{target} exists: name another file, or add --replace.")
        try:
            with servers_running("a backup"):
                back_up_to(target, self.stdout.write)
        except CannotStart as problem:
            raise SystemExit(str(problem)) from None
        except OperationalError as error:
            raise SystemExit(f"The database does not answer: {error}") from None


def default_target(stem: str) -> Path:
    """A new name in the backups' folder, with the time in UTC."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return Path(settings.VAR_DIR) / "backups" / f"{stem}-{moment}.dump"


def back_up_to(target: Path, say: Any) -> None:
    """Write the database to this file. CannotStart says what is wrong."""
    database = current_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size: int = cursor.fetchone()[0]
    connection.close()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A dump is compressed: far smaller than the database and its indexes.
        if (free := shutil.disk_usage(target.parent).free) < size / 4:
            raise CannotStart(
                f"The disk of {target.parent} has {free / 1e6:.0f} MB free, and the database has "
                f"{size / 1e6:.0f} MB: free some space, or name a file on another disk."
            )
        say(f"Backing up {size / 1e6:.0f} MB to {target} ...")
        write_dump(database, target, say)
    except OSError as error:
        raise CannotStart(
            f"{target} cannot be written ({error.strerror}): name a file in another folder."
        ) from error
    say(
        f"Written: {target}, {target.stat().st_size / 1e6:.1f} MB. It holds unpublished records and "
        "accounts: keep it where only you can read it, and a copy on another machine."
    )
