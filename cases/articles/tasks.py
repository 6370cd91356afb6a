"""Taking, fetching and reading: a sweep and an item task for each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db.models import QuerySet

from cases.articles import extracting, services
from cases.articles.keeping import archiving
from cases.articles.keeping.lasting import Recheck, WebArchiveCopy
from cases.articles.rechecking import rechecks
from cases.articles.selectors import (
    articles_to_extract,
    articles_to_fetch,
    articles_to_recheck,
    entries_to_take,
)
from tracker.lib.claiming import claim_batch, claim_batches

BATCH = 50
# How many are handed out at once where a batch takes a fraction of a second.
CLAIMED = 300
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
    """Hand out articles whose page is to be read, in batches."""
    for ids in claim_batches(articles_to_extract(), size=BATCH, most=CLAIMED, lease=LEASE):
        extract_batch.delay(ids)


@shared_task
def extract_batch(article_ids: list[int]) -> None:
    """Read the pages of some articles and store what was read at once."""
    extracting.store_extractions(article_ids)


@shared_task
def extract_one_article(article_id: int) -> None:
    """Read the page of one article: for messages sent before there were batches."""
    extracting.store_extraction(article_id)


@shared_task
def recheck_due_articles() -> None:
    """Hand out articles whose page is to be asked for again."""
    rows = claim_batch(articles_to_recheck(), limit=BATCH, lease=LEASE)
    for article_id in Recheck.objects.filter(pk__in=rows).values_list("article_id", flat=True):
        recheck_one_article.delay(article_id)


@shared_task
def recheck_one_article(article_id: int) -> None:
    """Ask for the page of one article again."""
    rechecks.recheck_article(article_id)


@shared_task
def ask_web_archive() -> None:
    """Hand out one page for the web archive, where one is set and was not asked just now."""
    rows = claim_batch(archiving.copies_to_ask_for(), limit=1, lease=archiving.LEASE)
    for article_id in WebArchiveCopy.objects.filter(pk__in=rows).values_list(
        "article_id", flat=True
    ):
        ask_archive_for_one.delay(article_id)


@shared_task
def ask_archive_for_one(article_id: int) -> None:
    """Ask the web archive to keep one article's page."""
    archiving.ask_archive(article_id)


def _hand_out(waiting: QuerySet[Any], enqueue: Callable[[int], object]) -> None:
    for row_id in claim_batch(waiting, limit=BATCH, lease=LEASE):
        enqueue(row_id)
