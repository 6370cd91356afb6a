"""Polling: feeds a second and CPU a feed, state stored, beside `reader` and newsboat.

`python -m tests.bench.polling [FEEDS]`; 2,000 without a number. One server on loopback answers all,
each answer 50 ms late: feeds of 125 kB with 30 items, of which a tenth changes between two passes
and the rest is answered by 304. Ours runs on an embedded PostgreSQL of its own, asks each host's
robots.txt before its first feed and keeps to two connections a host. All are asked by turns, in two
shapes: each feed on a host of its own, with the delay of a second between two requests to one host,
as by default; and all on 200 hosts without that delay. In one more pass of ours two feeds share a
host, so that the second has to wait for a second. The peers keep what they read in SQLite and know
no politeness.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.bench.polled.bare import cpu_beside_aiohttp
from tests.bench.polled.cpu import Watch
from tests.bench.polled.peers import newsboat_passes, reader_passes
from tests.bench.polled.server import FeedServer, address_of, host_of
from tests.support.processes import ROOT, clean_environment

_INSIDE = "TRACKER_BENCH_INSIDE"
FEEDS = 2_000
READER_FEEDS, NEWSBOAT_FEEDS = 500, 500  # more would take minutes
FEW_HOSTS = 200
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
    few = min(FEW_HOSTS, feeds)
    with FeedServer(feeds) as server, tempfile.TemporaryDirectory() as folder:
        settings.FETCH_ALLOWED_ADDRESSES = frozenset(
            f"{host_of(number)}:{server.port}" for number in range(feeds)
        )
        settings.POLITE_TO_OWN_ADDRESSES = True
        watch = Watch(os.getpid(), _postmaster(), without=server.process.pid or 0)
        print("Feeds/s by the clock and CPU ms a feed: all new, then with a tenth new")
        print(f"  {feeds} feeds on {feeds} hosts, each answer 50 ms late")
        _beside_peers(server, Path(folder) / "many", feeds, hosts=feeds, first=0, watch=watch)
        _print_wire()
        _print_cpu(server)
        _share_hosts(server.port, feeds)
        server.advance(PASSES + 1)
        (shared,) = (feeds / one.seconds for one in islice(_again(feeds, watch), 1))
        print(f"  {'two feeds a host':<22} {'':>16} {shared:>8.0f}", flush=True)
        delay, settings.HOST_DELAY = settings.HOST_DELAY, 0.0
        print(f"  {feeds} feeds on {few} hosts, without a delay")
        _beside_peers(server, Path(folder) / "few", feeds, hosts=few, first=feeds, watch=watch)
        settings.HOST_DELAY = delay


@dataclass(frozen=True)
class _Pass:
    """Feeds a second and CPU milliseconds a feed."""

    rate: float
    cpu: float


def _beside_peers(
    server: FeedServer, folder: Path, feeds: int, *, hosts: int, first: int, watch: Watch
) -> None:
    """Passes of all by turns over the feeds from number `first`; prints a line for each."""
    folder.mkdir()
    urls = [address_of(number, server.port, hosts) for number in range(first, first + feeds)]
    some, more = urls[:READER_FEEDS], urls[:NEWSBOAT_FEEDS]
    alone = Watch(os.getpid(), without=server.process.pid or 0)
    contestants: list[tuple[str, int, Iterator[Watch]]] = [
        ("this tracker", feeds, _our_passes(urls, watch)),
        ("reader", len(some), reader_passes(some, folder, alone)),
        ("newsboat", len(more), newsboat_passes(more, folder, alone)),
    ]
    passes: dict[str, list[_Pass]] = {name: [] for name, _, _ in contestants}
    for number in range(PASSES):
        for name, count, runs in contestants:
            if (done := next(runs, None)) is not None:
                passes[name].append(_Pass(count / done.seconds, done.cpu * 1000 / count))
        server.advance(number)
    for name, count, _ in contestants:
        if passes[name]:
            _line(name if count == feeds else f"{name} ({count} feeds)", passes[name], passes)


def _line(name: str, these: list[_Pass], passes: dict[str, list[_Pass]]) -> None:
    """The first pass, and the best of those in which a tenth was new."""
    ours = passes["this tracker"]
    words = f"  {name:<22} {these[0].rate:>8.0f} {these[0].cpu:>7.2f} "
    words += f"{max(one.rate for one in these[1:]):>8.0f} {min(one.cpu for one in these[1:]):>7.2f}"
    if these is not ours:
        first = ours[0].rate / these[0].rate
        later = max(one.rate for one in ours[1:]) / max(one.rate for one in these[1:])
        spent = min(one.cpu for one in these[1:]) / min(one.cpu for one in ours[1:])
        words += (
            f"   ours is {first:.1f} and {later:.1f} times as fast, for 1/{spent:.0f} of the CPU"
        )
    print(words, flush=True)


def _our_passes(urls: list[str], watch: Watch) -> Iterator[Watch]:
    from cases.feeds.models import Feed, Outlet

    Feed.objects.update(active=False)
    outlet, _ = Outlet.objects.get_or_create(name="Bench", slug="bench")
    Feed.objects.bulk_create([Feed(outlet=outlet, url=url, active=True) for url in urls])
    yield from _again(len(urls), watch)


def _share_hosts(port: int, feeds: int) -> None:
    """From now on two feeds share a host."""
    from cases.feeds.models import Feed

    for number, pk in enumerate(_watched()):
        Feed.objects.filter(pk=pk).update(url=address_of(number, port, max(feeds // 2, 1)))


def _watched() -> list[int]:
    from cases.feeds.models import Feed

    return list(Feed.objects.filter(active=True).order_by("pk").values_list("pk", flat=True))


def _again(feeds: int, watch: Watch) -> Iterator[Watch]:
    """The watch after a pass over all watched feeds, then after another..."""
    from cases.feeds.models import Feed, FeedEntry
    from cases.feeds.services import poll_due
    from tracker.lib import clock

    while True:
        Feed.objects.update(next_poll_at=clock.now(), last_polled_at=None)
        known = FeedEntry.objects.count()
        with watch:
            polled = _poll_all(poll_due, feeds)
        yield watch
        assert polled == feeds, f"{polled} of {feeds} were polled"
        assert Feed.objects.exclude(last_outcome__in=["ok", "unchanged"]).count() == 0
        assert FeedEntry.objects.count() > known, "a tenth of the feeds had something new"


def _poll_all(poll_due: object, wanted: int) -> int:
    polled = 0
    while polled < wanted:
        polled += poll_due()  # type: ignore[operator]
    return polled


def _print_cpu(server: FeedServer) -> None:
    """CPU of one poll, ours and the database's, in a large sweep and in those of every day."""
    from cases.feeds.models import Feed
    from cases.feeds.services import poll_due
    from tracker.lib import clock

    ids, pid = _watched(), server.process.pid or 0
    a_sweep = round(MANY / RHYTHM * 5)
    for name, size, rounds in (
        (f"{len(ids)} feeds at once", len(ids), 1),
        (f"sweeps of {a_sweep}, as of {MANY} in {RHYTHM // 60} min", a_sweep, 40),
    ):
        server.advance(size)
        own, database = Watch(os.getpid(), without=pid), Watch(_postmaster())
        ours, theirs, polled = 0.0, 0.0, 0
        for number in range(rounds):
            some = ids[number * size % len(ids) :][:size]
            Feed.objects.filter(pk__in=some).update(next_poll_at=clock.now(), last_polled_at=None)
            with database, own:
                polled += _poll_all(poll_due, len(some))
            ours, theirs = ours + own.cpu, theirs + database.cpu
        cores = (ours + theirs) / polled * MANY / RHYTHM
        print(
            f"  CPU, {name}: {ours * 1000 / polled:.2f} ms a feed and "
            f"{theirs * 1000 / polled:.2f} ms in PostgreSQL; {MANY} feeds every "
            f"{RHYTHM // 60} min use {cores:.3f} of a core"
        )


def _print_wire() -> None:
    """CPU of a request alone: our guarded client beside bare aiohttp."""
    from cases.feeds.models import Feed
    from cases.feeds.polling.reading import fetch_policy

    rows = list(Feed.objects.filter(pk__in=_watched()).values_list("url", "etag"))
    ours, bare = cpu_beside_aiohttp(rows, fetch_policy())
    print(
        f"  CPU of a request alone: {ours:.2f} ms, bare aiohttp {bare:.2f} "
        f"({ours / bare:.2f} times)",
        flush=True,
    )


def _postmaster() -> int:
    var = Path(os.environ["TRACKER_VAR"])
    return int((var / "pgdata" / "postmaster.pid").read_text().split()[0])


if __name__ == "__main__":
    if inside := os.environ.get(_INSIDE):
        _inside(int(inside))
    else:
        print_figures(int(sys.argv[1]) if len(sys.argv) > 1 else FEEDS)
