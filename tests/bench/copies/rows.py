"""Copies found with their state in PostgreSQL, on one connection: `python -m tests.bench.copies.rows ARTICLES`.

Run inside an embedded server of its own (`tests.bench.copies` does so). Articles come in batches as a
sweep hands them out; after each tenth the pace is printed, which must not fall as the tables grow.
"""

import hashlib
import os
import sys
import time
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.copies.invented import Written

_BATCH = 50
_STEPS = 10
_TABLES = ("cases_copykey", "cases_articlesketch", "cases_copyof")
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def print_figures(number: int) -> None:
    """Load the articles, note their copies, print pace, size, plan and quality."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cases.articles.copying.finding import note_copies, note_copies_of
    from cases.articles.models import Article
    from tests.bench.copies.invented import articles
    from tests.bench.copies.memory import pairs

    call_command("migrate", verbosity=0)
    written = articles(number)
    load_outlets()
    load(written)
    began_at, begun = time.perf_counter(), cpu_seconds()
    step = max(number // _STEPS // _BATCH, 1) * _BATCH
    print(f"  {'articles':>9} {'articles/s':>11} {'CPU ms/article':>15} {'bytes/article':>14}")
    since, cpu = began_at, begun
    for first in range(1, number + 1, _BATCH):
        note_copies_of(range(first, min(first + _BATCH, number + 1)))
        done = first + _BATCH - 1
        if done % step == 0 or done >= number:
            now, now_cpu = time.perf_counter(), cpu_seconds()
            print(
                f"  {done:>9,} {step / (now - since):>11,.0f} {(now_cpu - cpu) / step * 1000:>15.2f}"
                f" {size_of_tables() / done:>14,.0f}",
                flush=True,
            )
            since, cpu = now, now_cpu
    seconds = time.perf_counter() - began_at
    busy = (cpu_seconds() - begun) / number
    print(
        f"  all: {number / seconds:,.0f} articles/s by the clock (batches of {_BATCH}, goal 400); "
        f"{1 / busy:,.0f} a second of CPU time, ours and the server's"
    )
    groups: list[Hashable] = [
        root or pk
        for pk, root in Article.objects.order_by("pk").values_list("pk", "derived_from_id")
    ]
    found = pairs(written, groups)
    print(f"  pairs: precision {found['precision']:.4f}, recall {found['recall']:.4f}")
    again = range(max(1, number - 300), number + 1)
    since = time.perf_counter()
    for pk in again:
        note_copies(pk)
    print(f"  one article at a time: {(time.perf_counter() - since) / len(again) * 1000:.1f} ms")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_copykey")
    _print_plan(number)


def load_outlets() -> None:
    """The sites that articles come from."""
    from cases.feeds.models import Outlet
    from tests.bench.copies.invented import SITES

    Outlet.objects.bulk_create(
        Outlet(pk=site + 1, name=f"Site {site}", slug=f"site-{site}", state="published")
        for site in range(SITES)
    )


def load(written: list[Written], first: int = 1) -> None:
    """Articles with their texts as rows, ids from `first` on."""
    from cases.articles.models import Article, ArticleText
    from tests.bench.copying import Loader

    loader = Loader(say=lambda _line: None)
    loader.load(
        Article,
        "id public_id outlet_id url key title language stage first_seen_at ordered_at state "
        "created_at updated_at",
        (
            (
                pk,
                f"00000000-0000-4000-8000-{pk:012x}",
                one.site + 1,
                f"https://site-{one.site}.example/{pk}",
                f"{pk:064x}",
                one.title,
                one.language,
                "extracted",
                _BEGIN + timedelta(minutes=pk),
                _BEGIN + timedelta(minutes=pk),
                "published",
                _BEGIN,
                _BEGIN,
            )
            for pk, one in enumerate(written, first)
        ),
    )
    loader.load(
        ArticleText,
        "article_id version title text language sha256 extractor extracted_at",
        (
            (
                pk,
                1,
                one.title,
                one.text.replace("\n", "\\n"),
                one.language,
                hashlib.sha256(one.text.encode()).hexdigest(),
                "bench",
                _BEGIN,
            )
            for pk, one in enumerate(written, first)
        ),
    )


def cpu_seconds() -> float:
    """Seconds of CPU time that this process and the server behind its connection have used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    words = Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()
    return time.process_time() + (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def size_of_tables() -> int:
    """Bytes of the tables with their indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(t)) FROM unnest(%s::regclass[]) t", [list(_TABLES)]
        )
        return int(cursor.fetchone()[0])


def _print_plan(article: int) -> None:
    """How long the question for one article's candidates takes, and by which way it is answered."""
    from django.db import connection

    from cases.articles.copying.rows import _CANDIDATES, read_articles

    (read,) = read_articles([article])
    assert read.sketch is not None
    keys = list(read.sketch.keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {_CANDIDATES}",
            [[article] * len(keys), keys, [2] * len(keys)],
        )
        lines = [line for (line,) in cursor.fetchall()]
    way = next(line.strip(" ->") for line in lines if "Scan" in line and "cases_copykey" in line)
    time_taken = next(line.strip() for line in lines if line.startswith("Execution"))
    print(f"  candidates of one article: {way}; {time_taken}")


if __name__ == "__main__":
    print_figures(int(sys.argv[1]))
