"""200 articles on their way, and kill -9 for each part in the middle of it.

One batch goes through all stages while, one after the other, worker, pool child, beat, web server,
broker and database are killed and the broker is emptied, each at its own point of the way. In the end
every article was stored, placed and linked once, and none is missing.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from tests.flows.whole_tracker import PREPARE, WholeTracker, page, rss, whole_tracker

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

ARTICLES = 200
FEEDS = 4
STAGES = ["listed", "fetched", "extracted", "named", "linked"]
# The share of all work that is done when the fault strikes.
FAULTS = {
    "worker": 0.08,
    "pool child": 0.18,
    "beat": 0.30,
    "web": 0.40,
    "broker emptied": 0.50,
    "valkey": 0.62,
    "postgres": 0.75,
}
# Stories differ in city, sum and street, so that they are not one event.
CITIES = "Тверь Самара Томск Пенза Казань Омск Вологда Курск Псков Тула".split()


def serve_articles(tracker: WholeTracker) -> list[str]:
    """Put the feeds and pages on the site; the feeds' addresses."""
    site = tracker.site
    urls = []
    for feed in range(FEEDS):
        items = []
        for number in range(feed, ARTICLES, FEEDS):
            title = f"{CITIES[number % 10]}: заметка номер {1000 + number}"
            text = f"Дело {5000 + number}. Письмо получил Алексей Горинов, сообщила редакция."
            items.append((f"/news/{number}", title, text))
            site.serve(f"/news/{number}", page(title, [text, f"Улица {number}, дом 7."], "ru"))
        site.serve(
            f"/feed{feed}.xml",
            rss(site, "Test Courier", items, "ru"),
            content_type="application/rss+xml",
        )
        urls.append(site.url(f"/feed{feed}.xml"))
    return urls


def progress(tracker: WholeTracker) -> float:
    """How much of all work is done, from 0 to 1. 0 while the database cannot be asked."""
    try:
        done = {stage: number + 1 for number, stage in enumerate(STAGES)}
        rows = tracker.rows("SELECT stage, count(*) FROM cases_article GROUP BY stage")
    except OSError:
        return 0.0
    except Exception as error:
        if type(error).__module__.startswith("psycopg"):
            return 0.0
        raise
    return sum(done.get(stage, 0) * number for stage, number in rows) / (ARTICLES * len(STAGES))


def strike(tracker: WholeTracker, fault: str) -> Callable[[], bool]:
    """Do the damage; returns what tells that it is mended."""
    if fault == "broker emptied":
        Redis(unix_socket_path=str(tracker.socket_folder() / "valkey.sock")).flushall()
        return tracker.is_ready
    if fault == "pool child":
        before = set(tracker.children("worker"))
        os.kill(min(before), signal.SIGKILL)
        return lambda: (
            min(before) not in tracker.children("worker")
            and len(tracker.children("worker")) >= len(before)
        )
    process = tracker.process(fault)
    os.kill(process, signal.SIGKILL)
    return lambda: tracker.process(fault) != process and tracker.is_ready()


def test_kills_in_the_middle_of_a_batch_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with whole_tracker(tmp_path) as tracker:
        tracker.manage(PREPARE.format(urls=serve_articles(tracker)))
        for fault, share in FAULTS.items():
            tracker.wait_until(lambda share=share: progress(tracker) >= share, f"{share:.0%}")
            reached = progress(tracker)
            mended = strike(tracker, fault)
            took = tracker.wait_until(mended, f"the {fault} to be up again")
            print(f"{fault}: struck at {reached:.0%}, up again after {took:.1f} s")
            assert reached < 1, "the work was done before this fault"
        took = tracker.wait_until(lambda: progress(tracker) == 1, "the rest of the work")
        print(f"all {ARTICLES} articles linked {took:.0f} s after the last fault")

        count = tracker.number
        assert count("SELECT count(*) FROM cases_feedentry") == ARTICLES
        assert count("SELECT count(DISTINCT url) FROM cases_article") == ARTICLES
        assert count("SELECT count(*) FROM cases_article") == ARTICLES
        assert count("SELECT count(*) FROM cases_articlesighting") == ARTICLES
        assert count("SELECT count(*) FROM cases_articletext") == ARTICLES
        assert count("SELECT count(*) FROM cases_articlepage") == ARTICLES
        assert count("SELECT count(*) FROM cases_storymembership") == ARTICLES
        assert (
            count("SELECT count(*) FROM cases_linkcandidate WHERE status = 'accepted'") == ARTICLES
        )
        assert count("SELECT count(*) FROM cases_linkdecision") == ARTICLES
        told = "SELECT count(*) FROM cases_change WHERE public AND kind = "
        assert count(f"{told} 'created' AND record_type = 'article'") == ARTICLES
        assert count(f"{told} 'linked'") == ARTICLES
        stories = "SELECT count(*) FROM cases_story"
        assert count(f"{told} 'created' AND record_type = 'story'") == count(stories)
        sums = "SELECT coalesce(sum(articles_count), 0) FROM cases_story"
        assert count(sums) == ARTICLES
        assert tracker.run.stop() == 0, tracker.run.output()
