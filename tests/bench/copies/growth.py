"""Whether finding copies stays as fast as the tables grow: `python -m tests.bench.copies.growth [ARTICLES [STEP]]`.

Up to 1,000,000 articles in steps of 100,000, on an embedded server of its own. Most articles of a step
come as ready sketches by COPY (invented keys, in groups of copies, with footers of sites); then 2,000
invented articles with texts go the ordinary way, and those are timed. A line says how large the tables
are then: the pace must not fall and the bytes an article not grow.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

from tests.support.processes import ROOT, clean_environment

_INSIDE = "TRACKER_BENCH_INSIDE"
_TIMED = 2_000
_BATCH = 50
_GROUP = 5
_FOOTERS = 400


def print_figures(number: int, step: int) -> None:
    """Make a server, fill it, print; its folder is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var") | {
            _INSIDE: f"{number} {step}",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "STATEMENT_TIMEOUT_MS": "0",
            "TRACKER_DEMO": "0",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tracker.embedded", "with", sys.executable]
        command += ["-m", "tests.bench.copies.growth"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _inside(number: int, step: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from cases.articles.copying.finding import note_copies_of
    from tests.bench.copies.invented import articles
    from tests.bench.copies.rows import cpu_seconds, load, load_outlets, size_of_tables

    call_command("migrate", verbosity=0)
    steps = max(number // step, 1)
    written = articles(_TIMED * steps)
    load_outlets()
    chance = random.Random(20260302)
    print(f"  {'articles':>9} {'articles/s':>11} {'CPU ms/article':>15} {'kB/article':>11}"
          f" {'WAL kB/article':>15}", flush=True)  # fmt: skip
    for done in range(steps):
        first = done * step + 1
        _fill(first, step - _TIMED, chance)
        timed = range(first + step - _TIMED, first + step)
        load(written[_TIMED * done : _TIMED * (done + 1)], timed[0])
        began, busy, log = time.perf_counter(), cpu_seconds(), _log_position()
        for at in range(0, _TIMED, _BATCH):
            note_copies_of(timed[at : at + _BATCH])
        seconds, busy = time.perf_counter() - began, cpu_seconds() - busy
        print(
            f"  {timed[-1]:>9,} {_TIMED / seconds:>11,.0f} {busy / _TIMED * 1000:>15.2f}"
            f" {size_of_tables() / timed[-1] / 1000:>11.2f}"
            f" {(_log_position() - log) / _TIMED / 1000:>15.1f}",
            flush=True,
        )


def _fill(first: int, number: int, chance: random.Random) -> None:
    """So many articles from this id on, with sketches and keys, without a real text."""
    from cases.articles.models import ArticleSketch, CopyKey
    from tests.bench.copies.invented import Written
    from tests.bench.copies.rows import load
    from tests.bench.copying import Loader, without_triggers

    with without_triggers():
        load([Written("", "Нет.", "ru", pk % 80, 0) for pk in range(number)], first)
        sketches = _sketches(number, chance)
        keys: list[tuple[int, int]] = []
        rows = []
        for pk, (hashes, packed) in enumerate(sketches, first):
            keys += [(key - (1 << 63), pk) for key in hashes]
            rows.append((pk, 1, "\\\\x" + packed.hex()))
        loader = Loader(say=lambda _line: None)
        loader.load(ArticleSketch, "article_id version packed", rows)
        del rows
        # In the order of their coming, as batches write them: the tree's pages split as they do there.
        for at in range(0, len(keys), _BATCH * 40):
            keys[at : at + _BATCH * 40] = sorted(keys[at : at + _BATCH * 40])
        loader.load(CopyKey, "hash article_id", keys)


def _sketches(number: int, chance: random.Random) -> Iterator[tuple[list[int], bytes]]:
    """Keys and packed sketches: every second article stands alone, the others share half their runs in groups."""
    from cases.articles.copies.sketch import KEYS, Sketch

    footers = random.Random(1)
    known = [[footers.getrandbits(60) for _ in range(3)] for _ in range(_FOOTERS)]
    groups: list[list[int]] = []
    for place in range(number):
        hashes = [chance.getrandbits(62) for _ in range(160)]
        if place % 2:
            group = chance.choice(groups[-200:]) if groups and chance.random() > 1 / _GROUP else []
            hashes[: len(group) // 2] = chance.sample(group, len(group) // 2)
            if not group:
                groups.append(hashes)
        if chance.random() < 0.6:
            hashes[-3:] = chance.choice(known)
        hashes = sorted(set(hashes))
        values = array("I", [value >> 32 for value in hashes]).tobytes()
        named = tuple(chance.getrandbits(32) for _ in range(12))
        yield hashes[:KEYS], Sketch(260, 262, values, named[0], named, named[:3]).pack()


def _log_position() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    if inside := os.environ.get(_INSIDE):
        _inside(*map(int, inside.split()))
    else:
        print_figures(*map(int, [*sys.argv[1:3], *("1000000", "100000")[len(sys.argv) - 1 :]]))
