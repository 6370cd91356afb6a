"""Asking again for pages that were read: silent edits become versions, pages that went are noted.

Each visit is one call of `recheck_article`; the row's due time says when, the lease while it is under
way. A page of which the text is the same is not kept a second time: sites change their bytes with
every answer.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cases.articles.asking import Asked, ask_for_page, route_of
from cases.articles.extracted import STATUS_WORDS, ExtractedArticle, NotAnArticle, TextStatus
from cases.articles.keeping.lasting import Recheck
from cases.articles.keeping.snapshots import keep_page
from cases.articles.models import Article, ArticlePage, Stage
from cases.articles.reading import read_body
from cases.articles.rechecking.recheck_times import next_visit
from cases.articles.selectors import newest_text
from cases.articles.texts import text_digest
from tracker.lib import clock
from tracker.lib.contained import ParserDied, ParserRefused, ParserTimedOut
from tracker.lib.http_client import FetchResult
from tracker.lib.http_outcomes import Outcome
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS, MOST_ATTEMPTS, next_attempt_at

LEASE = timedelta(seconds=90)
_GONE = (404, 410)
# While an article is on its way through the stages, a visit waits for it.
_BUSY = timedelta(minutes=5)


def plan_recheck(article: Article) -> None:
    """Let a page that was just fetched be asked for again. Called with the article's row locked."""
    now = clock.now()
    due = next_visit(now, 0, settings.RECHECK_AFTER_HOURS, now=now)
    if due is not None:
        Recheck.objects.get_or_create(article=article, defaults={"next_attempt_at": due})


def recheck_article(article_id: int) -> Recheck | None:
    """Ask for the article's page again. Returns the row as it stands after, None if none is due.

    A changed text sends the article through reading, linking and placing once more; it keeps its
    story. Nothing but the visit's own row is touched where the text is the same.
    """
    begun = Recheck.objects.filter(article=article_id, next_attempt_at__isnull=False).update(
        attempts=F("attempts") + 1, next_attempt_at=clock.now() + LEASE
    )
    if not begun:
        return None
    article = Article.objects.get(pk=article_id)
    if _begun(article_id) > MOST_ATTEMPTS:
        # Its worker died each time, or a fault of ours is not mended: the visit counts as made.
        return _visited(article, f"given up after {MOST_ATTEMPTS} attempts")
    page = article.pages.defer("body_gzip").order_by("-id").first()
    if page is None or article.stage != Stage.LINKED:
        return _later(article_id, clock.now() + _BUSY, "the article is still being read")
    try:
        asked = ask_for_page(
            page.url, route=route_of(article), etag=page.etag, last_modified=page.last_modified
        )
        if asked.put_off is not None:
            return _later(article_id, asked.put_off, "its site is asked by others now")
        assert asked.result is not None
        return _judge(article, page, asked, asked.result)
    except Exception as error:
        fault = f"a fault of this installation: {error!r}"
        _later(article_id, _retry_time(article_id), fault, counted=True)
        raise


def _judge(
    article: Article, page: ArticlePage, asked: Asked, result: FetchResult
) -> Recheck | None:
    if result.status in _GONE:
        return _visited(article, f"the page is gone ({result.status})", gone=True)
    if result.outcome is Outcome.UNCHANGED:
        return _visited(article, "unchanged (304)")
    if result.outcome is Outcome.THROTTLED:
        wait = result.retry_after or timedelta(hours=1)
        return _later(article.pk, clock.now() + wait, "asked to come later")
    if result.outcome is not Outcome.OK:
        return _failed(article, result.reason)
    if hashlib.sha256(result.body).hexdigest() == page.sha256:
        return _visited(article, "unchanged")
    try:
        found = read_body(
            result.body,
            url=result.final_url,
            charset=result.charset,
            language=article.language,
            lot=article.pk,
        )
    except NotAnArticle as error:
        return _visited(article, error.reason, gone=error.status is TextStatus.NOT_FOUND)
    except (ParserDied, ParserTimedOut, ParserRefused) as error:
        return _failed(article, f"the new page kills its parser: {error}")
    return _compare(article, asked, found)


def _compare(article: Article, asked: Asked, found: ExtractedArticle) -> Recheck | None:
    last = newest_text(article)
    if last is not None and last.sha256 == text_digest(found.title, found.text):
        return _visited(article, "the text is the same")
    if article.text_status == TextStatus.FULL and found.text_status is not TextStatus.FULL:
        # What was read before was the whole of it.
        return _visited(article, STATUS_WORDS[found.text_status])
    with transaction.atomic():
        locked = (
            Article.objects.select_for_update().filter(pk=article.pk, stage=Stage.LINKED).first()
        )
        if locked is None:
            return _later(article.pk, clock.now() + _BUSY, "the article is still being read")
        keep_page(locked, asked)
        locked.stage, locked.attempts, locked.next_attempt_at = Stage.FETCHED, 0, clock.now()
        locked.save(update_fields=["stage", "attempts", "next_attempt_at", "updated_at"])
        Recheck.objects.filter(article=locked).update(changes_seen=F("changes_seen") + 1)
        return _visited(locked, "the text has changed")


def _visited(article: Article, outcome: str, *, gone: bool = False) -> Recheck:
    """A visit was made: note it and when the next one is due."""
    with transaction.atomic():
        row = Recheck.objects.select_for_update().get(article=article)
        now = clock.now()
        row.visits, row.attempts, row.last_at = row.visits + 1, 0, now
        row.last_outcome = outcome[:200]
        row.gone_at = (row.gone_at or now) if gone else None
        first = article.pages.order_by("id").values_list("fetched_at", flat=True).first() or now
        row.next_attempt_at = next_visit(first, row.visits, settings.RECHECK_AFTER_HOURS, now=now)
        if row.next_attempt_at == now:
            # Visits that were missed while the tracker was off are not made up one after another.
            row.next_attempt_at = now + timedelta(hours=1)
        row.save()
        return row


def _failed(article: Article, reason: str) -> Recheck | None:
    """A visit that brought nothing is tried again twice, then counted as made."""
    row = Recheck.objects.get(article=article)
    if row.attempts >= MAX_PARSER_ATTEMPTS:
        return _visited(article, reason)
    return _later(article.pk, _retry_time(article.pk), reason, counted=True)


def _later(article_id: int, due: datetime, reason: str, *, counted: bool = False) -> Recheck | None:
    row = Recheck.objects.filter(article=article_id).first()
    if row is not None:
        row.next_attempt_at, row.last_outcome = due, reason[:200]
        row.attempts = row.attempts if counted else max(0, row.attempts - 1)
        row.save(update_fields=["next_attempt_at", "last_outcome", "attempts"])
    return row


def _begun(article_id: int) -> int:
    """How often the visit under way was begun."""
    row = Recheck.objects.filter(article=article_id).values_list("attempts", flat=True)
    return row.first() or 0


def _retry_time(article_id: int) -> datetime:
    return next_attempt_at(max(_begun(article_id), 1), clock.now(), key=f"recheck {article_id}")
