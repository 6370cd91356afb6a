"""A step of an article: its attempt counted, its row locked, its stage moved on.

Written out in SQL: each is asked for every article, and composing the query costs more than it does.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection

from cases.articles.models import Article, Stage
from tracker.lib import clock
from tracker.lib.one_row import all_rows, one_row
from tracker.lib.publishing import PublishingState

_BEGIN = """
UPDATE cases_article SET attempts = attempts + 1, next_attempt_at = %s
WHERE id = %s AND stage = ANY(%s) RETURNING {columns}
"""
# No lock here forbids others to name the article: whoever decides on a link of it holds the link's row,
# which we may wait for, and writes rows that refer to the article.
_LOCK = "SELECT {columns} FROM cases_article WHERE id = %s AND stage = ANY(%s) FOR NO KEY UPDATE"
# Of many, the rows are always locked in one order, so that two batches wait for each other in turn.
_BEGIN_MANY = """
WITH due AS MATERIALIZED (
    SELECT id FROM cases_article WHERE id = ANY(%s) AND stage = ANY(%s) ORDER BY id FOR NO KEY UPDATE
)
UPDATE cases_article SET attempts = attempts + 1, next_attempt_at = %s
WHERE id IN (SELECT id FROM due) RETURNING {columns}
"""
_LOCK_MANY = """
SELECT {columns} FROM cases_article WHERE id = ANY(%s) AND stage = ANY(%s)
ORDER BY id FOR NO KEY UPDATE
"""
_MOVE = """
UPDATE cases_article SET stage = %s, attempts = 0, next_attempt_at = %s, updated_at = %s
WHERE id = %s
"""
_MOVE_MANY = """
UPDATE cases_article SET stage = %s, attempts = 0, next_attempt_at = %s, updated_at = %s
WHERE id = ANY(%s)
"""


def begin_step(article_id: int, stages: Collection[Stage], *, lease: timedelta) -> Article | None:
    """Count the attempt; returns the article, None where it is in none of the stages. One query.

    For a step that works outside of a transaction: there it is committed at once.
    """
    due = clock.now() + lease
    return one_row(Article, _BEGIN, [due, article_id, [stage.value for stage in stages]])


def lock_in_stage(article_id: int, stages: Collection[Stage]) -> Article | None:
    """The article's row, locked, if it still is in one of the stages: the second of two gets None."""
    return one_row(Article, _LOCK, [article_id, [stage.value for stage in stages]])


def begin_steps(
    article_ids: Collection[int], stages: Collection[Stage], *, lease: timedelta
) -> list[Article]:
    """`begin_step` for a batch; returns those that are in one of the stages, by id."""
    due, waiting = clock.now() + lease, [stage.value for stage in stages]
    begun = all_rows(Article, _BEGIN_MANY, [list(article_ids), waiting, due])
    return sorted(begun, key=lambda article: article.pk)


def lock_many_in_stage(article_ids: Collection[int], stages: Collection[Stage]) -> list[Article]:
    """`lock_in_stage` for a batch; returns those that still are in one of the stages, by id."""
    return all_rows(Article, _LOCK_MANY, [list(article_ids), [stage.value for stage in stages]])


def move_to(article: Article, stage: Stage, *, due: datetime | None) -> None:
    """Let the locked article wait for its next step, without attempts; None: it waits for nothing."""
    article.stage, article.next_attempt_at, article.attempts = stage, due, 0
    if article.state == PublishingState.PUBLISHED and article.published_at is None:
        article.save(update_fields=["stage", "next_attempt_at", "attempts", "updated_at"])
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
