"""Reads of the articles for the pipeline: what waits in each stage, what is parked."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from cases.articles.keeping.lasting import Recheck
from cases.articles.models import Article, ArticleSighting, ArticleText, Stage
from cases.feeds.models import FeedEntry
from cases.feeds.selectors import waiting_entries
from tracker.lib.one_row import all_rows, one_row

# Written out: they are asked for each article in each step.
_NEWEST_PAGES = """
SELECT DISTINCT ON (article_id) id, article_id, url, charset, body_gzip FROM cases_articlepage
WHERE article_id = ANY(%s) ORDER BY article_id, id DESC
"""
_NEWEST_TEXT = (
    "SELECT {columns} FROM cases_articletext WHERE article_id = %s ORDER BY version DESC LIMIT 1"
)
_NEWEST_TEXTS = """
SELECT DISTINCT ON (article_id) {columns} FROM cases_articletext
WHERE article_id = ANY(%s) ORDER BY article_id, version DESC
"""


def entries_to_take() -> QuerySet[FeedEntry]:
    """Feed entries that are not articles yet."""
    return waiting_entries()


def articles_to_fetch() -> QuerySet[Article]:
    """Articles whose page is still to be fetched."""
    return Article.objects.filter(stage=Stage.LISTED)


def articles_to_extract() -> QuerySet[Article]:
    """Articles whose page is here and still to be read."""
    return Article.objects.filter(stage=Stage.FETCHED)


def parked_articles() -> QuerySet[Article]:
    """Articles that a person has to look at, newest first."""
    return Article.objects.filter(stage=Stage.PARKED).order_by("-id")


def newest_text(article: Article) -> ArticleText | None:
    """The latest version of what was read of the article, or None."""
    return one_row(ArticleText, _NEWEST_TEXT, [article.pk])


def newest_texts(article_ids: Collection[int]) -> dict[int, ArticleText]:
    """`newest_text` of many articles by article, those that have one. One query."""
    rows = all_rows(ArticleText, _NEWEST_TEXTS, [list(article_ids)])
    return {text.article_id: text for text in rows}


class KeptPage(NamedTuple):
    """What reading wants of a kept page."""

    id: int
    article_id: int
    url: str
    charset: str
    body_gzip: bytes


def newest_pages(article_ids: Collection[int]) -> dict[int, KeptPage]:
    """The page that was fetched last of each article that has one, by article."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_PAGES, [list(article_ids)])
        return {row[1]: KeptPage(*row) for row in cursor.fetchall()}


def stand_ins() -> QuerySet[ArticleSighting]:
    """Sightings of articles for which a page of the demo was read instead of the outlet's own.

    This project wrote those pages from the facts on record, so nothing in them may be quoted as the
    outlet's words.
    """
    return ArticleSighting.objects.filter(entry__feed__is_demo=True)


def articles_to_recheck() -> QuerySet[Recheck]:
    """Pages that are to be asked for again."""
    return Recheck.objects.filter(next_attempt_at__isnull=False)
