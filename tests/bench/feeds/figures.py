"""CPU time of reading feeds beside feedparser and fastfeedparser, and the share of its tests passed."""

import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import fastfeedparser
import feedparser

from cases.feeds.formats import fast, parsing
from cases.feeds.formats.parsed import NotAFeed
from tests.bench.feeds.invented import invented_feeds
from tests.bench.feeds.suite import Verdict, verdicts

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT / "samples/feedparser_suite"

Reader = Callable[[bytes], Any]


def _ours(body: bytes) -> Any:
    try:
        return parsing.parse_feed(body, charset="", url="https://feeds.example/feed")
    except NotAFeed:
        return None


def _ours_with_markup(body: bytes) -> Any:
    """Ours without turning summaries to text: fastfeedparser leaves them as they are."""
    theirs = fast.beginnings_of_block
    fast.beginnings_of_block = _as_written
    try:
        return _ours(body)
    finally:
        fast.beginnings_of_block = theirs


def _as_written(block: bytearray, size: int, most: int) -> list[str]:
    return str(memoryview(block)[: max(0, size - 1)], "utf-8").split("\0")


def _feedparser(body: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(BytesIO(body))


def _fastfeedparser(body: bytes) -> Any:
    try:
        return fastfeedparser.parse(body)
    except Exception:  # it names no errors of its own
        return None


READERS: dict[str, Reader] = {
    "ours": _ours,
    "with markup": _ours_with_markup,
    "fastfeedparser": _fastfeedparser,
    "feedparser": _feedparser,
}


def feeds_in(folder: Path | None) -> dict[str, bytes]:
    """The feeds of a folder by their names; the invented ones without a folder."""
    if folder is None:
        return invented_feeds()
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def times_of(feeds: dict[str, bytes], *, rounds: int) -> dict[str, dict[str, float]]:
    """Seconds of CPU for each reader and feed: the best of the rounds, readers taking turns."""
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for _ in range(rounds):
        for name, body in feeds.items():
            for reader, read in READERS.items():
                began = time.process_time()
                read(body)
                spent = time.process_time() - began
                best[reader][name] = min(spent, best[reader].get(name, spent))
    return best


def needs_fallback(body: bytes) -> bool:
    """Whether anything but the native core has to read the feed."""
    return parsing.read_as_it_is(body, "") is None


def passed(suite: list[Verdict]) -> tuple[int, int]:
    """How many checks that feedparser passes we pass, and how many there are."""
    return sum(verdict.passed for verdict in suite), len(suite)


def print_figures(
    real: Path | None = None, suite: Path = SUITE, *, rounds: int = 3, each: bool = False
) -> None:
    """Print the times and the share of checks passed; with `each` also every exception."""
    feeds = feeds_in(real)
    times = times_of(feeds, rounds=rounds)
    plain = [name for name, body in feeds.items() if not needs_fallback(body)]
    print(f"Reading {len(feeds)} feeds, {sum(map(len, feeds.values())) / 1e6:.1f} MB")
    for reader, spent in times.items():
        total = sum(spent.values())
        print(f"  {reader:16} {total / len(feeds) * 1000:9.3f} ms of CPU a feed")
    ours = sum(times["ours"].values())
    print(f"  {sum(times['feedparser'].values()) / ours:.1f} times feedparser's speed")
    ratio, bare = (
        sum(times[reader][n] for n in plain) / sum(times["fastfeedparser"][n] for n in plain)
        for reader in ("ours", "with markup")
    )
    print(
        f"  {ratio:.2f} times fastfeedparser's time on the {len(plain)} that need no fallback,"
        f" {bare:.2f} with summaries left as markup (as fastfeedparser leaves them)"
    )
    checks = verdicts(suite)
    good, of = passed(checks)
    print(f"Feedparser's own tests: {good} of the {of} checks that it passes ({good / of:.1%})")
    if not each:
        return
    for name in sorted(feeds, key=lambda name: -times["ours"][name])[:15]:
        words = " ".join(f"{times[reader][name] * 1000:8.2f}" for reader in READERS)
        print(f"  {name:24} {words} ms {'' if name in plain else 'fallback'}")
    for verdict in checks:
        if not verdict.passed:
            check = verdict.check
            where = "feed" if check.index is None else f"entry {check.index}"
            print(f"  {check.file.parent.name}/{check.file.name} {where} {check.key}:")
            print(f"    {check.expected!r}\n    {verdict.answer!r}")
