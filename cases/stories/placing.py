"""Placing by the machine: every article that was read gets one story, a batch under one lock."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from cases.articles.copying.finding import LOCK as LOCK_OF_COPIES
from cases.articles.copying.finding import note_copies_of
from cases.articles.models import Article, Stage
from cases.articles.steps import move_to
from cases.changes.models import Change, ChangeKind
from cases.changes.telling import tell
from cases.stories.choosing import Choosing
from cases.stories.commonness import count_article, term_weights
from cases.stories.figures import HIDDEN_REASON, grow_story, refresh_story, retire_story
from cases.stories.fingerprints import Fingerprint
from cases.stories.kept import (
    keep_profile,
    make_profile_anew,
    members_of,
    profiles_of,
    remember_fingerprint,
)
from cases.stories.models import Story, StoryMembership
from cases.stories.profiles import Member, StoryProfile
from cases.stories.selectors import (
    has_story,
    kept_apart_from,
    promising_stories,
    story_of_copies,
)
from cases.stories.signals import article_placed
from cases.stories.similarity import COMPARED_MEMBERS, StoryScore
from tracker.lib import clock
from tracker.lib.history import because
from tracker.lib.locks import advisory_lock
from tracker.lib.publishing import PublishingState
from tracker.lib.retry_times import next_attempt_at
from tracker.lib.slugs import ascii_slug

logger = logging.getLogger(__name__)

LOCK = "stories"
# Outsiders are told of a new story at once, of its growth at most this often: a story that forty
# outlets pick up within an hour must not be forty notices.
TELL_OF_GROWTH_EVERY = timedelta(minutes=10)
_NEWEST_MEMBERSHIPS = 1_000
# Written out: it is asked for nearly every article.
_LOCK_STORY = "SELECT * FROM cases_story WHERE id = %s FOR UPDATE"
_SLUG_LENGTH = 100
_AGAIN = "placed again by the rules"
_AS_ITS_COPIES = [{"kind": "copy", "value": 1.0, "weight": 1.0, "shared": []}]


class Choice(NamedTuple):
    """What the machine decided: a story (None for one of its own) and how well the article fits.

    Without a score the story is that of the article's copies. `choosing` holds the stories that
    were looked at, None where none was.
    """

    story_id: int | None
    score: StoryScore | None
    choosing: Choosing | None


def place_article(article_id: int) -> Story | None:
    """Give the article, of which linking has said whom it names, its story. Returns the story.

    Doing it twice does nothing the second time (None is returned): the article's stage says whether
    it waits. An article that has a place, because its text was read anew or a person put it there,
    keeps it. One placer at a time: the others wait, since two articles of one new event placed at
    once would open two stories. An error moves the row's due time on before it is raised.
    """
    try:
        with transaction.atomic(), _both_locks():
            for article in _waiting([article_id]):
                note_copies_of([article_id])
                return _place(article)
            return None
    except Exception as error:
        _step_aside(article_id, error)
        raise


def place_articles(article_ids: Sequence[int]) -> int:
    """Place a batch under one lock and in one transaction; returns how many were placed.

    An article that fails is set aside with its reason, and the others are placed.
    """
    failed: dict[int, Exception] = {}
    placed = 0
    with transaction.atomic(), _both_locks():
        # All articles are locked before any story, as whoever hides an article does it.
        waiting = _waiting(article_ids)
        together = _noted_together(waiting)
        for article in waiting:
            try:
                with transaction.atomic():
                    if not together:
                        note_copies_of([article.pk])
                    _place(article)
                    placed += 1
            except Exception as fault:
                failed[article.pk] = fault
    for article_id, error in failed.items():
        _step_aside(article_id, error)
    return placed


def place_again(article_id: int) -> tuple[Story, bool] | None:
    """Place an article as if it were new, after a change of the rules.

    Returns its story and whether it moved; None for an article that was never placed, that a person
    placed, or whose story is locked or named by a person: those stay where they are.
    """
    with transaction.atomic(), advisory_lock(LOCK, wait=True):
        membership = (
            StoryMembership.objects.select_related("story", "article")
            .filter(article=article_id, placed_by_person=False)
            .filter(story__locked=False, story__named_by_person=False)
            .first()
        )
        if membership is None:
            return None
        article, before = membership.article, membership.story
        own = remember_fingerprint(article)
        with because(_AGAIN):
            membership.delete()
            make_profile_anew(before)
            alone = not before.memberships.exists()
            choice = choose_story(article, own)
            if choice.story_id == before.pk or (choice.story_id is None and alone):
                _enter(before, article, own, choice)
                return before, False
            story, opened = _join_or_open(article, own, choice)
            if alone:
                retire_story(before, into=story, reason=_AGAIN)
            else:
                refresh_story(before)
                tell(ChangeKind.UPDATED, before, fields=["articles"], reason=_AGAIN)
            if not opened:
                tell(ChangeKind.UPDATED, story, fields=["articles"], reason=_AGAIN)
        return story, True


def choose_story(article: Article, own: Fingerprint) -> Choice:
    """The story that the article belongs to by the rules, without writing anything."""
    copies = story_of_copies(article.pk)
    if copies is not None:
        return Choice(copies, None, None)
    window, weights = _window(), term_weights()
    at = article.published_on_site_at
    choosing = Choosing(
        Member(own, at),
        profiles_of(promising_stories(own, at=at, window=window, weights=weights)),
        weights=weights,
        window=window,
        threshold=settings.STORY_THRESHOLD,
    )
    chosen = choosing.chosen(_members)
    return Choice(chosen, choosing.scores[chosen] if chosen is not None else None, choosing)


def join_split_stories(story: Story, choosing: Choosing) -> Story:
    """Merge stories that the newcomer shows to be one event; returns the one that stays.

    The first articles of an event often have too little in common. The older story stays, or the
    one that a person named. What a person named, put together or told apart is never merged.
    """
    others = choosing.perhaps_the_same(story.pk)
    if not others:
        return story
    apart = kept_apart_from(story.pk)
    own = profiles_of([story.pk])[story.pk]
    for other_id in others:
        known = choosing.candidates[other_id]
        if other_id in apart or not choosing.are_one(
            own, _members_if_smaller(story.pk, own, known), known, _members(other_id)
        ):
            continue
        other = Story.objects.select_for_update().get(pk=other_id)
        stays, goes = sorted((story, other), key=lambda one: (not one.named_by_person, one.pk))
        if goes.named_by_person or goes.memberships.filter(placed_by_person=True).exists():
            continue
        for membership in goes.memberships.all():
            membership.story = stays
            membership.save()
        retire_story(goes, into=stays, reason="both tell of one event")
        story = refresh_story(stays)
        own = make_profile_anew(story)
        apart |= kept_apart_from(story.pk)
    return story


def tell_of_growth() -> int:
    """Tell of stories that grew since they were last told of; returns how many.

    Each at most once in `TELL_OF_GROWTH_EVERY`, however many articles came.
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
        stories = Story.objects.filter(pk__in=list(owed), merged_into__isnull=True)
        for story in stories:
            number = story.memberships.filter(placed_at__gt=owed[story.pk]).count()
            summary = f"{number} more article{'' if number == 1 else 's'}"
            tell(ChangeKind.UPDATED, story, fields=["articles"], summary=summary)
        return len(stories)


@contextmanager
def _both_locks() -> Iterator[None]:
    """The locks on stories and on copies, before any article is locked: whoever says what is a copy
    takes the lock on copies first and the articles then."""
    with advisory_lock(LOCK, wait=True), advisory_lock(LOCK_OF_COPIES, wait=True):
        yield


def _window() -> timedelta:
    return timedelta(hours=settings.STORY_WINDOW_HOURS)


def _waiting(article_ids: Sequence[int]) -> list[Article]:
    """Those that wait for their story, locked, in the order they came."""
    rows = Article.objects.select_for_update(of=("self",)).filter(
        pk__in=list(article_ids), stage=Stage.NAMED
    )
    return list(rows.order_by("pk"))


def _noted_together(waiting: Sequence[Article]) -> bool:
    """Look for copies of all at once; False where one of them fails it, so that each is tried alone."""
    try:
        with transaction.atomic():
            note_copies_of([article.pk for article in waiting])
    except Exception as fault:
        logger.error("Copies of %d articles, tried one by one: %s", len(waiting), fault)
        return False
    return True


def _place(article: Article) -> Story:
    own = remember_fingerprint(article)
    membership = None
    if has_story(article.pk):
        membership = StoryMembership.objects.select_related("story").get(article=article)
    with because("placed by the machine"):
        if membership is not None:
            story, opened = refresh_story(membership.story), False
            make_profile_anew(story)
        else:
            choice = choose_story(article, own)
            story, opened = _join_or_open(article, own, choice)
            if not opened and choice.choosing is not None:
                story = join_split_stories(story, choice.choosing)
            count_article(own)
    move_to(article, Stage.LINKED, due=None)
    article_placed.send(sender=Story, story=story, article=article, opened=opened)
    return story


def _join_or_open(article: Article, own: Fingerprint, choice: Choice) -> tuple[Story, bool]:
    if choice.story_id is not None:
        [story] = Story.objects.raw(_LOCK_STORY, [choice.story_id])
        was_public = story.is_public
        _enter(story, article, own, choice)
        if story.is_public and not was_public:
            tell(ChangeKind.PUBLISHED, story, reason="its first public article came")
        return story, False
    story = open_story(article)
    StoryMembership.objects.create(story=story, article=article)
    _count_in(story, article, own, StoryProfile())
    refresh_story(story)
    tell(ChangeKind.CREATED, story, reason="a new event in the news")
    return story, True


def _enter(story: Story, article: Article, own: Fingerprint, choice: Choice) -> None:
    """Put the article into the story; without a score it came with its copies."""
    score = choice.score
    StoryMembership.objects.create(
        story=story,
        article=article,
        score=round(score.value, 4) if score is not None else None,
        reasons=score.reasons() if score is not None else _AS_ITS_COPIES,
    )
    # A story that was chosen by its profile was read a moment ago, under the same lock.
    read = choice.choosing.candidates.get(story.pk) if choice.choosing is not None else None
    known = read or profiles_of([story.pk]).get(story.pk) or StoryProfile()
    grow_story(story, article, dated_before=known.first_at is not None)
    _count_in(story, article, own, known)


def _count_in(story: Story, article: Article, own: Fingerprint, known: StoryProfile) -> None:
    known.add(Member(own, article.published_on_site_at))
    keep_profile(story.pk, known, seen_at=article.first_seen_at)


def _members(story_id: int) -> list[Member]:
    return members_of([story_id], most=COMPARED_MEMBERS).get(story_id, [])


def _members_if_smaller(story_id: int, own: StoryProfile, other: StoryProfile) -> list[Member]:
    return _members(story_id) if own.articles < other.articles else []


def open_story(article: Article) -> Story:
    """A new story named by the article, not yet counting it. Its address stays for ever."""
    # A draft until `refresh_story` has seen that the article is public: so is its title.
    story = Story(
        title=article.title,
        language=article.language,
        state=PublishingState.DRAFT,
        state_reason=HIDDEN_REASON,
    )
    words = ascii_slug(article.title)[:_SLUG_LENGTH].strip("-") or "story"
    story.slug = f"{words}-{story.public_id.hex[:8]}"
    if not Article.objects.published().filter(pk=article.pk).exists():
        story.slug = f"story-{story.public_id.hex}"
    story.save()
    return story


def _step_aside(article_id: int, error: Exception) -> None:
    """Move the row's due time on, so that the others are served."""
    Article.objects.filter(pk=article_id, stage=Stage.NAMED).update(attempts=F("attempts") + 1)
    article = Article.objects.filter(pk=article_id, stage=Stage.NAMED).first()
    if article is None:
        return
    due = next_attempt_at(max(article.attempts, 1), clock.now(), key=f"article {article_id}")
    reason = f"a fault of this installation: {type(error).__name__}: {error}"[:400]
    Article.objects.filter(pk=article_id).update(next_attempt_at=due, parked_reason=reason)
    logger.error("Article %s could not be placed: %s: %s", article_id, type(error).__name__, error)
