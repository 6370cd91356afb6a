"""Polling: a sweep that claims due feeds and one item task for each."""

from datetime import timedelta

from celery import shared_task

from cases.feeds import assessing, services
from cases.feeds.selectors import watched_feeds
from tracker.lib.claiming import claim_batch

BATCH = 20
# Longer than a poll can take (20 s for the network, 15 s for the parser) and than a queue holds it.
LEASE = timedelta(seconds=90)
# Judging costs about a millisecond a source; a sweep must end long before the lease of its batch.
JUDGED_BATCH = 500
MOST_JUDGED = 10_000


@shared_task
def poll_due_feeds() -> None:
    """Hand out due feeds. A claim that is lost with the broker comes back when its lease ends."""
    services.make_new_feeds_due()
    for feed_id in claim_batch(watched_feeds(), limit=BATCH, lease=LEASE, due_field="next_poll_at"):
        poll_one_feed.delay(feed_id)


@shared_task
def poll_one_feed(feed_id: int) -> None:
    """Poll one feed."""
    services.poll_feed(feed_id)


@shared_task
def judge_due_sources() -> None:
    """Judge the sources that are due, by batches; what is left waits for the next sweep."""
    for _batch in range(MOST_JUDGED // JUDGED_BATCH):
        ids = claim_batch(
            assessing.sources_to_judge(), limit=JUDGED_BATCH, lease=LEASE, due_field="judge_at"
        )
        if not ids:
            return
        assessing.judge_sources(ids)
