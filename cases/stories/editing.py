"""What a person does with stories: name, lock, move, split, merge. The machine respects it ever after.

Each takes `by` (who) and `reason` (why), holds the lock on stories, and tells outsiders once.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cases.articles.models import Article
from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from cases.changes.telling import tell
from cases.stories.figures import refresh_story, retire_story
from cases.stories.kept import make_profile_anew
from cases.stories.models import Story, StoryMembership
from cases.stories.placing import LOCK, open_story
from tracker.lib.errors import Conflict, NotFound, Refused
from tracker.lib.history import because
from tracker.lib.locks import advisory_lock


def name_story(
    story: Story,
    *,
    title_en: str = "",
    title_ru: str = "",
    summary_en: str | None = None,
    summary_ru: str | None = None,
    by: Any,
    reason: str,
) -> Story:
    """Give the story a person's titles and summaries; the machine renames it no more.

    Summaries left out stay. Raises Refused without any title.
    """
    title_en, title_ru = title_en.strip(), title_ru.strip()
    if not title_en and not title_ru:
        raise Refused("Give the story a title in English or in Russian.", field="title_en")
    with transaction.atomic(), advisory_lock(LOCK, wait=True), because(reason, by=by):
        locked = _locked(story)
        wanted = {"title_en": title_en, "title_ru": title_ru, "named_by_person": True}
        wanted |= {"title": title_en or title_ru, "language": "en" if title_en else "ru"}
        if summary_en is not None:
            wanted["summary_en"] = summary_en.strip()
        if summary_ru is not None:
            wanted["summary_ru"] = summary_ru.strip()
        changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
        if changed:
            for name in changed:
                setattr(locked, name, wanted[name])
            locked.save()
            tell(ChangeKind.UPDATED, locked, fields=changed, by=by, reason=reason)
    return locked


def lock_story(story: Story, *, locked: bool = True, by: Any, reason: str) -> Story:
    """Lock the story, so that the machine neither adds to it nor takes from it, or unlock it."""
    with transaction.atomic(), advisory_lock(LOCK, wait=True), because(reason, by=by):
        row = _locked(story)
        if row.locked != locked:
            row.locked = locked
            row.save()
            # Nothing that readers can see has changed: kept for colleagues, told to nobody outside.
            record_change(
                ChangeKind.UPDATED, row, fields=["locked"], public=False, by=by, reason=reason
            )
    return row


def move_article(article: Article, *, to: Story, by: Any, reason: str) -> StoryMembership:
    """Put the article into another story for good. Returns its membership.

    The story it leaves is merged into the other one when nothing is left of it.
    """
    with transaction.atomic(), advisory_lock(LOCK, wait=True), because(reason, by=by):
        target = _locked(to)
        _refuse_merged(target)
        before = Story.objects.filter(memberships__article=article).first()
        membership, _created = StoryMembership.objects.update_or_create(
            article=article,
            defaults={"story": target, "placed_by_person": True, "score": None, "reasons": []},
        )
        if before is not None and before.pk == target.pk:
            return membership
        _after_gain(target)
        tell(ChangeKind.UPDATED, target, fields=["articles"], by=by, reason=reason)
        if before is not None:
            _after_loss(before, target, by=by, reason=reason)
    return membership


def split_story(story: Story, *, articles: Iterable[Article], by: Any, reason: str) -> Story:
    """Make a story of its own from some of the story's articles; returns the new one.

    Raises Refused when the articles are none, all, or not of this story.
    """
    chosen = {article.pk for article in articles}
    with transaction.atomic(), advisory_lock(LOCK, wait=True), because(reason, by=by):
        row = _locked(story)
        members = list(row.memberships.select_related("article").order_by("id"))
        leaving = [member for member in members if member.article_id in chosen]
        if not leaving or len(leaving) != len(chosen) or len(leaving) == len(members):
            raise Refused(
                "Choose some articles of this story, not all of them, to make a story of.",
                field="articles",
            )
        fresh = open_story(leaving[0].article)
        _hand_over(leaving, fresh)
        _after_gain(fresh)
        _after_gain(row)
        tell(ChangeKind.CREATED, fresh, fields=["articles"], by=by, reason=reason)
        tell(ChangeKind.UPDATED, row, fields=["articles"], by=by, reason=reason)
    return fresh


def merge_stories(story: Story, *, into: Story, by: Any, reason: str) -> Story:
    """Move all articles of the story into the other one; its address leads there from now on.

    Returns the surviving story. Raises Refused for a story and itself, Conflict when one of the two
    was merged already.
    """
    if story.pk == into.pk:
        raise Refused("A story cannot be merged into itself.", field="into")
    with transaction.atomic(), advisory_lock(LOCK, wait=True), because(reason, by=by):
        target, row = _locked(into), _locked(story)
        _refuse_merged(target)
        _refuse_merged(row)
        _hand_over(list(row.memberships.all()), target)
        retire_story(row, into=target, by=by, reason=reason)
        _after_gain(target)
        tell(ChangeKind.UPDATED, target, fields=["articles"], by=by, reason=reason)
    return target


def _locked(story: Story) -> Story:
    row = Story.objects.select_for_update().filter(pk=story.pk).first()
    if row is None:
        raise NotFound("This story is no longer there.")
    return row


def _refuse_merged(story: Story) -> None:
    if story.merged_into_id is not None:
        raise Conflict(f"“{story}” was merged into another story already.", field="story")


def _hand_over(members: list[StoryMembership], story: Story) -> None:
    for member in members:
        member.story, member.placed_by_person = story, True
        member.score, member.reasons = None, []
        member.save()


def _after_gain(story: Story) -> None:
    refresh_story(story)
    make_profile_anew(story)


def _after_loss(story: Story, successor: Story, *, by: Any, reason: str) -> None:
    if story.memberships.exists():
        _after_gain(story)
        tell(ChangeKind.UPDATED, story, fields=["articles"], by=by, reason=reason)
    else:
        retire_story(story, into=successor, by=by, reason=reason)
