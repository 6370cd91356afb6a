"""Placing: a sweep and a task for a batch. The sweep also tells, once in a while, of stories that grew."""

from datetime import timedelta

from celery import shared_task

from cases.stories import services
from cases.stories.selectors import articles_to_place
from tracker.lib.claiming import claim_batches

BATCH = 50
CLAIMED = 300
LEASE = timedelta(seconds=60)


@shared_task
def place_new_articles() -> None:
    """Hand out articles that were searched for names and have no story yet, in batches."""
    for ids in claim_batches(articles_to_place(), size=BATCH, most=CLAIMED, lease=LEASE):
        place_batch.delay(ids)
    services.keep_missing_profiles()
    services.tell_of_growth()


@shared_task
def place_batch(article_ids: list[int]) -> None:
    """Give some articles their stories, under one lock."""
    services.place_articles(article_ids)


@shared_task
def place_one_article(article_id: int) -> None:
    """Give one article its story: for messages sent before there were batches."""
    services.place_article(article_id)
