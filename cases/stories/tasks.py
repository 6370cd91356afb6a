"""Placing: a sweep and an item task. The sweep also tells, once in a while, of stories that grew."""

from datetime import timedelta

from celery import shared_task

from cases.stories import services
from cases.stories.selectors import articles_to_place
from tracker.lib.claiming import claim_batch

BATCH = 50
LEASE = timedelta(seconds=60)


@shared_task
def place_new_articles() -> None:
    """Hand out articles that were searched for names and have no story yet."""
    for article_id in claim_batch(articles_to_place(), limit=BATCH, lease=LEASE):
        place_one_article.delay(article_id)
    services.tell_of_growth()


@shared_task
def place_one_article(article_id: int) -> None:
    """Give one article its story."""
    services.place_article(article_id)
