"""A step of an article: its attempt counted, its row locked, its stage moved on.

Written out in SQL: each is asked for every article, and composing the query costs more than it does.

A worker that dies in the middle of a step leaves the attempt counted and no reason; an error that was
caught leaves one. So an article whose worker died each time is known, and parked after a few times.
"""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db import connection

from cases.articles.models import Article, Stage
from tracker.lib import clock
from tracker.lib.one_row import all_rows, one_row
from tracker.lib.publishing import PublishingState
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS, MOST_ATTEMPTS

logger = logging.getLogger(__name__)

# How the reasons begin that say of an article why it waits or what is missing.
OUR_FAULT = "a fault of this installation"
FEED_ONLY = "known from the feed only"
_DONE_WITH_IT = {
    Stage.LISTED: "fetched its page",
    Stage.FETCHED: "read its page",
    Stage.EXTRACTED: "searched it for names",
    Stage.PLACED: "searched it for names",
    Stage.NAMED: "looked for its story",
}

_BEGIN = """
UPDATE cases_article SET attempts = attempts + 1, next_attempt_at = %s
WHERE id = %s AND stage = ANY(%s) AND attempts = coalesce(%s, attempts) RETURNING {columns}
"""
# No lock here forbids others to name the article: whoever decides on a link of it holds the link's row,
# which we may wait for, and writes rows that refer to the article.
_LOCK = "SELECT {columns} FROM cases_article WHERE id = %s AND stage = ANY(%s) FOR NO KEY UPDATE"
# Of many, the rows are always locked in one order, so that two batches wait for each other in turn.
_BEGIN_FRESH = """
WITH due AS MATERIALIZED (
    SELECT id FROM cases_article WHERE id = ANY(%s) AND stage = ANY(%s) AND attempts = 0
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE cases_article SET attempts = attempts + 1, next_attempt_at = %s
WHERE id IN (SELECT id FROM due) RETURNING {columns}
"""
_LOCK_MANY = """
SELECT {columns} FROM cases_article WHERE id = ANY(%s) AND stage = ANY(%s)
ORDER BY id FOR NO KEY UPDATE
"""
# A fault that is over is told of no more; that only the feed is known stays true.
_MOVED = f"""
UPDATE cases_article SET stage = %s, attempts = 0, next_attempt_at = %s, updated_at = %s,
    parked_reason = CASE WHEN parked_reason LIKE '{FEED_ONLY}%%' THEN parked_reason ELSE '' END
"""
_MOVE = _MOVED + "WHERE id = %s"
_MOVE_MANY = _MOVED + "WHERE id = ANY(%s)"


def begin_step(
    article_id: int, stages: Collection[Stage], *, lease: timedelta, attempts: int | None = None
) -> Article | None:
    """Count the attempt; returns the article, None where it is in none of the stages. One query.

    For a step that works outside of a transaction: there it is committed at once. With `attempts`
    only where it was begun so often so far: nobody else has begun it meanwhile. None too for an
    article whose worker died each time: it is parked instead.
    """
    due = clock.now() + lease
    waiting = [stage.value for stage in stages]
    article = one_row(Article, _BEGIN, [due, article_id, waiting, attempts])
    if article is None or not _given_up(article):
        return article
    return None


def lock_in_stage(article_id: int, stages: Collection[Stage]) -> Article | None:
    """The article's row, locked, if it still is in one of the stages: the second of two gets None."""
    return one_row(Article, _LOCK, [article_id, [stage.value for stage in stages]])


def begin_in_lots(
    article_ids: Collection[int], stages: Collection[Stage], *, lease: timedelta
) -> Iterator[list[Article]]:
    """`begin_step` for a batch, in the lots in which it is best done: those that were never tried first.

    One that was tried before may be what killed its worker: it is a lot of its own, begun when its
    turn comes, and those tried least often come first. So it takes no other down with it twice.
    """
    due, waiting = clock.now() + lease, [stage.value for stage in stages]
    fresh = all_rows(Article, _BEGIN_FRESH, [list(article_ids), waiting, due])
    begun = {article.pk for article in fresh}
    again: list[tuple[int, int]] = []
    if len(begun) < len(set(article_ids)):
        others = Article.objects.filter(pk__in=set(article_ids) - begun, stage__in=waiting)
        again = list(others.order_by("attempts", "pk").values_list("pk", "attempts"))
    if fresh:
        yield sorted(fresh, key=lambda article: article.pk)
    for article_id, attempts in again:
        article = begin_step(article_id, stages, lease=lease, attempts=attempts)
        if article is not None:
            yield [article]


def _given_up(article: Article) -> bool:
    """Park the article that was just begun where earlier attempts killed their workers; whether it was.

    Errors that were caught are tried much longer: a reason tells them apart.
    """
    before = article.attempts - 1
    reason = article.parked_reason
    caught = bool(reason) and not reason.startswith(FEED_ONLY)
    if before < (MOST_ATTEMPTS if caught else MAX_PARSER_ATTEMPTS):
        return False
    if not caught:
        done = _DONE_WITH_IT.get(Stage(article.stage), "worked on it")
        reason = f"the process that {done} died each time (a crash, or too little memory)"
    words = f"Tried {before} times: {reason}"[:400]
    parked = Article.objects.filter(
        pk=article.pk, stage=article.stage, attempts=article.attempts
    ).update(stage=Stage.PARKED, next_attempt_at=None, parked_reason=words, updated_at=clock.now())
    logger.error("Article %s was parked: %s", article.pk, words)
    return bool(parked)


def lock_many_in_stage(article_ids: Collection[int], stages: Collection[Stage]) -> list[Article]:
    """`lock_in_stage` for a batch; returns those that still are in one of the stages, by id."""
    return all_rows(Article, _LOCK_MANY, [list(article_ids), [stage.value for stage in stages]])


def move_to(article: Article, stage: Stage, *, due: datetime | None) -> None:
    """Let the locked article wait for its next step, without attempts; None: it waits for nothing."""
    article.stage, article.next_attempt_at, article.attempts = stage, due, 0
    if not article.parked_reason.startswith(FEED_ONLY):
        article.parked_reason = ""
    if article.state == PublishingState.PUBLISHED and article.published_at is None:
        article.save(
            update_fields=["stage", "next_attempt_at", "attempts", "parked_reason", "updated_at"]
        )
        return
    article.updated_at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [stage.value, due, article.updated_at, article.pk])


def move_many_to(articles: Collection[Article], stage: Stage, *, due: datetime | None) -> None:
    """`move_to` for a batch of locked articles; one query, none for none."""
    now = clock.now()
    together = []
    for article in articles:
        if article.state == PublishingState.PUBLISHED and article.published_at is None:
            move_to(article, stage, due=due)
            continue
        article.stage, article.next_attempt_at, article.attempts = stage, due, 0
        article.updated_at = now
        together.append(article.pk)
    if together:
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_MANY, [stage.value, due, now, together])
