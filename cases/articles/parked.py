"""A person lets parked work be tried again."""

from django.db.models import Case, Exists, OuterRef, Value, When

from cases.articles.models import Article, ArticlePage, Stage
from cases.feeds.models import FeedEntry
from tracker.lib import clock


def try_article_again(article_id: int) -> bool:
    """Make a parked article due at once: to be read where its page is here, else to be fetched.

    False when it is not parked (any more).
    """
    pages = ArticlePage.objects.filter(article=OuterRef("pk"))
    changed = Article.objects.filter(pk=article_id, stage=Stage.PARKED).update(
        stage=Case(
            When(Exists(pages), then=Value(Stage.FETCHED.value)), default=Value(Stage.LISTED.value)
        ),
        next_attempt_at=clock.now(),
        attempts=0,
        parked_reason="",
    )
    return changed == 1


def try_entry_again(entry_id: int) -> bool:
    """Make a parked feed entry due at once. False when it was taken, or still waits by itself."""
    parked = FeedEntry.objects.filter(
        pk=entry_id, taken_at__isnull=True, next_attempt_at__isnull=True
    )
    return parked.update(next_attempt_at=clock.now(), attempts=0, parked_reason="") == 1
