"""Floors under how rightly and how cheaply feeds are read. CPU time, beside feedparser in one run."""

from datetime import UTC, datetime

import pytest

from cases.feeds.formats.parsing import parse_feed, read_as_it_is
from tests.bench.feeds.figures import SUITE, times_of
from tests.bench.feeds.invented import invented_feeds
from tests.bench.feeds.suite import verdicts

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def test_what_feedparser_passes_of_its_own_tests_we_pass() -> None:
    asked = verdicts(SUITE)
    missed = [verdict.check.file.name for verdict in asked if not verdict.passed]
    assert len(asked) >= 60
    assert len(missed) <= len(asked) * 0.05, missed


@pytest.mark.parametrize("name", ["rss_html", "rss_plain", "rss_latin", "atom"])
def test_common_feeds_need_no_second_reader(name: str) -> None:
    assert read_as_it_is(invented_feeds()[name], "") is not None


def test_every_invented_feed_is_read_whole() -> None:
    counts = {"rss_html": 50, "rss_plain": 100, "rss_latin": 30, "atom": 40, "rdf": 20}
    counts |= {"rss_cp1251": 30, "rss_broken": 10}
    for name, body in invented_feeds().items():
        feed = parse_feed(body, charset="", url="https://outlet.example/feed", now=NOW)
        assert len(feed.entries) == counts[name], name
        assert all(entry.published and entry.title for entry in feed.entries[1:]), name


def test_reading_is_at_least_ten_times_as_fast_as_feedparser() -> None:
    feeds = {name: invented_feeds()[name] for name in ("rss_plain", "atom")}
    times = times_of(feeds, rounds=2)
    assert sum(times["feedparser"].values()) > 10 * sum(times["ours"].values())
