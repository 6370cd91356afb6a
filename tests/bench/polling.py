"""Polling: feeds a second and CPU a feed, state stored, beside `reader` and newsboat.

`python -m tests.bench.polling [FEEDS]`; 2,000 without a number. One server on loopback answers all,
each answer 50 ms late: feeds of 125 kB with 30 items, of which a tenth changes between two passes
and the rest is answered by 304. Ours runs on an embedded PostgreSQL of its own, with the delay and
the limit of connections of each host as they are by default: each feed has a host of its own, and in
another pass two share one, so that the second has to wait for a second. The peers keep what they read
in SQLite and know no politeness.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.polled.cpu import cpu_of
from tests.bench.polled.peers import newsboat_passes, reader_passes
from tests.bench.polled.server import FeedServer, address_of, host_of
from tests.support.processes import ROOT, clean_environment

_INSIDE = "TRACKER_BENCH_INSIDE"
FEEDS = 2_000
READER_FEEDS = 500  # more would take minutes
PASSES = 3
RHYTHM = 30 * 60  # seconds
MANY = 10_000


def print_figures(feeds: int = FEEDS) -> None:
    """Start a server and a database, poll, print; all is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var") | {
            _INSIDE: str(feeds),
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "TRACKER_DEMO": "0",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tracker.embedded", "with", sys.executable]
        subprocess.run(
            [*command, "-m", "tests.bench.polling"], cwd=ROOT, env=environment, check=True
        )


def _inside(feeds: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with FeedServer(feeds) as server, tempfile.TemporaryDirectory() as folder:
        settings.FETCH_ALLOWED_ADDRESSES = frozenset(
            f"{host_of(number)}:{server.port}" for number in range(feeds)
        )
        settings.POLITE_TO_OWN_ADDRESSES = True
        urls = [address_of(number, server.port, feeds) for number in range(feeds)]
        print(f"Polling {feeds} feeds on {feeds} hosts, each answer 50 ms late")
        print(f"  {'':<28} {'all new':>9} {'10 % new':>9}   feeds/s, wall")
        ours = _rates(feeds, _our_passes(urls), server)
        _line("this tracker", ours)
        _share_hosts(server.port, feeds)
        print(f"  {'two feeds a host':<28} {'':>9} {_rates(feeds, _again(feeds), server)[1]:>9.0f}")
        some = urls[:READER_FEEDS]
        reader = _rates(len(some), reader_passes(some, Path(folder)), server)
        _line(f"reader ({len(some)} feeds)", reader, ours)
        if newsboat := _rates(feeds, newsboat_passes(urls, Path(folder)), server):
            _line("newsboat", newsboat, ours)
        _print_cpu(server.process.pid or 0)


def _rates(feeds: int, passes: Iterator[float], server: FeedServer) -> list[float]:
    """Feeds a second of the first pass, and of the best of those in which a tenth was new."""
    rates: list[float] = []
    for number, seconds in zip(range(PASSES), passes, strict=False):
        rates.append(feeds / seconds)
        server.advance(number)
    return [rates[0], max(rates[1:])] if rates else []


def _line(name: str, rates: list[float], ours: list[float] | None = None) -> None:
    words = "".join(f" {rate:>9.0f}" for rate in rates)
    if ours:
        words += "   ours is " + " and ".join(
            f"{mine / theirs:.1f}" for mine, theirs in zip(ours, rates, strict=True)
        )
        words += " times as fast"
    print(f"  {name:<28}{words}", flush=True)


def _our_passes(urls: list[str]) -> Iterator[float]:
    from cases.feeds.models import Feed, Outlet

    outlet = Outlet.objects.create(name="Bench", slug="bench")
    Feed.objects.bulk_create([Feed(outlet=outlet, url=url, active=True) for url in urls])
    yield from _again(len(urls))


def _share_hosts(port: int, feeds: int) -> None:
    """From now on two feeds share a host."""
    from cases.feeds.models import Feed

    for number, pk in enumerate(list(Feed.objects.order_by("pk").values_list("pk", flat=True))):
        Feed.objects.filter(pk=pk).update(url=address_of(number, port, max(feeds // 2, 1)))


def _again(feeds: int) -> Iterator[float]:
    """Seconds of a pass over all feeds on record, then of another..."""
    from cases.feeds.models import Feed, FeedEntry
    from cases.feeds.services import poll_due
    from tracker.lib import clock

    while True:
        Feed.objects.update(next_poll_at=clock.now(), last_polled_at=None)
        known = FeedEntry.objects.count()
        began = time.perf_counter()
        polled = _poll_all(poll_due, feeds)
        yield time.perf_counter() - began
        assert polled == feeds, f"{polled} of {feeds} were polled"
        assert Feed.objects.exclude(last_outcome__in=["ok", "unchanged"]).count() == 0
        assert FeedEntry.objects.count() > known, "a tenth of the feeds had something new"


def _poll_all(poll_due: object, wanted: int) -> int:
    polled = 0
    while polled < wanted:
        polled += poll_due()  # type: ignore[operator]
    return polled


def _print_cpu(server: int) -> None:
    """CPU of one poll, ours and the database's, in a large sweep and in those of every day."""
    from cases.feeds.models import Feed
    from cases.feeds.services import poll_due
    from tracker.lib import clock

    ids = list(Feed.objects.order_by("pk").values_list("pk", flat=True))
    a_sweep = round(MANY / RHYTHM * 5)
    for name, size, rounds in (
        (f"{len(ids)} feeds at once", len(ids), 1),
        (f"sweeps of {a_sweep}, as of {MANY} in {RHYTHM // 60} min", a_sweep, 40),
    ):
        ours, database, polled = 0.0, 0.0, 0
        for number in range(rounds):
            some = ids[number * size % len(ids) :][:size]
            Feed.objects.filter(pk__in=some).update(next_poll_at=clock.now(), last_polled_at=None)
            before = (cpu_of(os.getpid(), without=server), cpu_of(_postmaster()))
            polled += _poll_all(poll_due, len(some))
            ours += cpu_of(os.getpid(), without=server) - before[0]
            database += cpu_of(_postmaster()) - before[1]
        each = (ours + database) * 1000 / polled
        cores = each / 1000 * MANY / RHYTHM
        print(
            f"  CPU, {name}: {ours * 1000 / polled:.2f} ms a feed and "
            f"{database * 1000 / polled:.2f} ms in PostgreSQL; {MANY} feeds every "
            f"{RHYTHM // 60} min use {cores:.3f} of a core"
        )


def _postmaster() -> int:
    var = Path(os.environ["TRACKER_VAR"])
    return int((var / "pgdata" / "postmaster.pid").read_text().split()[0])


if __name__ == "__main__":
    if inside := os.environ.get(_INSIDE):
        _inside(int(inside))
    else:
        print_figures(int(sys.argv[1]) if len(sys.argv) > 1 else FEEDS)
