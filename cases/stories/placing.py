"""Placing by the machine: every article that was read gets one story, a batch under one lock."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from cases.articles.copying.finding import LOCK as LOCK_OF_COPIES
from cases.articles.copying.finding import note_copies_of
from cases.articles.models import Article, Stage
from cases.articles.steps import OUR_FAULT, begin_in_lots, begin_step, move_many_to
from cases.changes.models import Change, ChangeKind
from cases.changes.telling import tell
from cases.feeds.models import Outlet
from cases.stories.batch import Batch
from cases.stories.batch_rows import lock_stories
from cases.stories.batch_writing import Placed, write_batch
from cases.stories.commonness import count_article
from cases.stories.figures import refresh_story, retire_story
from cases.stories.kept import make_profile_anew, read_fingerprints
from cases.stories.models import Story, StoryMembership
from cases.stories.signals import article_placed
from tracker.lib import clock
from tracker.lib.history import because
from tracker.lib.locks import advisory_lock
from tracker.lib.retry_times import next_attempt_at

logger = logging.getLogger(__name__)

LOCK = "stories"
LEASE = timedelta(seconds=60)
# Outsiders are told of a new story at once, of its growth at most this often: a story that forty
# outlets pick up within an hour must not be forty notices.
TELL_OF_GROWTH_EVERY = timedelta(minutes=10)
_NEWEST_MEMBERSHIPS = 1_000
_AGAIN = "placed again by the rules"


def place_article(article_id: int) -> Story | None:
    """Give the article, of which linking has said whom it names, its story. Returns the story.

    Doing it twice does nothing the second time (None is returned): the article's stage says whether
    it waits. An article that has a place, because its text was read anew or a person put it there,
    keeps it. One placer at a time: the others wait, since two articles of one new event placed at
    once would open two stories. The attempt is counted and committed before the work; an error moves
    the row's due time on before it is raised.
    """
    if begin_step(article_id, (Stage.NAMED,), lease=LEASE) is None:
        return None
    try:
        placed = _place_together([article_id])
    except Exception as error:
        _step_aside(article_id, error)
        raise
    return placed[0].story if placed else None


def place_articles(article_ids: Sequence[int]) -> int:
    """Place a batch under one lock and in one transaction; returns how many were placed.

    Where that fails each is placed alone: one that fails again is set aside with its reason. One that
    was tried before is placed alone, after the others: it may be the one that killed their worker.
    """
    placed = 0
    for lot in begin_in_lots(article_ids, (Stage.NAMED,), lease=LEASE):
        ids = [article.pk for article in lot]
        try:
            placed += len(_place_together(ids))
        except Exception as error:
            if len(ids) > 1:
                logger.error("%d articles are placed one by one: %s", len(ids), error)
            placed += _one_by_one(ids, error)
    return placed


def _one_by_one(article_ids: Sequence[int], error: Exception) -> int:
    """Place those that failed together each by itself; returns how many were placed."""
    if len(article_ids) == 1:
        _step_aside(article_ids[0], error)
        return 0
    placed = 0
    for article_id in article_ids:
        try:
            placed += len(_place_together([article_id]))
        except Exception as fault:
            _step_aside(article_id, fault)
    return placed


def _place_together(article_ids: Sequence[int]) -> list[Placed]:
    """All of them or none, the earliest that came first."""
    if not article_ids:
        return []
    with transaction.atomic(), _both_locks():
        # All articles are locked before any story, as whoever hides an article does it.
        waiting = _waiting(article_ids)
        if not waiting:
            return []
        note_copies_of([article.pk for article in waiting])
        batch = Batch(read_fingerprints(waiting))
        for article in waiting:
            if article.pk not in batch.homes:
                choice = batch.choose(article)
                home = batch.put(article, choice)
                if choice.choosing is not None and choice.story_id is not None:
                    batch.join_split_stories(home, choice.choosing)
        with because("placed by the machine"):
            placed = write_batch(batch)
        move_many_to(waiting, Stage.LINKED, due=None)
        for article, story, opened in placed:
            article_placed.send(sender=Story, story=story, article=article, opened=opened)
    for article, _, _ in placed:
        if article.pk not in batch.homes:
            count_article(batch.prints[article.pk])
    return placed


def place_again(article_id: int) -> tuple[Story, bool] | None:
    """Place an article as if it were new, after a change of the rules.

    Returns its story and whether it moved; None for an article that was never placed, that a person
    placed, or whose story is locked or named by a person: those stay where they are.
    """
    with transaction.atomic(), advisory_lock(LOCK, wait=True):
        membership = (
            StoryMembership.objects.select_related("story", "article__outlet")
            .filter(article=article_id, placed_by_person=False)
            .filter(story__locked=False, story__named_by_person=False)
            .first()
        )
        if membership is None:
            return None
        article, before = membership.article, membership.story
        with because(_AGAIN):
            membership.delete()
            make_profile_anew(before)
            alone = not before.memberships.exists()
            batch = Batch(read_fingerprints([article]))
            choice = batch.choose(article)
            stays = choice.story_id == before.pk or (choice.story_id is None and alone)
            if choice.story_id is None and alone:
                choice = choice._replace(story_id=before.pk)
            # Both at once, in the order in which everybody locks several.
            lock_stories({before.pk, choice.story_id or before.pk})
            batch.put(article, choice)
            [(_, story, opened)] = write_batch(batch)
            if stays:
                return refresh_story(story), False
            if alone:
                retire_story(before, into=story, reason=_AGAIN)
            else:
                refresh_story(before)
                tell(ChangeKind.UPDATED, before, fields=["articles"], reason=_AGAIN)
            if not opened:
                tell(ChangeKind.UPDATED, story, fields=["articles"], reason=_AGAIN)
        return story, True


def tell_of_growth() -> int:
    """Tell of stories that grew since they were last told of; returns how many.

    Each at most once in `TELL_OF_GROWTH_EVERY`, however many articles came. Only public ones count:
    how many others there are is nobody's business outside.
    """
    newest = StoryMembership.objects.order_by("-id").values_list("story_id", "placed_at")
    grown = dict(reversed(newest[:_NEWEST_MEMBERSHIPS]))
    if not grown:
        return 0
    with transaction.atomic(), advisory_lock(LOCK) as ours:
        if not ours:
            return 0
        last_told = dict(
            Change.objects.filter(record_type="story", record_id__in=list(grown))
            .values_list("record_id")
            .annotate(Max("occurred_at"))
        )
        silent_since = clock.now() - TELL_OF_GROWTH_EVERY
        owed = {
            story_id: told
            for story_id, told in last_told.items()
            if told < grown[story_id] and told <= silent_since
        }
        came = _public_arrivals(owed)
        stories = Story.objects.filter(pk__in=list(came), merged_into__isnull=True)
        for story in stories:
            number = came[story.pk]
            summary = f"{number} more article{'' if number == 1 else 's'}"
            tell(ChangeKind.UPDATED, story, fields=["articles"], summary=summary)
        return len(stories)


def _public_arrivals(since: Mapping[int, datetime]) -> Counter[int]:
    """How many public articles came into each of the stories since then; those without any are left out."""
    if not since:
        return Counter()
    rows = StoryMembership.objects.filter(
        story__in=list(since),
        placed_at__gt=min(since.values()),
        article__in=Article.objects.published(),
    )
    return Counter(
        story for story, at in rows.values_list("story_id", "placed_at") if at > since[story]
    )


@contextmanager
def _both_locks() -> Iterator[None]:
    """The locks on stories and on copies, before any article is locked: whoever says what is a copy
    takes the lock on copies first and the articles then."""
    with advisory_lock(LOCK, wait=True), advisory_lock(LOCK_OF_COPIES, wait=True):
        yield


def _waiting(article_ids: Sequence[int]) -> list[Article]:
    """Those that wait for their story, in the order they came, locked with their outlets."""
    rows = Article.objects.select_for_update(of=("self",), no_key=True).select_related("outlet")
    waiting = list(rows.filter(pk__in=list(article_ids), stage=Stage.NAMED).order_by("pk"))
    # Whoever hides an outlet waits for us and then sees the stories that we open.
    outlets = Outlet.objects.select_for_update(no_key=True).order_by("pk")
    list(outlets.filter(pk__in={one.outlet_id for one in waiting}).values_list("pk"))
    return waiting


def _step_aside(article_id: int, error: Exception) -> None:
    """Move the row's due time on, so that the others are served."""
    article = Article.objects.filter(pk=article_id, stage=Stage.NAMED).first()
    if article is None:
        return
    due = next_attempt_at(max(article.attempts, 1), clock.now(), key=f"article {article_id}")
    reason = f"{OUR_FAULT}: {type(error).__name__}: {error}"[:400]
    Article.objects.filter(pk=article_id).update(next_attempt_at=due, parked_reason=reason)
    logger.error("Article %s could not be placed: %s: %s", article_id, type(error).__name__, error)
