"""“Who is this?” and “One person twice?” among many people: times through the API and the admin.

`python -m tests.bench.who [SCALE]`; 1 is 100,000 people with three name forms each, on an embedded
server of its own in a temporary folder. `candidates` is how many people the answer names; CPU is ours and that of
the database server for our connection, so that it says the same on a busy machine.
"""

import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.support.processes import ROOT, clean_environment

_REPEATS = 40
_INSIDE = "TRACKER_BENCH_INSIDE"


def print_figures(scale: float = 1.0) -> None:
    """Generate people, ask, print; the server and its folder are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var") | {
            _INSIDE: str(scale),
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "TRACKER_DEMO": "0",
            "API_RATE_ANONYMOUS": "100000/min",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tracker.embedded", "with", sys.executable]
        subprocess.run([*command, "-m", "tests.bench.who"], cwd=ROOT, env=environment, check=True)


def questions(people: list[Any], chance: random.Random, number: int) -> dict[str, list[str]]:
    """Questions of each kind about people on record, taken at random."""
    chosen = [chance.choice(people) for _ in range(number)]
    return {
        "full name": [one.ru for one in chosen],
        "Latin, surname first": [f"{one.surname_en} {one.given_en}" for one in chosen],
        "one letter off": [_spoilt(one.surname_ru) + f" {one.given_ru}" for one in chosen],
        "initials": [f"{one.surname_ru} {one.given_ru[0]}. А." for one in chosen],
        "surname alone": [one.surname_ru for one in chosen],
        "surname, one off": [_spoilt(one.surname_ru) for one in chosen],
        "surname alone, born 1970": [one.surname_ru for one in chosen],
        "nobody": [f"Жюстен Трюдобей{index}" for index in range(number)],
    }


def _spoilt(word: str) -> str:
    return ("Т" if word[0] != "Т" else "Г") + word[1:]


def _inside(scale: float) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from people.models import Account
    from tests.bench import records
    from tests.bench.copying import Loader, without_triggers
    from tests.bench.generator import settle_database
    from tests.bench.sizes import FULL

    call_command("migrate", verbosity=0)
    print(f"Who is this? scale {scale:g}", flush=True)
    from django.db import transaction

    chance = random.Random(20250703)
    with transaction.atomic(), without_triggers():
        people = records.load_people(Loader(), FULL.scaled(scale), chance)
    settle_database()
    gc.freeze()  # the people held here are no part of what is measured
    stranger, staff = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    staff.force_login(
        Account.objects.create_superuser("bench", password="not-used-anywhere-1"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    print(
        f"  {'question':<34} {'queries':>7} {'candidates':>10} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8}"
        f" {'p95 CPU':>8}"
    )
    for kind, names in questions(people, chance, _REPEATS).items():
        year = {"birth_year": "1970"} if "born" in kind else {}
        for where, client, address in (
            ("API", stranger, "/api/v1/people/who-is-this/"),
            ("admin", staff, "/admin/who/"),
        ):
            asked = [f"{address}?{urlencode({'name': name, **year})}" for name in names]
            _measure(f"{where}: {kind}", client, asked)
    _measure("admin: one person twice?", staff, _pages_of_duplicates(_REPEATS))
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, COSTS OFF) SELECT id FROM people_nameform WHERE keys && %s"
            " AND retired_at IS NULL AND person_id IN (SELECT id FROM people_person"
            " WHERE merged_into_id IS NULL AND state = 'published') LIMIT 6000",
            [["s:grnv"]],
        )
        print("\n".join(f"  {line}" for (line,) in cursor.fetchall()))


def _pages_of_duplicates(number: int) -> list[str]:
    """The first pages of pairs that may be one person, as one leads to the next."""
    from people.selectors.duplicates import possible_duplicates

    ended, found = None, ["/admin/duplicates/"]
    began, busy = time.perf_counter(), time.process_time() + _servers_seconds()
    while len(found) < number:
        ended = possible_duplicates(behind=ended).ended
        if ended is None:
            break
        found.append(f"/admin/duplicates/?newer={ended.newer}&older={ended.older}")
    spent = time.process_time() + _servers_seconds() - busy
    print(
        f"  {len(found) - 1} pages of pairs looked for in {time.perf_counter() - began:.1f} s"
        f" ({spent:.1f} s of CPU), down to person {ended.newer if ended else 0}"
    )
    return found


def _measure(title: str, client: Any, addresses: list[str]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(addresses[0])
    times, cpu, most, found = [], [], 0, []
    for address in addresses:
        began, busy = time.perf_counter(), time.process_time() + _servers_seconds()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() + _servers_seconds() - busy) * 1000)
        most = max(most, len(captured))
        found.append(
            answer.content.count(b"matched_name")
            or answer.content.count(b"module candidate")
            or answer.content.count(b"module pair")
        )
    print(
        f"  {title:<34} {most:>7} {statistics.mean(found):>10.1f} {statistics.median(times):>8.1f}"
        f" {_p95(times):>8.1f} {statistics.median(cpu):>8.1f} {_p95(cpu):>8.1f}",
        flush=True,
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1]


def _servers_seconds() -> float:
    """Seconds of CPU that the database server has spent on our connection."""
    from django.db import connection

    number = connection.connection.info.backend_pid
    return int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) / 1e9


if __name__ == "__main__":
    if inside := os.environ.get(_INSIDE):
        _inside(float(inside))
    else:
        print_figures(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
