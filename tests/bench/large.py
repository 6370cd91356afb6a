"""Pages, API and admin on a large generated database: queries, median and 95th percentile.

`python -m tests.bench.large [SCALE]`; 1 is 100,000 people, 150,000 charges and 1,000,000 articles. It
runs on an embedded server of its own in a temporary folder.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.support.processes import ROOT, clean_environment

_REPEATS = 15
_INSIDE = "TRACKER_BENCH_INSIDE"

# What is asked, and how many queries it may cost whatever the size (issue: 12 a page, 8 a list).
_PUBLIC = (
    ("person, crowded", "/people/person-1/", 12),
    ("person, ordinary", "/people/person-77/", 12),
    ("person, in Russian", "/ru/people/person-77/", 12),
    ("case, 300 defendants", "/cases/case-1/", 12),
    ("people", "/people/", 8),
    ("people, by status", "/people/?status=imprisoned", 8),
    ("people, by name", "/people/?q=Ivanov", 8),
    ("cases", "/cases/", 8),
    ("stories", "/stories/", 8),
    ("outlets", "/outlets/", 8),
    ("changes", "/changes/", 8),
    ("home", "/", 12),
    ("API people", "/api/v1/people/?page_size=100", 8),
    ("API charges", "/api/v1/charges/?page_size=100", 8),
    ("API articles", "/api/v1/articles/?page_size=100", 8),
    ("API links", "/api/v1/links/?page_size=100", 8),
    ("API changes", "/api/v1/changes/", 8),
)
_ADMIN = (
    ("admin people", "/admin/people/person/", 12),
    ("admin person form", "/admin/people/person/1/change/", 40),
    ("admin articles", "/admin/cases/article/", 12),
    ("admin charges", "/admin/cases/charge/", 12),
    ("admin charges, by person", "/admin/cases/charge/?q=Kolichin", 12),
    ("admin links", "/admin/cases/linkcandidate/", 12),
    ("review queue", "/admin/review/", 20),
)


def print_figures(scale: float = 1.0) -> None:
    """Generate, analyse, ask, print; the server and its folder are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var") | {
            _INSIDE: str(scale),
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "STATEMENT_TIMEOUT_MS": "0",
            "TRACKER_DEMO": "0",
            "API_RATE_ANONYMOUS": "100000/min",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tracker.embedded", "with", sys.executable]
        subprocess.run([*command, "-m", "tests.bench.large"], cwd=ROOT, env=environment, check=True)


def _inside(scale: float) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from cases.changes.services import settle_changes
    from people.models import Account
    from tests.bench.generator import fill_database, settle_database
    from tests.bench.sizes import FULL

    call_command("migrate", verbosity=0)
    print(f"Large database, scale {scale:g}", flush=True)
    fill_database(FULL.scaled(scale), say=lambda line: print(line, flush=True))
    settle_changes()
    settle_database(say=lambda line: print(line, flush=True))
    print(f"  {'page':<24} {'queries':>7} {'most':>5} {'median ms':>10} {'p95 ms':>8}", flush=True)
    stranger, staff = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    staff.force_login(
        Account.objects.create_superuser("bench", password="not-used-anywhere-1"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for name, address, most in _PUBLIC:
        _measure(stranger, name, address, most)
    for name, address, most in _ADMIN:
        _measure(staff, name, address, most)
    _deep_page(stranger)


def _measure(client: Any, name: str, address: str, most: int) -> None:
    """One line: queries, the most there may be, and times over the repeats."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    queries = len(captured)  # now: the next request empties the log
    times = [_timed(client, address) for _ in range(_REPEATS)]
    verdict = "ok" if answer.status_code == 200 and queries <= most else "MISS"
    status = "" if answer.status_code == 200 else f" (status {answer.status_code})"
    print(
        f"  {name:<24} {queries:>7} {most:>5} {statistics.median(times):>10.1f}"
        f" {sorted(times)[-1]:>8.1f} {verdict}{status}",
        flush=True,
    )


def _timed(client: Any, address: str) -> float:
    began = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - began) * 1000


def _deep_page(client: Any) -> None:
    """The first page of the articles beside one thirty pages further: the ratio should be near 1."""
    address = "/api/v1/articles/?page_size=100"
    first = statistics.median(_timed(client, address) for _ in range(_REPEATS))
    deep = address
    for _page in range(30):
        following = client.get(deep).json()["next"]
        if following is None:
            break
        deep = following
    later = statistics.median(_timed(client, deep) for _ in range(_REPEATS))
    print(
        f"  deep page of articles: {later:.1f} ms, first {first:.1f} ms, ratio {later / first:.2f}"
    )


if __name__ == "__main__":
    if inside := os.environ.get(_INSIDE):
        _inside(float(inside))
    else:
        print_figures(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
