"""Reads for placing: which stories an article may belong to."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from cases.articles.models import Article, Stage
from cases.stories.choosing import LOOKED_UP, MOST_STORIES
from cases.stories.fingerprints import Fingerprint
from cases.stories.kept import key_of
from cases.stories.models import KeptApart
from cases.stories.profiles import TermWeights
from cases.stories.similarity import best_terms

# Of the stories that share a term with the article, so many of the newest are weighed: a name in
# every second article cannot slow a placement down.
MOST_WEIGHED = 400

_PROMISING = """
SELECT story_id FROM (
    SELECT kept.story_id, kept.keys
    FROM cases_keptprofile AS kept JOIN cases_story AS story ON story.id = kept.story_id
    WHERE kept.keys && %(keys)s::bigint[] AND NOT story.locked AND story.merged_into_id IS NULL
        AND (kept.last_at IS NULL OR kept.last_at >= %(since)s::timestamptz)
        AND (kept.first_at IS NULL OR kept.first_at <= %(until)s::timestamptz)
    ORDER BY kept.last_at DESC NULLS FIRST, kept.id DESC LIMIT %(weighed)s
) AS near
ORDER BY (
    SELECT sum(term.weight) FROM unnest(%(keys)s::bigint[], %(weights)s::float8[])
        AS term(key, weight)
    WHERE term.key = ANY(near.keys)
) DESC, story_id
LIMIT %(most)s
"""
_OF_COPIES = """
WITH root AS (
    SELECT coalesce(derived_from_id, id) AS id FROM cases_article WHERE id = %(article)s
), copies AS (
    SELECT id FROM root
    UNION
    SELECT copy.id FROM cases_article AS copy JOIN root ON copy.derived_from_id = root.id
)
SELECT membership.story_id
FROM copies
JOIN cases_storymembership AS membership ON membership.article_id = copies.id
JOIN cases_story AS story ON story.id = membership.story_id
WHERE copies.id <> %(article)s AND NOT story.locked AND story.merged_into_id IS NULL
GROUP BY membership.story_id
ORDER BY count(*) DESC, membership.story_id LIMIT 1
"""
_HAS_STORY = "SELECT EXISTS (SELECT FROM cases_storymembership WHERE article_id = %s)"


def articles_to_place() -> QuerySet[Article]:
    """Articles that were read and searched for names, and wait for their story."""
    return Article.objects.filter(stage=Stage.NAMED)


def promising_stories(
    article: Fingerprint, *, at: datetime | None, window: timedelta, weights: TermWeights
) -> list[int]:
    """The stories that share most of the article's rare terms. One query.

    Within the window around `at`. Where the article gives no date (None) or no member does, it may
    be about anything older. Locked and merged stories are left out.
    """
    terms = best_terms(article, weights, LOOKED_UP)
    if not terms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _PROMISING,
            {
                "keys": [key_of(term) for term in terms],
                "weights": [weights.of(term) for term in terms],
                "since": _shifted(at, -window),
                "until": _shifted(at, window),
                "weighed": MOST_WEIGHED,
                "most": MOST_STORIES,
            },
        )
        return [story for (story,) in cursor.fetchall()]


def kept_apart_from(story_id: int) -> set[int]:
    """The stories that a person said are other events than this one."""
    pairs = KeptApart.objects.filter(Q(one=story_id) | Q(other=story_id))
    return {
        one if other == story_id else other
        for one, other in pairs.values_list("one_id", "other_id")
    }


def story_of_copies(article_id: int) -> int | None:
    """The story that holds most of the article's original and its copies; None without any.

    Locked stories and those merged into others are left out. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_COPIES, {"article": article_id})
        row = cursor.fetchone()
    return row[0] if row is not None else None


def has_story(article_id: int) -> bool:
    """Whether the article was placed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HAS_STORY, [article_id])
        return bool(cursor.fetchone()[0])


def _shifted(at: datetime | None, by: timedelta) -> datetime | str:
    """A bound for the query; infinite without a date or beyond the calendar."""
    try:
        if at is not None:
            return at + by
    except OverflowError:
        pass
    return "-infinity" if by < timedelta(0) else "infinity"
