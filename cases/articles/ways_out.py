"""How a step of an article ends: it moves on, waits, goes on without its page, or is parked."""

from datetime import timedelta

from django.db import transaction

from cases.articles.extracted import TextStatus
from cases.articles.models import Article, Stage
from cases.articles.steps import FEED_ONLY, OUR_FAULT, lock_in_stage
from cases.articles.texts import keep_feed_text
from tracker.lib import clock
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS, next_attempt_at


def move_on(article: Article, stage: Stage) -> None:
    """Let the locked article wait for its next step, at once."""
    article.stage, article.attempts, article.parked_reason = stage, 0, ""
    article.next_attempt_at = clock.now()
    article.save()


def give_up_page(
    article_id: int, stage: Stage, reason: str, status: TextStatus | None = None
) -> Article | None:
    """Go on with what the feed said; the reason stays on the row for a person to see.

    Returns the article, None where it is not in that stage any more.
    """
    with transaction.atomic():
        article = lock_in_stage(article_id, (stage,))
        if article is None:
            return None
        keep_feed_text(article, status)
        move_on(article, Stage.EXTRACTED)
        article.parked_reason = f"{FEED_ONLY}: {reason}"[:400]
        article.save(update_fields=["parked_reason"])
        return article


def count_failure(article_id: int, reason: str) -> Article | None:
    """A page was too much for its parser: try again later, a few times, then park the article."""
    with transaction.atomic():
        article = lock_in_stage(article_id, (Stage.FETCHED,))
        if article is None:
            return None
        if article.attempts >= MAX_PARSER_ATTEMPTS:
            return park(article, f"Tried {article.attempts} times: {reason}")
        wait(article, reason)
        return article


def park(article: Article, reason: str) -> Article:
    """Let the locked article wait for a person."""
    article.stage, article.next_attempt_at, article.parked_reason = Stage.PARKED, None, reason[:400]
    article.save(update_fields=["stage", "next_attempt_at", "parked_reason", "updated_at"])
    return article


def wait(article: Article, reason: str, *, at_least: timedelta | None = None) -> None:
    """Try the article again by the table of retry times, not before `at_least` has passed."""
    now = clock.now()
    due = next_attempt_at(max(article.attempts, 1), now, key=f"article {article.pk}")
    article.next_attempt_at = max(due, now + at_least) if at_least else due
    article.parked_reason = reason[:400]
    article.save(update_fields=["next_attempt_at", "parked_reason", "attempts", "updated_at"])


def step_aside(article_id: int, stage: Stage, error: Exception) -> None:
    """Move the row's due time on before an error of ours is raised, so that the others are served.

    One that somebody else has brought to another stage meanwhile is left alone.
    """
    with transaction.atomic():
        article = lock_in_stage(article_id, (stage,))
        if article is not None and article.next_attempt_at is not None:
            wait(article, f"{OUR_FAULT}: {type(error).__name__}: {error}")
