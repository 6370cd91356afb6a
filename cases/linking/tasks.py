"""Linking: a sweep and a task for a batch; a sweep that lets changed people be looked for again."""

from datetime import datetime, timedelta

from celery import shared_task

from cases.linking import services
from cases.linking.selectors import articles_to_link, people_changed_since
from tracker.lib import clock
from tracker.lib.claiming import claim_batches

BATCH = 50
CLAIMED = 300
LEASE = timedelta(seconds=60)
# People written longer ago than this were looked for when they were written.
_LOOK_BACK = timedelta(hours=24)
_MOST_PEOPLE = 200
# What this process has seen to. After a restart the last day is gone through once more: searching
# an article twice changes nothing.
_seen: dict[int, datetime] = {}


@shared_task
def link_new_articles() -> None:
    """Hand out articles that were read, and those to be searched again, in batches."""
    for ids in claim_batches(articles_to_link(), size=BATCH, most=CLAIMED, lease=LEASE):
        link_batch.delay(ids)


@shared_task
def link_batch(article_ids: list[int]) -> None:
    """Search some articles for people, letters and provisions."""
    services.link_articles(article_ids)


@shared_task
def link_one_article(article_id: int) -> None:
    """Search one article: for messages sent before there were batches."""
    services.link_article(article_id)


@shared_task
def relink_changed_people() -> None:
    """Let recent articles be searched again for people whose names are new or different."""
    changed = people_changed_since(clock.now() - _LOOK_BACK)
    for person_id in set(_seen) - set(changed):
        del _seen[person_id]
    fresh = [person_id for person_id, at in changed.items() if _seen.get(person_id) != at]
    if fresh:
        services.relink_articles(fresh[:_MOST_PEOPLE])
        _seen.update({person_id: changed[person_id] for person_id in fresh[:_MOST_PEOPLE]})
