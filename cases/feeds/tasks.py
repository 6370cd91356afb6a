"""Polling: a sweep that claims due feeds and polls them; judging sources; the log's keeping."""

from datetime import timedelta

from celery import shared_task

from cases.feeds import services
from cases.feeds.health import assessing
from tracker.lib.claiming import claim_batch

# Judging costs about a millisecond a source; a sweep must end long before the lease of its batch.
JUDGED_BATCH = 500
JUDGED_LEASE = timedelta(seconds=90)
MOST_JUDGED = 10_000


@shared_task
def poll_due_feeds() -> None:
    """Poll what is due. A claim that is lost with its worker comes back when its lease ends."""
    services.poll_due()


@shared_task
def judge_due_sources() -> None:
    """Judge the sources that are due, by batches; what is left waits for the next sweep."""
    for _batch in range(MOST_JUDGED // JUDGED_BATCH):
        ids = claim_batch(
            assessing.sources_to_judge(),
            limit=JUDGED_BATCH,
            lease=JUDGED_LEASE,
            due_field="judge_at",
        )
        if not ids:
            return
        assessing.judge_sources(ids)


@shared_task
def forget_old_polls() -> None:
    """Keep the log of polls from growing for ever."""
    services.forget_old_polls()
