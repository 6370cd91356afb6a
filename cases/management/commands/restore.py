"""`manage.py restore FILE`: the database as it was when the backup was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from cases.management.commands.backup import back_up_to, default_target
from cases.management.database_place import current_database
from people.models import Person
from tracker.embedded.dumps import describe_dump, restore_dump
from tracker.embedded.folders import current_folders, is_locked
from tracker.embedded.parts import plan_from_environment
from tracker.embedded.problems import CannotStart
from tracker.embedded.servers import servers_running


class Command(BaseCommand):
    help = "Replaces the whole database by a backup; what was there is backed up first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="yes, replace the records that are there now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].expanduser().absolute()
        try:
            self._refuse_while_running()
            if not file.is_file():
                raise CannotStart(f"There is no file {file}.")
            head = describe_dump(file)
            self.stdout.write(
                f"{file.name}: made {head.get('Archive created at', 'at an unknown time')}, "
                f"PostgreSQL {head.get('Dumped from database version', 'of an unknown version')}."
            )
            with servers_running("a restore"):
                self._restore(file, replace=options["replace"])
        except CannotStart as problem:
            raise SystemExit(str(problem)) from None
        except OperationalError as error:
            raise SystemExit(f"The database does not answer: {error}") from None

    def _refuse_while_running(self) -> None:
        folders = current_folders()
        if plan_from_environment(folders).own_database and is_locked(folders):
            raise CannotStart(
                "The tracker runs, and its records must not change under it: stop it with "
                "`make stop` (or Ctrl-C), restore, and start it again with `make run`."
            )

    def _restore(self, file: Path, *, replace: bool) -> None:
        database = current_database()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            others: int = cursor.fetchone()[0]
        if others:
            raise CannotStart(
                f"{others} other connections use this database: stop the web server, the worker, "
                "beat and every other program that uses it, then restore."
            )
        if _has_tables():
            if not replace:
                raise CannotStart(
                    f"The database holds records ({_what_is_there()}), and a restore replaces all "
                    "of them. If that is what you want, add --replace; a backup of what is there "
                    "now is made first."
                )
            back_up_to(default_target("before-restore"), self.stdout.write)
        connection.close()
        self.stdout.write("Restoring ...")
        restore_dump(database, file, self.stdout.write)
        self.stdout.write(
            f"Restored: {_what_is_there()}. The next start (`make run`, on a server "
            "`manage.py prepare`) brings the tables of an older version up to date."
        )
        connection.close()


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _what_is_there() -> str:
    tables = connection.introspection.table_names()
    if Person._meta.db_table not in tables:
        return f"{len(tables)} tables"
    return f"{Person.objects.count()} people in {len(tables)} tables"
