"""Reads for placing: what waits, and what a person has said."""

from django.db import connection
from django.db.models import Q, QuerySet

from cases.articles.models import Article, Stage
from cases.stories.models import KeptApart

_HAS_STORY = "SELECT EXISTS (SELECT FROM cases_storymembership WHERE article_id = %s)"


def articles_to_place() -> QuerySet[Article]:
    """Articles that were read and searched for names, and wait for their story."""
    return Article.objects.filter(stage=Stage.NAMED)


def kept_apart_from(story_id: int) -> set[int]:
    """The stories that a person said are other events than this one."""
    pairs = KeptApart.objects.filter(Q(one=story_id) | Q(other=story_id))
    return {
        one if other == story_id else other
        for one, other in pairs.values_list("one_id", "other_id")
    }


def has_story(article_id: int) -> bool:
    """Whether the article was placed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HAS_STORY, [article_id])
        return bool(cursor.fetchone()[0])
