"""Writes of the articles: taken from an entry, fetched. Each is done once, however often called.

The stage on the row says what is still to be done. Each step counts its attempt and commits that
before it touches the network or a parser, works outside any transaction, and moves the stage on
only if nobody else has meanwhile.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from cases.articles.addresses import address_to_fetch, own_address
from cases.articles.asking import Asked, ask_for_page, route_of
from cases.articles.extracted import TextStatus
from cases.articles.identity import article_address, article_key
from cases.articles.keeping.archiving import plan_archive_copy
from cases.articles.keeping.snapshots import keep_page
from cases.articles.models import Article, ArticleSighting, Stage
from cases.articles.rechecking.rechecks import plan_recheck
from cases.articles.steps import begin_step, lock_in_stage, move_to
from cases.articles.texts import keep_feed_text
from cases.articles.ways_out import give_up_page, move_on, park, step_aside, wait
from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from cases.feeds.models import FeedEntry, SourceKind
from tracker.lib import clock
from tracker.lib.http_outcomes import Outcome
from tracker.lib.retry_times import MAX_FETCH_ATTEMPTS, next_attempt_at

logger = logging.getLogger(__name__)

# Longer than the work itself may take; a worker that is killed only delays the row by this.
LEASE = timedelta(seconds=60)
# A page that is refused to us (401, 403, 404...) may be there tomorrow, but its headline need not
# wait for that: after so many attempts the article goes on with what the feed said.
MOST_REFUSALS = 3
# Where something was read of the article, by its page or by the feed.
_READ = (Stage.EXTRACTED, Stage.NAMED, Stage.PLACED, Stage.LINKED)
_STANDING_IN = {status.value: status for status in TextStatus}


def take_entry(entry_id: int) -> Article | None:
    """Find or make the article of a feed entry and note that the entry led to it.

    The canonical address is the identity: two feeds with one article make one article with two
    sightings. A changed title in the feed is the article's new title. Returns None, and nothing
    done, where the entry is gone, already taken, or names no web address (it is parked then).
    """
    try:
        with transaction.atomic():
            return _take(entry_id)
    except Exception:
        _step_aside_entry(entry_id)
        raise


def fetch_article(article_id: int) -> Article | None:
    """Fetch the article's page and keep it. Returns the article as it stands after, None if not due.

    A page that cannot be had is tried again by the table of retry times; in the end the article
    goes on with its headline and summary from the feed.
    """
    article = _begin(article_id, Stage.LISTED)
    if article is None:
        return None
    try:
        asked = ask_for_page(address_to_fetch(article), route=route_of(article))
        if asked.put_off is not None:
            return _come_back(article_id, asked.put_off)
        return _apply_fetch(article_id, asked)
    except Exception as error:
        step_aside(article_id, Stage.LISTED, error)
        raise


def _take(entry_id: int) -> Article | None:
    entry = (
        FeedEntry.objects.select_for_update(of=("self",))
        .select_related("feed__outlet")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None or entry.taken_at is not None or entry.parked_reason:
        return None
    try:
        own = own_address(entry)
        key, address = article_key(own), article_address(own)
    except ValueError as error:
        entry.parked_reason, entry.next_attempt_at = f"no web address: {error}"[:400], None
        entry.save(update_fields=["parked_reason", "next_attempt_at"])
        return None
    now = clock.now()
    article, created = Article.objects.get_or_create(
        key=key,
        defaults={
            "outlet": entry.feed.outlet,
            "url": address,
            "title": entry.title or entry.summary[:200] or address[:500],
            "summary": entry.summary,
            "author": entry.author[:300],
            "language": entry.language,
            "image_url": entry.image_url,
            "published_on_site_at": entry.published_at,
            "published_claim": entry.published_claim,
            "first_seen_at": entry.first_seen_at,
            "ordered_at": entry.published_at or entry.first_seen_at,
            "stage": Stage.LISTED,
            "next_attempt_at": now,
        },
    )
    ArticleSighting.objects.get_or_create(entry=entry, defaults={"article": article})
    if created:
        record_change(ChangeKind.CREATED, article, reason=f"listed by the feed {entry.feed.url}")
        if entry.feed.kind == SourceKind.TELEGRAM and article.summary:
            # A post is its own text, whole; its page shows less than the preview did.
            keep_feed_text(article)
            move_on(article, Stage.EXTRACTED)
    else:
        _learn_new_title(article, entry)
    entry.taken_at, entry.next_attempt_at, entry.attempts = now, None, 0
    entry.save(update_fields=["taken_at", "next_attempt_at", "attempts"])
    return article


def _learn_new_title(article: Article, entry: FeedEntry) -> None:
    """The outlet's own feed may change the headline; another outlet's feed may not.

    What was searched for names before is searched again, and read again where the feed is all there is.
    """
    if entry.feed.outlet_id != article.outlet_id or not entry.earlier:
        return
    article = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    before = (article.title, article.summary)
    article.title = entry.title or article.title
    article.summary = entry.summary or article.summary
    if (article.title, article.summary) == before:
        return
    article.save(update_fields=["title", "summary", "updated_at"])
    if article.stage in _READ:
        keep_feed_text(article, _STANDING_IN.get(article.text_status))
        move_to(article, Stage.EXTRACTED, due=clock.now())
    record_change(
        ChangeKind.UPDATED,
        article,
        fields=["title", "summary"],
        reason=f"changed by the feed {entry.feed.url}",
    )


def _begin(article_id: int, stage: Stage) -> Article | None:
    """Count the attempt and commit that; None where the article is not in this stage."""
    return begin_step(article_id, (stage,), lease=LEASE)


def _locked(article_id: int, stage: Stage) -> Article | None:
    """The article's row, locked, if it still is in this stage: the second of two workers gets None."""
    return lock_in_stage(article_id, (stage,))


def _come_back(article_id: int, due: datetime) -> Article | None:
    """Nobody was asked, since the site is to be left alone until then: no attempt, no failure."""
    Article.objects.filter(pk=article_id, stage=Stage.LISTED).update(
        attempts=F("attempts") - 1, next_attempt_at=due
    )
    return Article.objects.filter(pk=article_id).first()


def _apply_fetch(article_id: int, asked: Asked) -> Article | None:
    result = asked.result
    assert result is not None
    reason = result.reason
    if result.outcome is Outcome.OK and not _may_be_page(result.content_type):
        return give_up_page(article_id, Stage.LISTED, f"not a web page ({result.content_type})")
    with transaction.atomic():
        article = _locked(article_id, Stage.LISTED)
        if article is None:
            return None
        if result.outcome is Outcome.OK:
            page = keep_page(article, asked)
            article.fetched_via = page.url if page.url != article.url else ""
            plan_recheck(article)
            plan_archive_copy(article)
            move_on(article, Stage.FETCHED)
            return article
        if result.outcome is Outcome.REFUSED:
            return park(article, reason)
        most = MAX_FETCH_ATTEMPTS if result.outcome is Outcome.TEMPORARY else MOST_REFUSALS
        if result.outcome is Outcome.THROTTLED:
            # Asked to come later: no failure of the page, so it is not counted.
            article.attempts -= 1
            most = MAX_FETCH_ATTEMPTS
        if article.attempts < most and result.outcome is not Outcome.HARD:
            wait(article, reason, at_least=result.retry_after)
            return article
    return give_up_page(article_id, Stage.LISTED, reason)


def _may_be_page(content_type: str) -> bool:
    """Whether an answer can be a web page by its header; servers that say nothing are believed."""
    kind = content_type.split(";")[0].strip().lower()
    return not kind or kind.startswith("text/") or "html" in kind or "xml" in kind


def _step_aside_entry(entry_id: int) -> None:
    """The same for an entry."""
    FeedEntry.objects.filter(pk=entry_id, taken_at__isnull=True).update(attempts=F("attempts") + 1)
    entry = FeedEntry.objects.filter(pk=entry_id, taken_at__isnull=True).first()
    if entry is not None and entry.next_attempt_at is not None:
        entry.next_attempt_at = next_attempt_at(
            entry.attempts, clock.now(), key=f"entry {entry_id}"
        )
        entry.save(update_fields=["next_attempt_at"])
