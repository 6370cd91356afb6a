"""Kill -9 for the worker while pages are asked for again and articles are read for proposals."""

import os
import signal
from pathlib import Path

import pytest

from tests.flows.whole_tracker import PREPARE, WholeTracker, page, rss, whole_tracker

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

ARTICLES = 24
CITIES = "Тверь Самара Томск Пенза Казань Омск Вологда Курск Псков Тула".split()
DONE = "SELECT count(*) FROM cases_article WHERE stage = 'linked'"
READ = "SELECT count(*) FROM cases_proposalreading WHERE next_attempt_at IS NULL"
VISITED = "SELECT count(*) FROM cases_recheck WHERE visits = 1"
SECOND_TEXTS = "SELECT count(*) FROM cases_articletext"
VISIT_NOW = "UPDATE cases_recheck SET next_attempt_at = now() RETURNING id"
# A visit that met its article on its way through the stages waits five minutes: they are over.
VISIT_AGAIN = """
UPDATE cases_recheck SET next_attempt_at = now()
WHERE visits = 0 AND next_attempt_at > now() + interval '100 seconds' RETURNING id
"""
READ_NOW = "UPDATE cases_proposalreading SET next_attempt_at = now(), read_at = NULL RETURNING id"
# What a killed worker had begun waits for the end of its lease: it is now.
LEASES_END = """
WITH visits AS (UPDATE cases_recheck SET next_attempt_at = now() WHERE visits = 0 RETURNING id),
readings AS (UPDATE cases_proposalreading SET next_attempt_at = now()
             WHERE next_attempt_at IS NOT NULL RETURNING id),
stages AS (UPDATE cases_article SET next_attempt_at = now()
           WHERE stage <> 'linked' AND next_attempt_at IS NOT NULL RETURNING id)
SELECT (SELECT count(*) FROM visits), (SELECT count(*) FROM readings), (SELECT count(*) FROM stages)
"""


def serve_news(tracker: WholeTracker, *, later: bool) -> str:
    """Put the pages on the site, after an edit if `later`; the address of their feed."""
    site, items = tracker.site, []
    for number in range(ARTICLES):
        city = CITIES[number % 10]
        title = f"{city}: заметка номер {1000 + number}"
        said = (
            f"{1 + number % 28} марта 2026 года Алексея Горинова задержали, дело {5000 + number}."
        )
        told = [f"Редакция сообщает из города {city}, улица {number}.", said]
        if later:
            told.append(f"Позднее редакция добавила: ответа на запрос {number} не было.")
        items.append((f"/news/{number}", title, told[0]))
        site.serve(f"/news/{number}", page(title, told, "ru"))
    site.serve("/feed.xml", rss(site, "Test Courier", items, "ru"))
    return site.url("/feed.xml")


def all_visited(tracker: WholeTracker) -> bool:
    """Whether each page was asked for again."""
    tracker.rows(VISIT_AGAIN)
    return tracker.number(VISITED) == ARTICLES


def kill_worker(tracker: WholeTracker) -> None:
    """Kill the worker with all its children, wait for the next one, and let the leases end."""
    worker = tracker.process("worker")
    for process in [*tracker.children("worker"), worker]:
        os.kill(process, signal.SIGKILL)
    tracker.wait_until(lambda: tracker.process("worker") != worker, "another worker")
    tracker.rows(LEASES_END)


def test_kills_among_later_visits_and_readings_lose_nothing_and_double_nothing(
    tmp_path: Path,
) -> None:
    with whole_tracker(tmp_path) as tracker:
        count = tracker.number
        tracker.manage(PREPARE.format(urls=[serve_news(tracker, later=False)]))
        tracker.wait_until(lambda: count(DONE) == ARTICLES, "the articles")
        tracker.wait_until(lambda: count(READ) == ARTICLES, "the proposals")
        quotes = count("SELECT count(*) FROM cases_proposalquote")
        proposals = count("SELECT count(*) FROM cases_proposal WHERE status = 'open'")
        assert quotes == ARTICLES
        assert count(SECOND_TEXTS) == ARTICLES

        serve_news(tracker, later=True)
        tracker.rows(VISIT_NOW)
        tracker.wait_until(lambda: count(VISITED) >= 5, "the first later visits")
        reached = count(VISITED)
        kill_worker(tracker)
        assert reached < ARTICLES, "the visits were over before the worker was killed"
        tracker.wait_until(lambda: all_visited(tracker), "the rest of the visits")
        tracker.wait_until(
            lambda: count(SECOND_TEXTS) == 2 * ARTICLES and count(DONE) == ARTICLES, "the new texts"
        )
        tracker.wait_until(lambda: count(READ) == ARTICLES, "the proposals of the new texts")

        tracker.rows(READ_NOW)
        tracker.wait_until(lambda: count(READ) >= 4, "the first readings")
        reached = count(READ)
        kill_worker(tracker)
        assert reached < ARTICLES, "the readings were over before the worker was killed"
        tracker.wait_until(lambda: count(READ) == ARTICLES, "the rest of the readings")

        assert count("SELECT sum(changes_seen) FROM cases_recheck") == ARTICLES
        assert count("SELECT count(*) FROM cases_recheck WHERE visits = 1") == ARTICLES
        assert count("SELECT count(*) FROM cases_articlepage") == 2 * ARTICLES
        assert count("SELECT count(*) FROM cases_proposalquote") == quotes
        assert count("SELECT count(*) FROM cases_proposal WHERE status = 'open'") == proposals
        assert count("SELECT count(*) FROM cases_storymembership") == ARTICLES
        told = "SELECT count(*) FROM cases_change WHERE public AND record_type = 'article'"
        assert count(f"{told} AND kind = 'created'") == ARTICLES
        assert tracker.run.stop() == 0, tracker.run.output()
