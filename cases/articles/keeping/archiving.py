"""Asking a web archive to keep a page, where a setting names one. Off by default.

`WEB_ARCHIVE_SAVE_URL` is the archive's address for saving, with "{url}" where the page's address
goes. One request at a time, `WEB_ARCHIVE_DELAY` seconds apart, through the guarded client.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db.models import F, QuerySet

from cases.articles.keeping.lasting import WebArchiveCopy
from cases.articles.models import Article
from cases.evidence.models import Source
from cases.feeds.polling.reading import fetch_policy
from tracker.lib import clock
from tracker.lib.http_client import FetchLimits, FetchResult, fetch
from tracker.lib.http_outcomes import Outcome
from tracker.lib.retry_times import next_attempt_at
from tracker.lib.web_urls import absolute_url

LEASE = timedelta(seconds=180)
MOST_ATTEMPTS = 5
# An archive fetches the page itself before it answers.
_LIMITS = FetchLimits(read=60, total=90, max_raw=8_000_000, max_decoded=16_000_000)


def plan_archive_copy(article: Article) -> None:
    """Let the archive be asked for an article that was just fetched, where the setting is there."""
    if settings.WEB_ARCHIVE_SAVE_URL:
        WebArchiveCopy.objects.get_or_create(
            article=article, defaults={"next_attempt_at": clock.now()}
        )


def copies_to_ask_for() -> QuerySet[WebArchiveCopy]:
    """Pages of which the archive is still to be asked; none while it was asked just now, or is not set."""
    waiting = WebArchiveCopy.objects.filter(next_attempt_at__isnull=False)
    if not settings.WEB_ARCHIVE_SAVE_URL:
        return waiting.none()
    lately = clock.now() - timedelta(seconds=settings.WEB_ARCHIVE_DELAY)
    if WebArchiveCopy.objects.filter(asked_at__gt=lately).exists():
        return waiting.none()
    return waiting


def ask_archive(article_id: int) -> WebArchiveCopy | None:
    """Ask the archive for one article. Returns the row as it stands after, None if none is due."""
    template = settings.WEB_ARCHIVE_SAVE_URL
    now = clock.now()
    begun = WebArchiveCopy.objects.filter(article=article_id, next_attempt_at__isnull=False).update(
        attempts=F("attempts") + 1, asked_at=now, next_attempt_at=now + LEASE
    )
    if not begun or not template:
        return None
    row = WebArchiveCopy.objects.select_related("article").get(article=article_id)
    address = template.replace("{url}", quote(row.article.url, safe=":/?&=%"))
    try:
        result = fetch(address, policy=fetch_policy(), limits=_LIMITS)
    except Exception as error:
        row.outcome = f"a fault of this installation: {error!r}"[:200]
        row.next_attempt_at = _again(row)
        row.save(update_fields=["outcome", "next_attempt_at"])
        raise
    return _apply(row, address, result)


def _apply(row: WebArchiveCopy, address: str, result: FetchResult) -> WebArchiveCopy:
    kept_at = _kept_address(address, result)
    if result.outcome is Outcome.OK or kept_at:
        row.archived_url, row.next_attempt_at = kept_at, None
        row.outcome = "kept" if kept_at else "kept; the archive did not say where"
        if kept_at:
            Source.objects.filter(url=row.article.url, archived_url="").update(
                archived_url=kept_at[:2000]
            )
    elif row.attempts >= MOST_ATTEMPTS or result.outcome is Outcome.REFUSED:
        row.outcome, row.next_attempt_at = f"given up: {result.reason}"[:200], None
    else:
        row.outcome, row.next_attempt_at = result.reason[:200], _again(row)
        if result.retry_after is not None:
            row.next_attempt_at = max(row.next_attempt_at, clock.now() + result.retry_after)
    row.save()
    return row


def _kept_address(asked: str, result: FetchResult) -> str:
    """Where the copy is: by the header that archives send, else where the answer led to."""
    told = result.headers.get("content-location", "")
    address = absolute_url(told, result.final_url) if told else ""
    if not address and result.final_url != asked:
        address = result.final_url
    return address if len(address) <= 2048 else ""


def _again(row: WebArchiveCopy) -> datetime:
    return next_attempt_at(row.attempts, clock.now(), key=f"archive {row.article_id}")
