"""Reading articles for proposals: a sweep and an item task."""

from datetime import timedelta

from celery import shared_task

from cases.proposals import services
from cases.proposals.selectors import readings_to_do
from tracker.lib.claiming import claim_batch

BATCH = 50
LEASE = timedelta(seconds=60)


@shared_task
def read_linked_articles() -> None:
    """Hand out articles that name people on record and were not read since."""
    for reading_id in claim_batch(readings_to_do(), limit=BATCH, lease=LEASE):
        read_one_article.delay(reading_id)


@shared_task
def read_one_article(reading_id: int) -> None:
    """Read what one article says happened."""
    services.read_article_for_proposals(reading_id)
