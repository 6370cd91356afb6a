"""Migrations are complete, and lead from an empty database there and back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from tests.architecture.tree import ROOT
from tracker.embedded import addresses


@pytest.fixture
def empty_database(django_db_setup: None, worker_id: str) -> Iterator[str]:
    """The address of an empty database beside the tests' own, dropped at the end."""
    address = os.environ.get("DATABASE_URL") or addresses.database_url()
    parts = urlsplit(address)
    name = f"migrations_{worker_id}"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
        # Not by urlunsplit: it forgets the // of an address without a host.
        yield f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


# One process for several commands: starting Django takes longer than most of them.
_RUN = """
import django, sys
django.setup()
from django.core.management import call_command
for words in sys.argv[1:]:
    call_command(*words.split(), verbosity=0, skip_checks=True)
"""


def _manage(database: str, *commands: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _RUN, *commands],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests",
            "DJANGO_SETTINGS_MODULE": "tracker.settings.testing",
        },
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-4000:]


def _left(database: str) -> set[str]:
    """Our tables, and functions of their triggers."""
    with psycopg.connect(database) as link:
        tables = link.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND (tablename LIKE 'people\\_%' OR tablename LIKE 'cases\\_%')"
        ).fetchall()
        triggers = link.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger%'"
        ).fetchall()
    return {name for (name,) in [*tables, *triggers]}


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    assert connection.vendor == "postgresql"
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_lead_from_an_empty_database_there_and_back_and_there_again(
    empty_database: str,
) -> None:
    _manage(empty_database, "migrate")
    there = _left(empty_database)
    assert {"people_person", "cases_case", "cases_change"} <= there
    _manage(empty_database, "migrate cases zero", "migrate people zero")
    assert _left(empty_database) == set()
    _manage(empty_database, "migrate")
    assert _left(empty_database) == there
