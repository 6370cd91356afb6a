"""Kill -9 for the worker, and then for the database, in the middle of a sweep over many sources."""

import os
import signal
from pathlib import Path

import pytest

from tests.flows.whole_tracker import WholeTracker, rss, whole_tracker

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

FEEDS = 80
SLOWLY = 0.3  # seconds for each answer, two at a time: about twelve in all
# Each is polled once, and not again for the length of the test.
ONCE = """
from cases.feeds.models import Feed
from cases.feeds.outlets import add_outlet
from tracker.lib import clock
outlet = add_outlet(name="Test Courier", languages=["en"], reason="test")
Feed.objects.bulk_create(
    Feed(outlet=outlet, url=url, active=True, interval=36000, next_poll_at=clock.now())
    for url in {urls!r}
)
"""
POLLED = "SELECT count(*) FROM cases_feed WHERE last_polled_at IS NOT NULL"
# What a killed sweep had claimed waits for the end of its lease, two minutes and a half: it is now.
LEASES_END = "UPDATE cases_feed SET next_poll_at = now() WHERE last_polled_at IS NULL RETURNING id"


def polled(tracker: WholeTracker) -> int:
    """How many sources were polled; -1 while the database cannot be asked."""
    try:
        return tracker.number(POLLED)
    except Exception as error:
        if isinstance(error, OSError) or type(error).__module__.startswith("psycopg"):
            return -1
        raise


def test_kills_in_the_middle_of_a_sweep_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with whole_tracker(tmp_path) as tracker:
        site = tracker.site
        for number in range(FEEDS):
            items = [(f"/news/{number}-{item}", f"News {number}-{item}", "x") for item in (1, 2)]
            site.serve(f"/{number}.xml", rss(site, "Courier", items, "en"))
        site.slow_down(SLOWLY)
        tracker.manage(ONCE.format(urls=[site.url(f"/{number}.xml") for number in range(FEEDS)]))

        tracker.wait_until(lambda: polled(tracker) >= 10, "the first sources")
        worker = tracker.process("worker")
        for process in [*tracker.children("worker"), worker]:
            os.kill(process, signal.SIGKILL)
        assert polled(tracker) < FEEDS, "the sweep was over before its worker was killed"
        tracker.wait_until(lambda: tracker.process("worker") != worker, "another worker")
        tracker.rows(LEASES_END)

        tracker.wait_until(lambda: polled(tracker) >= FEEDS // 2, "half of the sources")
        database = tracker.process("postgres")
        os.kill(database, signal.SIGKILL)
        tracker.wait_until(
            lambda: tracker.process("postgres") != database and polled(tracker) >= 0,
            "the database to be up again",
        )
        tracker.wait_until(lambda: polled(tracker) == FEEDS, "the rest of the sources")

        count = tracker.number
        assert count("SELECT count(*) FROM cases_feedentry") == 2 * FEEDS
        assert count("SELECT count(*) FROM cases_feed WHERE last_outcome = 'ok'") == FEEDS
        assert count("SELECT sum(polls) FROM cases_feedday") == FEEDS
        assert count("SELECT sum(entries_new) FROM cases_feedday") == 2 * FEEDS
        assert count("SELECT count(*) FROM cases_feedpoll") == FEEDS
        assert tracker.run.stop() == 0, tracker.run.output()
