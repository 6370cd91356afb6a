"""The sweeps hand out each due row once, and a lost task only delays its row."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.articles import tasks as article_tasks
from cases.articles.models import Article, Stage
from cases.feeds import tasks as feed_tasks
from cases.feeds.models import Feed, FeedEntry
from cases.feeds.polling.sweeping import Sweep
from tests.factories import make_article, make_feed, make_feed_entry
from tests.support.race import race
from tracker.lib import clock

pytestmark = pytest.mark.django_db


class Queue:
    """Stands where the broker is, and remembers the ids it was handed."""

    def __init__(self) -> None:
        self.ids: list[int] = []

    def delay(self, rows: int | list[int]) -> None:
        self.ids.extend(rows if isinstance(rows, list) else [rows])

    def lose_everything(self) -> None:
        self.ids.clear()


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    """One queue for the items of all sweeps."""
    fake = Queue()
    # Feeds are polled by the sweep itself; here it only notes which ones it claimed.
    monkeypatch.setattr(Sweep, "_begin", lambda sweep, ids: fake.ids.extend(ids))
    for name in ("take_one_entry", "fetch_one_article", "extract_batch"):
        monkeypatch.setattr(article_tasks, name, fake)
    return fake


def a_feed() -> tuple[Callable[[], None], int]:
    return feed_tasks.poll_due_feeds, make_feed().pk


def an_entry() -> tuple[Callable[[], None], int]:
    return article_tasks.take_new_entries, make_feed_entry(make_feed(active=False)).pk


def a_listed_article() -> tuple[Callable[[], None], int]:
    return article_tasks.fetch_due_articles, make_article(stage=Stage.LISTED).pk


def a_fetched_article() -> tuple[Callable[[], None], int]:
    return article_tasks.extract_due_articles, make_article(stage=Stage.FETCHED).pk


SWEEPS = [a_feed, an_entry, a_listed_article, a_fetched_article]


@pytest.mark.parametrize("make", SWEEPS, ids=lambda make: make.__name__)
def test_a_due_row_is_handed_out_once_while_its_lease_lasts(
    make: Callable[[], tuple[Callable[[], None], int]], queue: Queue
) -> None:
    sweep, row = make()
    sweep()
    sweep()
    assert queue.ids == [row]


@pytest.mark.parametrize("make", SWEEPS, ids=lambda make: make.__name__)
def test_94_a_row_whose_task_was_lost_comes_back_when_its_lease_ends(
    make: Callable[[], tuple[Callable[[], None], int]], queue: Queue
) -> None:
    sweep, row = make()
    sweep()
    queue.lose_everything()
    _let_the_leases_end()
    sweep()
    assert queue.ids == [row]


def test_rows_that_are_not_due_not_watched_or_parked_are_left_alone(queue: Queue) -> None:
    later = clock.now() + timedelta(minutes=5)
    make_feed(next_poll_at=later)
    make_feed(active=False)
    parked = make_feed(parked_at=clock.now(), parked_reason="gone")
    make_feed_entry(parked, next_attempt_at=later)
    make_feed_entry(parked, next_attempt_at=None, parked_reason="no address")
    make_feed_entry(parked, taken_at=clock.now())
    make_article(stage=Stage.LISTED, next_attempt_at=later)
    make_article(stage=Stage.PARKED)
    feed_tasks.poll_due_feeds()
    article_tasks.take_new_entries()
    article_tasks.fetch_due_articles()
    article_tasks.extract_due_articles()
    assert queue.ids == []


def test_one_setting_turns_the_real_outlets_on_but_not_the_demo(
    queue: Queue, settings: object
) -> None:
    real = make_feed(active=False, next_poll_at=None)
    make_feed(active=False, is_demo=True)
    feed_tasks.poll_due_feeds()
    assert queue.ids == []
    settings.WATCH_REAL_OUTLETS = True  # type: ignore[attr-defined]
    feed_tasks.poll_due_feeds()
    assert queue.ids == [real.pk]


def test_106_the_longest_due_feeds_come_first(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.feeds.polling.sweeping.CLAIM_SIZE", 7)
    now = clock.now()
    feeds = [make_feed(next_poll_at=now - timedelta(minutes=n)) for n in range(30)]
    feed_tasks.poll_due_feeds()
    longest_due = [feed.pk for feed in reversed(feeds)]
    assert queue.ids == longest_due


@pytest.mark.django_db(transaction=True)
def test_97_two_sweeps_at_once_share_the_rows(queue: Queue) -> None:
    rows = {make_article(stage=Stage.LISTED).pk for _ in range(40)}
    race(article_tasks.fetch_due_articles, article_tasks.fetch_due_articles)
    article_tasks.fetch_due_articles()
    assert sorted(queue.ids) == sorted(rows)


def _let_the_leases_end() -> None:
    past = clock.now() - timedelta(seconds=1)
    Feed.objects.update(next_poll_at=past)
    FeedEntry.objects.update(next_attempt_at=past)
    Article.objects.update(next_attempt_at=past)
