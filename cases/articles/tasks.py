"""Taking, fetching and reading: a sweep and an item task for each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db.models import QuerySet

from cases.articles import services
from cases.articles.selectors import articles_to_extract, articles_to_fetch, entries_to_take
from tracker.lib.claiming import claim_batch

BATCH = 50
# A row handed out is not handed out again within this time. When the queue is longer than that,
# the sweeps themselves expire in it, so duplicates do not pile up; those few that occur do nothing.
LEASE = timedelta(seconds=60)


@shared_task
def take_new_entries() -> None:
    """Hand out feed entries that are not articles yet."""
    _hand_out(entries_to_take(), take_one_entry.delay)


@shared_task
def take_one_entry(entry_id: int) -> None:
    """Make or find the article of one entry."""
    services.take_entry(entry_id)


@shared_task
def fetch_due_articles() -> None:
    """Hand out articles whose page is to be fetched."""
    _hand_out(articles_to_fetch(), fetch_one_article.delay)


@shared_task
def fetch_one_article(article_id: int) -> None:
    """Fetch the page of one article."""
    services.fetch_article(article_id)


@shared_task
def extract_due_articles() -> None:
    """Hand out articles whose page is to be read."""
    _hand_out(articles_to_extract(), extract_one_article.delay)


@shared_task
def extract_one_article(article_id: int) -> None:
    """Read the page of one article."""
    services.store_extraction(article_id)


def _hand_out(waiting: QuerySet[Any], enqueue: Callable[[int], object]) -> None:
    for row_id in claim_batch(waiting, limit=BATCH, lease=LEASE):
        enqueue(row_id)
