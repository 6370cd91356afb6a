"""What a person does with stories: name, lock, move, split, merge. The machine respects it ever after.

Each takes `by` (who) and `reason` (why), holds the lock on stories, and tells outsiders once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.articles.models import Article
from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from cases.changes.telling import tell
from cases.stories.figures import refresh_story, retire_story
from cases.stories.kept import make_profile_anew
from cases.stories.models import EditKind, KeptApart, Story, StoryEdit, StoryMembership
from cases.stories.opening import open_story
from cases.stories.placing import LOCK
from tracker.lib import clock
from tracker.lib.errors import Conflict, NotFound, Refused
from tracker.lib.history import because
from tracker.lib.locks import advisory_lock

# The columns by which a person names a story.
WORDS = ("title", "language", "title_en", "title_ru", "summary_en", "summary_ru")


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
        raise Refused(_("Give the story a title in English or in Russian."), field="title_en")
    words = {"title_en": title_en, "title_ru": title_ru}
    words |= {"title": title_en or title_ru, "language": "en" if title_en else "ru"}
    if summary_en is not None:
        words["summary_en"] = summary_en.strip()
    if summary_ru is not None:
        words["summary_ru"] = summary_ru.strip()
    return change_story(story, said=words, by=by, reason=reason)


def lock_story(story: Story, *, locked: bool = True, by: Any, reason: str) -> Story:
    """Lock the story, so that the machine neither adds to it nor takes from it, or unlock it."""
    return change_story(story, said={"locked": locked}, by=by, reason=reason)


def change_story(story: Story, *, said: Mapping[str, Any], by: Any, reason: str) -> Story:
    """Keep what a person says of the story: its words (`WORDS`), which name it, and `locked`.

    What it says already is left alone. Naming and locking are two edits, each taken back by itself.
    """
    with _editing(by=by, reason=reason):
        row = _locked(story)
        words: dict[str, Any] = {name: said[name] for name in WORDS if name in said}
        if words:
            words["named_by_person"] = True
        changed = [name for name, value in words.items() if getattr(row, name) != value]
        if changed:
            before = {name: getattr(row, name) for name in changed}
            _note(EditKind.NAME, row, before=before, by=by, reason=reason)
            for name in changed:
                setattr(row, name, words[name])
            row.save()
            tell(ChangeKind.UPDATED, row, fields=changed, by=by, reason=reason)
        if row.locked != said.get("locked", row.locked):
            row.locked = not row.locked
            row.save()
            kind = EditKind.LOCK if row.locked else EditKind.UNLOCK
            _note(kind, row, by=by, reason=reason)
            # Nothing that readers can see has changed: kept for colleagues, told to nobody outside.
            record_change(
                ChangeKind.UPDATED, row, fields=["locked"], public=False, by=by, reason=reason
            )
    return row


def move_article(article: Article, *, to: Story, by: Any, reason: str) -> StoryMembership:
    """Put the article into another story for good. Returns its membership.

    The story it leaves is merged into the other one when nothing is left of it.
    """
    [membership] = move_articles([article], to=to, by=by, reason=reason)
    return membership


def move_articles(
    articles: Iterable[Article], *, to: Story, by: Any, reason: str
) -> list[StoryMembership]:
    """`move_article` for several: all of them or none, one edit for each story that they leave."""
    moving = {article.pk: article for article in articles}
    with _editing(by=by, reason=reason):
        homes = StoryMembership.objects.filter(article__in=moving)
        home = dict(homes.values_list("article", "story"))
        rows = _locked_in_order({to.pk, *home.values()})
        target = _there(rows, to)
        _refuse_merged(target)
        put = {"story": target, "placed_by_person": True, "score": None, "reasons": []}
        memberships = [
            StoryMembership.objects.update_or_create(article=article, defaults=put)[0]
            for article in moving.values()
        ]
        leaving: dict[int, list[int]] = defaultdict(list)
        for article_id in moving:
            if article_id in home and home[article_id] != target.pk:
                leaving[home[article_id]].append(article_id)
        for story_id, gone in leaving.items():
            before = {"articles": gone}
            _note(EditKind.MOVE, rows[story_id], other=target, before=before, by=by, reason=reason)
        if leaving or len(home) < len(moving):
            _after_gain(target)
            tell(ChangeKind.UPDATED, target, fields=["articles"], by=by, reason=reason)
        for story_id in leaving:
            _after_loss(rows[story_id], target, by=by, reason=reason)
    return memberships


def split_story(story: Story, *, articles: Iterable[Article], by: Any, reason: str) -> Story:
    """Make a story of its own from some of the story's articles; returns the new one.

    Raises Refused when the articles are none, all, or not of this story.
    """
    chosen = {article.pk for article in articles}
    with _editing(by=by, reason=reason):
        row = _locked(story)
        members = list(row.memberships.select_related("article").order_by("id"))
        leaving = [member for member in members if member.article_id in chosen]
        if not leaving or len(leaving) != len(chosen) or len(leaving) == len(members):
            raise Refused(
                _("Choose some articles of this story, not all of them, to make a story of."),
                field="articles",
            )
        fresh = open_story(leaving[0].article)
        _hand_over(leaving, fresh)
        keep_apart(row, fresh, by=by, reason=reason)
        gone = {"articles": sorted(chosen)}
        _note(EditKind.SPLIT, row, other=fresh, before=gone, by=by, reason=reason)
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
        raise Refused(_("A story cannot be merged into itself."), field="into")
    with _editing(by=by, reason=reason):
        rows = _locked_in_order({into.pk, story.pk})
        target, row = _there(rows, into), _there(rows, story)
        _refuse_merged(target)
        _refuse_merged(row)
        members = list(row.memberships.all())
        gone = {"articles": [member.article_id for member in members]}
        _note(EditKind.MERGE, row, other=target, before=gone, by=by, reason=reason)
        _no_longer_apart(row, target)
        _hand_over(members, target)
        retire_story(row, into=target, by=by, reason=reason)
        _after_gain(target)
        tell(ChangeKind.UPDATED, target, fields=["articles"], by=by, reason=reason)
    return target


def keep_apart(one: Story, other: Story, *, by: Any, reason: str) -> KeptApart:
    """Say that two stories are two events: the machine never merges them, nor what becomes of them."""
    first, second = sorted((one, other), key=lambda story: story.pk)
    with _editing(by=by, reason=reason):
        pair, _made = KeptApart.objects.get_or_create(
            one=first, other=second, defaults={"said_by": by, "reason": reason[:400]}
        )
    return pair


def undo_edit(edit: StoryEdit, *, by: Any, reason: str) -> Story:
    """Take an edit back; returns the story as it is now. The row stays, with when it was taken back.

    Of a merge, the articles that are still where it put them go back to their story; of a split, to
    the story they left; a move likewise. Raises Refused for one that was taken back, Conflict where
    one of its stories was merged into another meanwhile, or where the story was named or locked again
    later: that is taken back first.
    """
    with _editing(by=by, reason=reason):
        row = StoryEdit.objects.select_for_update().get(pk=edit.pk)
        if row.undone_at is not None:
            raise Refused(_("This was taken back already."))
        _refuse_what_others_built_on(row)
        rows = _locked_in_order({row.story_id, row.other_id or row.story_id})
        story = _there(rows, row.story)
        match row.kind:
            case EditKind.NAME:
                for name, value in row.before.items():
                    setattr(story, name, value)
                story.save()
                refresh_story(story)
                tell(ChangeKind.UPDATED, story, fields=sorted(row.before), by=by, reason=reason)
            case EditKind.LOCK | EditKind.UNLOCK:
                story.locked = row.kind == EditKind.UNLOCK
                story.save()
                record_change(
                    ChangeKind.UPDATED, story, fields=["locked"], public=False, by=by, reason=reason
                )
            case _further:
                assert row.other is not None
                _bring_back(row, story, _there(rows, row.other), by=by, reason=reason)
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
    return story


def _bring_back(edit: StoryEdit, story: Story, other: Story, *, by: Any, reason: str) -> None:
    """Return the articles of a move, split or merge that are still in the other story."""
    # Its articles went on to a third story with it: taking them from there would undo that merge.
    _refuse_merged(other)
    ended = story.merged_into_id == other.pk and _ended_by(edit)
    if ended:
        story.merged_into = None
        story.save()
    _refuse_merged(story)
    leaving = list(other.memberships.filter(article__in=edit.before["articles"]))
    _hand_over(leaving, story)
    if edit.kind == EditKind.MERGE:
        keep_apart(story, other, by=by, reason=reason)
    elif edit.kind == EditKind.SPLIT:
        _no_longer_apart(story, other)
    _after_gain(story)
    kind = ChangeKind.CREATED if ended else ChangeKind.UPDATED
    tell(kind, story, fields=["articles"], by=by, reason=reason)
    _after_loss(other, story, by=by, reason=reason)


def _ended_by(edit: StoryEdit) -> bool:
    """Whether the story ended by this edit: by a merge, or by the move of what was left of it."""
    if edit.kind == EditKind.MERGE:
        return True
    later = StoryEdit.objects.filter(
        story=edit.story_id, kind=EditKind.MERGE, pk__gt=edit.pk, undone_at__isnull=True
    )
    return edit.kind == EditKind.MOVE and not later.exists()


def _refuse_what_others_built_on(edit: StoryEdit) -> None:
    """A name or a lock is what the latest edit made it: taking an older one back would lose that."""
    for kinds in ((EditKind.NAME,), (EditKind.LOCK, EditKind.UNLOCK)):
        later = StoryEdit.objects.filter(
            story=edit.story_id, kind__in=kinds, pk__gt=edit.pk, undone_at__isnull=True
        )
        if edit.kind in kinds and later.exists():
            raise Conflict(_("This was done again later. Take back the later one first."))


def _no_longer_apart(one: Story, other: Story) -> None:
    first, second = sorted((one.pk, other.pk))
    KeptApart.objects.filter(one=first, other=second).delete()


def _note(
    kind: EditKind,
    story: Story,
    *,
    other: Story | None = None,
    before: dict[str, Any] | None = None,
    by: Any,
    reason: str,
) -> None:
    StoryEdit.objects.create(
        story=story, kind=kind, other=other, before=before or {}, done_by=by, reason=reason[:400]
    )


@contextmanager
def _editing(*, by: Any, reason: str) -> Iterator[None]:
    """One transaction under the lock on stories, whose history says who and why."""
    with transaction.atomic(), advisory_lock(LOCK, wait=True), because(reason, by=by):
        yield


def _locked(story: Story) -> Story:
    return _there(_locked_in_order({story.pk}), story)


def _locked_in_order(stories: Collection[int]) -> dict[int, Story]:
    """Several are locked in one order by everybody, also by whoever hides their articles."""
    rows = Story.objects.select_for_update(no_key=True).filter(pk__in=stories)
    return {row.pk: row for row in rows.order_by("pk")}


def _there(rows: Mapping[int, Story], story: Story) -> Story:
    if story.pk not in rows:
        raise NotFound(_("This story is no longer there."))
    return rows[story.pk]


def _refuse_merged(story: Story) -> None:
    if story.merged_into_id is not None:
        words = _("“%(story)s” was merged into another story already.") % {"story": story}
        raise Conflict(words, field="story")


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
