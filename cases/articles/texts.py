"""Versions of articles' texts, and what the articles learn from their pages.

Called inside a transaction, with the articles' rows locked.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from cases.articles.copying.finding import canonical_copy
from cases.articles.extracted import EXTRACTOR, ExtractedArticle
from cases.articles.extracted import TextStatus as ReadStatus
from cases.articles.identity import article_key
from cases.articles.models import Article, ArticleText, Stage, TextStatus
from cases.articles.selectors import newest_text
from tracker.lib import clock
from tracker.lib.publishing import PublishingState

FROM_FEED = "feed"


class Kept(NamedTuple):
    """What was read of an article from one of its pages."""

    article_id: int
    page_id: int
    found: ExtractedArticle


# Written out, with a column of values for each: they are asked for every batch of articles.
_VERSIONS = """
SELECT new.article_id, max(kept.version), max(kept.version) FILTER (WHERE kept.sha256 = new.sha256)
FROM unnest(%s::bigint[], %s::text[]) AS new(article_id, sha256)
JOIN cases_articletext AS kept ON kept.article_id = new.article_id
GROUP BY new.article_id
"""
_KEEP = """
INSERT INTO cases_articletext
    (article_id, version, page_id, title, text, language, sha256, extractor, extracted_at)
SELECT *, %s, %s FROM unnest(
    %s::bigint[], %s::smallint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
"""
# A text that was edited back stands as the newest again.
_STAND_AGAIN = """
UPDATE cases_articletext SET version = %s, page_id = %s, extracted_at = %s
WHERE article_id = %s AND version = %s
"""
_LEARN = """
UPDATE cases_article AS article SET
    title = new.title, author = new.author, language = new.language, image_url = new.image_url,
    summary = new.summary, modified_on_site_at = new.modified_on_site_at,
    published_on_site_at = new.published_on_site_at, published_claim = new.published_claim,
    ordered_at = new.ordered_at, text_status = new.text_status, derived_from_id = new.derived_from_id,
    stage = new.stage, attempts = new.attempts, parked_reason = new.parked_reason,
    next_attempt_at = new.next_attempt_at, updated_at = new.updated_at,
    published_at = new.published_at
FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
    %s::timestamptz[], %s::text[], %s::timestamptz[], %s::text[], %s::bigint[], %s::text[],
    %s::smallint[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]
) AS new(
    id, title, author, language, image_url, summary, modified_on_site_at, published_on_site_at,
    published_claim, ordered_at, text_status, derived_from_id, stage, attempts, parked_reason,
    next_attempt_at, updated_at, published_at)
WHERE article.id = new.id
"""


def keep_extracted(read: Sequence[tuple[Article, Kept]]) -> None:
    """Keep what was read as versions, fill what the feeds left open, and let the articles move on.

    The same text is kept once. The articles' rows are locked and as they stand now; both they and
    the rows are changed.
    """
    if not read:
        return
    now = clock.now()
    for article, kept in read:
        _learn(article, kept.found, now)
    _note_same_elsewhere(read)
    _keep_versions(read, now)
    articles = [article for article, _ in read]
    columns = [
        [getattr(article, name) for article in articles]
        for name in (
            "pk", "title", "author", "language", "image_url", "summary", "modified_on_site_at",
            "published_on_site_at", "published_claim", "ordered_at", "text_status", "derived_from_id",
            "stage", "attempts", "parked_reason", "next_attempt_at", "updated_at", "published_at",
        )
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, columns)


def _learn(article: Article, found: ExtractedArticle, now: datetime) -> None:
    """What the page adds. The feed is the outlet's own word for title and date, so it goes first."""
    article.title = article.title or found.title
    article.author = article.author or found.author[:300]
    article.language = (found.language or article.language)[:12]
    article.image_url = article.image_url or found.image_url
    article.summary = article.summary or found.description
    article.modified_on_site_at = found.modified or article.modified_on_site_at
    if article.published_on_site_at is None and found.published is not None:
        article.published_on_site_at = found.published
        article.published_claim = found.published_claim
        article.ordered_at = found.published
    article.text_status = found.text_status.value
    article.stage, article.attempts, article.parked_reason = Stage.EXTRACTED.value, 0, ""
    article.next_attempt_at = article.updated_at = now
    if article.state == PublishingState.PUBLISHED and article.published_at is None:
        article.published_at = now


def _keep_versions(read: Sequence[tuple[Article, Kept]], now: datetime) -> None:
    digests = [text_digest(kept.found.title, kept.found.text) for _, kept in read]
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [[article.pk for article, _ in read], digests])
        before = {article_id: (newest, same) for article_id, newest, same in cursor.fetchall()}
        new = [
            (
                article.pk,
                before[article.pk][0] + 1 if article.pk in before else 1,
                kept.page_id,
                kept.found.title[:500],
                kept.found.text,
                article.language,
                digest,
            )
            for (article, kept), digest in zip(read, digests, strict=True)
            if article.pk not in before or before[article.pk][1] is None
        ]
        for article, kept in read:
            newest, same = before.get(article.pk, (None, None))
            if same is not None and same != newest:
                again = [newest + 1, kept.page_id, now, article.pk, same]
                cursor.execute(_STAND_AGAIN, again)
        if new:
            cursor.execute(_KEEP, [EXTRACTOR, now, *map(list, zip(*new, strict=True))])


def keep_feed_text(article: Article, status: ReadStatus | None = None) -> ArticleText | None:
    """Where no page can be read, the feed's summary is the text, unless a page was read before.

    `status` is what stood in the article's place, None where no page came at all. The article is
    changed, not saved.
    """
    if article.texts.exclude(extractor=FROM_FEED).exists():
        return None
    article.text_status = status.value if status else TextStatus.FEED
    digest = text_digest(article.title, article.summary)
    # The article's row is locked, so nobody adds a version meanwhile.
    last = newest_text(article)
    same = article.texts.filter(sha256=digest).first() if last is not None else None
    if same is not None and last is not None and same.version != last.version:
        same.version, same.extracted_at = last.version + 1, clock.now()
        same.save(update_fields=["version", "extracted_at"])
    return same or ArticleText.objects.create(
        article=article,
        sha256=digest,
        version=last.version + 1 if last is not None else 1,
        title=article.title[:500],
        text=article.summary,
        language=article.language,
        extractor=FROM_FEED,
        extracted_at=clock.now(),
    )


def text_digest(title: str, text: str) -> str:
    """What makes two readings the same version: the hash of title and text."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


def _note_same_elsewhere(read: Sequence[tuple[Article, Kept]]) -> None:
    """Note whose page names the address of another article of the outlet as its own, with its headline.

    The headline is asked for too: many sites name their front page as canonical on every page.
    """
    named: dict[int, str] = {}
    for article, kept in read:
        if article.derived_from_id is None and kept.found.canonical_url:
            key = article_key(kept.found.canonical_url)
            if key != article.key:
                named[article.pk] = key
    if not named:
        return
    by_id = {article.pk: article for article, _ in read}
    others = {
        other.key: by_id.get(other.pk, other)
        for other in Article.objects.filter(key__in=set(named.values())).select_related(
            "derived_from"
        )
    }
    for article, kept in read:
        other = others.get(named.get(article.pk, ""))
        if other is None or other.outlet_id != article.outlet_id:
            continue
        if other.title.casefold() != (kept.found.title or article.title).casefold():
            continue
        # A copy of a copy is a copy of the first; two that name each other stay as they are.
        first = other.derived_from or other
        if first.pk != article.pk:
            article.derived_from = by_id.get(first.pk, first)
            canonical_copy(article, first)
