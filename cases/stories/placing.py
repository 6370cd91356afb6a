"""Placing by the machine: every article that was read gets one story, one article at a time."""

import logging
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from cases.articles.copying import note_copies
from cases.articles.models import Article, Stage
from cases.articles.selectors import newest_text
from cases.changes.models import Change, ChangeKind
from cases.changes.telling import tell
from cases.stories.figures import HIDDEN_REASON, refresh_story, retire_story
from cases.stories.fingerprints import Fingerprint, fingerprint
from cases.stories.models import ArticleFingerprint, Story, StoryMembership
from cases.stories.selectors import candidate_stories, story_of_copies, term_weights
from cases.stories.signals import article_placed
from cases.stories.similarity import (
    Member,
    StoryScore,
    TermWeights,
    best_story,
    is_one_event,
)
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
_SLUG_LENGTH = 100
_AS_ITS_COPIES = [{"kind": "copy", "value": 1.0, "weight": 1.0, "shared": []}]
_AGAIN = "placed again by the rules"


class Choice(NamedTuple):
    """What the machine decided: a story (None for one of its own) and how well the article fits.

    Without a score the story is that of the article's copies.
    `candidates` are the stories it looked at, with their members; `weights` how it weighed terms.
    """

    story_id: int | None
    score: StoryScore | None
    candidates: dict[int, list[Member]]
    weights: TermWeights


def place_article(article_id: int) -> Story | None:
    """Give the article, of which linking has said whom it names, its story. Returns the story.

    Doing it twice does nothing the second time (None is returned): the article's stage says whether
    it waits. An article that has a place, because its text was read anew or a person put it there,
    keeps it. One placer at a time: the others wait, since two articles of one new event placed at
    once would open two stories. An error moves the row's due time on before it is raised.
    """
    try:
        with transaction.atomic(), advisory_lock(LOCK, wait=True):
            return _place(article_id)
    except Exception as error:
        _step_aside(article_id, error)
        raise


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
        choice = choose_story(article, remember_fingerprint(article))
        alone = not before.memberships.exclude(article=article).exists()
        if choice.story_id == before.pk or (choice.story_id is None and alone):
            return before, False
        with because(_AGAIN):
            membership.delete()
            story, opened = _join_or_open(article, choice)
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
    window, weights = _window(), term_weights(own)
    at = article.published_on_site_at
    candidates = candidate_stories(
        own,
        article_id=article.pk,
        at=at or article.first_seen_at,
        dated=at is not None,
        window=window,
        weights=weights,
    )
    story_id, found = best_story(
        Member(own, at),
        candidates,
        weights=weights,
        window=window,
        threshold=settings.STORY_THRESHOLD,
    )
    return Choice(story_id, found, candidates, weights)


def remember_fingerprint(article: Article) -> Fingerprint:
    """Make the article's fingerprint from title, summary and newest text, and keep it."""
    text = newest_text(article)
    body = "\n".join(part for part in (article.summary, text.text if text else "") if part)
    own = fingerprint(article.title, body, article.language or (text.language if text else ""))
    ArticleFingerprint.objects.update_or_create(
        article=article,
        defaults={
            "at": article.published_on_site_at or article.first_seen_at,
            "names": sorted(own.names),
            "terms": sorted(own.terms),
        },
    )
    return own


def join_split_stories(story: Story, newcomer: Member, choice: Choice) -> Story:
    """Merge stories that the newcomer shows to be one event; returns the one that stays.

    The first articles of an event often have too little in common. The older story stays, or the
    one that a person named. What a person named or put together is never merged away.
    """
    own = [*choice.candidates.get(story.pk, []), newcomer]
    others = {one: members for one, members in choice.candidates.items() if one != story.pk}
    for other_id, members in others.items():
        if not is_one_event(
            own,
            members,
            weights=choice.weights,
            window=_window(),
            threshold=settings.STORY_THRESHOLD,
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
        story, own = refresh_story(stays), [*own, *members]
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


def _window() -> timedelta:
    return timedelta(hours=settings.STORY_WINDOW_HOURS)


def _place(article_id: int) -> Story | None:
    article = (
        Article.objects.select_for_update(of=("self",))
        .filter(pk=article_id, stage=Stage.NAMED)
        .first()
    )
    if article is None:
        return None
    own = remember_fingerprint(article)
    note_copies(article.pk)
    membership = StoryMembership.objects.select_related("story").filter(article=article).first()
    with because("placed by the machine"):
        if membership is not None:
            story, opened = refresh_story(membership.story), False
        else:
            choice = _with_its_copies(article) or choose_story(article, own)
            story, opened = _join_or_open(article, choice)
            if not opened:
                newcomer = Member(own, article.published_on_site_at)
                story = join_split_stories(story, newcomer, choice)
    article.stage, article.attempts, article.next_attempt_at = Stage.LINKED, 0, None
    article.save(update_fields=["stage", "attempts", "next_attempt_at", "updated_at"])
    article_placed.send(sender=Story, story=story, article=article, opened=opened)
    return story


def _with_its_copies(article: Article) -> Choice | None:
    """The story of the article's copies or of its original: one text has one story."""
    story_id = story_of_copies(article.pk)
    if story_id is None:
        return None
    return Choice(story_id, None, {}, TermWeights(0, {}))


def _join_or_open(article: Article, choice: Choice) -> tuple[Story, bool]:
    if choice.story_id is not None:
        score = choice.score
        story = Story.objects.select_for_update().get(pk=choice.story_id)
        was_public = story.is_public
        StoryMembership.objects.create(
            story=story,
            article=article,
            score=round(score.value, 4) if score is not None else None,
            reasons=score.reasons() if score is not None else _AS_ITS_COPIES,
        )
        refresh_story(story)
        if story.is_public and not was_public:
            tell(ChangeKind.PUBLISHED, story, reason="its first public article came")
        return story, False
    story = open_story(article)
    StoryMembership.objects.create(story=story, article=article)
    refresh_story(story)
    tell(ChangeKind.CREATED, story, reason="a new event in the news")
    return story, True


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
