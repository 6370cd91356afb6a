"""`manage.py prepare`: everything between a reachable server and a site that can be used.

Safe to run at any time and as often as one likes; `make run` does so at every start.
"""

import io
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from people.models import Account
from tracker.lib.locks import advisory_lock

_BROKER_MAY_TAKE = 5  # seconds


class Command(BaseCommand):
    help = "Brings the tables up to date, makes the roles, the first administrator and the demo."
    # A start must be quick; `make check` runs the checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-administrator",
            action="store_true",
            help="make no first administrator (on a server, use createsuperuser)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._reach_database()
        self._reach_broker()
        with connection.cursor() as cursor:
            # Building an index on a large table may take longer than a page may.
            cursor.execute("SET statement_timeout = 0")
        with advisory_lock("prepare", wait=True):
            changed = self._migrate()
            self._make_roles(changed)
            self._load_demo()
            if not options["no_administrator"]:
                self._make_administrator()

    def _say(self, text: str) -> None:
        self.stdout.write(f"          {text}")
        self.stdout.flush()

    def _reach_database(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            lines = [line for line in str(error).splitlines() if line.strip()]
            reason = lines[-1].strip() if lines else "no reason given"
            raise SystemExit(_unusable_database(reason)) from None

    def _reach_broker(self) -> None:
        if not _is_given("BROKER_URL"):
            return
        from kombu import Connection
        from kombu.exceptions import OperationalError as BrokerError

        url = str(settings.CELERY_BROKER_URL)
        try:
            with Connection(url, connect_timeout=_BROKER_MAY_TAKE) as broker:
                broker.ensure_connection(max_retries=1, timeout=_BROKER_MAY_TAKE)
        except (BrokerError, OSError, ValueError, KeyError, ImportError) as error:
            raise SystemExit(
                f"BROKER_URL names a broker that cannot be used ({error}): correct it "
                "(redis://, rediss:// or amqp://), start that broker, or leave BROKER_URL out to "
                "use the one that comes with the tracker."
            ) from None

    def _migrate(self) -> bool:
        """Apply what is missing; true if anything was."""
        executor = MigrationExecutor(connection)
        known = set(executor.loader.disk_migrations)
        ours = {config.label for config in apps.get_app_configs()}
        applied = set(executor.loader.applied_migrations)
        if newer := sorted(f"{a}.{n}" for a, n in applied - known if a in ours):
            raise SystemExit(
                "The database was last used by a newer version of the tracker (it knows "
                f"{', '.join(newer[:3])}): bring the code up to date (`git pull`), or restore a "
                "backup that was made with this version."
            )
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not steps:
            self._say("The tables are up to date.")
            return False
        self._say(f"Bringing the tables up to date: {len(steps)} steps ...")
        progress = _MigrationProgress(self._say, len(steps))
        call_command("migrate", interactive=False, verbosity=1, stdout=progress, no_color=True)
        self._say("The tables are up to date.")
        return True

    def _make_roles(self, changed: bool) -> None:
        from django.contrib.auth.models import Group

        from people.services.roles import ensure_roles
        from tracker.lib.roles import ROLES

        # The roles are code: they can only have changed with it, and mostly have not.
        if changed or Group.objects.count() < len(ROLES):
            ensure_roles()
            self._say("The roles are made: " + ", ".join(role.name for role in ROLES) + ".")

    def _load_demo(self) -> None:
        if settings.DEMO:
            from cases.demo.load import load_founding_story

            load_founding_story(say=self._say)

    def _make_administrator(self) -> None:
        first = Account.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if first is not None:
            self._say(f"Administrator: {first.username} (a new password: `make password`).")
            return
        password = secrets.token_urlsafe(12)
        Account.objects.create_superuser("admin", password=password)
        self._say(f"Administrator: admin, password: {password}")
        self._say("This password is shown only now and kept nowhere: write it down.")


class _MigrationProgress(io.TextIOBase):
    """Takes the output of `migrate` and tells now and then how far it is."""

    def __init__(self, say: Callable[[str], None], total: int) -> None:
        self._say = say
        self._total = total
        self._done = 0
        self._told = time.monotonic()

    def write(self, text: str) -> int:
        self._done += text.count(" OK")
        if time.monotonic() - self._told > 1:
            self._say(f"  {self._done} of {self._total} ...")
            self._told = time.monotonic()
        return len(text)


def _is_given(name: str) -> bool:
    from tracker.settings.env import env_secret

    return bool(env_secret(name))


def _unusable_database(reason: str) -> str:
    if not _is_given("DATABASE_URL"):
        return (
            f"The tracker's own PostgreSQL does not answer ({reason}): start the tracker with "
            "`make run`, or run this command as `python -m tracker.embedded with COMMAND`."
        )
    place = connection.settings_dict
    host = place.get("HOST") or "this machine"
    port = f":{place['PORT']}" if place.get("PORT") else ""
    return (
        f"DATABASE_URL names a server that cannot be used: database {place['NAME']} on "
        f"{host}{port} ({reason}). Correct DATABASE_URL, start that server, or leave DATABASE_URL "
        "out to use the server that comes with the tracker."
    )
