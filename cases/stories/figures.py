"""What a story's row repeats of its articles, and its end when none is left.

Count, first, last, and title and summary in the words of its articles until a person names it.

Called inside the transaction that changed the members, with the lock on stories held.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet

from cases.articles.models import Article
from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from cases.stories.models import KeptApart, KeptProfile, Story
from tracker.lib import clock
from tracker.lib.publishing import PublishingState

HIDDEN_REASON = "None of its articles is public."
LONGEST_SUMMARY = 700
_MOST_READ = 200  # members looked through for a title


def refresh_story(story: Story) -> Story:
    """Count the public articles again, and let the first public one name a story that has no name.

    A story is public only while one of its articles is: its title is the title of one of them. A
    story whose state a person set stays as it is (its reason is another one). Returns the row.
    """
    public = Article.objects.published().filter(membership__story=story)
    dated = Q(published_on_site_at__isnull=False)
    found = public.aggregate(
        number=Count("pk"),
        first=Min("published_on_site_at"),
        last=Max("published_on_site_at"),
        undated_first=Min("ordered_at", filter=~dated),
        undated_last=Max("ordered_at", filter=~dated),
    )
    story.articles_count = found["number"]
    # Where one article gives a date, the day on which we first saw another says nothing.
    story.first_at = found["first"] or found["undated_first"]
    story.last_at = found["last"] or found["undated_last"]
    if story.named_by_person:
        _forget_hidden_words(story)
    else:
        _take_words(story, _words_of(story))
    if story.articles_count and _hidden_by_us(story):
        story.state, story.state_reason = PublishingState.PUBLISHED, ""
    elif not story.articles_count and story.state == PublishingState.PUBLISHED:
        story.state, story.state_reason = PublishingState.DRAFT, HIDDEN_REASON
    story.save()
    return story


def grow(story: Story, article: Article, *, dated_before: bool, is_public: bool) -> bool:
    """As `refresh_story` after one more article came, in memory and at a cost that does not grow.

    `dated_before` says whether any of its articles gave a date before this one, `is_public` whether
    the article is. False where only `refresh_story` can tell; then nothing was changed.
    """
    at = article.published_on_site_at
    fresh_dates = not dated_before or story.first_at is None or story.last_at is None
    if fresh_dates or not story.articles_count or story.state != PublishingState.PUBLISHED:
        return False
    if not is_public:
        return True
    story.articles_count += 1
    if at is not None and story.first_at is not None and story.last_at is not None:
        story.first_at, story.last_at = min(story.first_at, at), max(story.last_at, at)
    if not story.named_by_person:
        code = article.language[:2]
        if code in ("en", "ru"):
            if not getattr(story, f"title_{code}"):
                setattr(story, f"title_{code}", article.title)
            if not getattr(story, f"summary_{code}") and article.summary:
                setattr(story, f"summary_{code}", _said_by(article.outlet.name, article.summary))
    return True


def repeat_of(story: Story, public: Sequence[Article]) -> None:
    """What `refresh_story` makes of a story that has no row yet, of these public articles."""
    dates = [one.published_on_site_at for one in public if one.published_on_site_at is not None]
    dates = dates or [one.ordered_at for one in public]
    story.articles_count = len(public)
    story.first_at, story.last_at = min(dates, default=None), max(dates, default=None)
    _take_words(story, [(one.title, one.language, one.summary, one.outlet.name) for one in public])
    if public:
        story.state, story.state_reason = PublishingState.PUBLISHED, ""
        story.published_at = clock.now()


def retire_story(story: Story, *, into: Story, by: Any = None, reason: str) -> None:
    """End a story whose articles all went into another one.

    The row keeps its state, so that the address of a public story leads to the other one.
    """
    story.merged_into = into
    story.articles_count, story.first_at, story.last_at = 0, None, None
    story.save()
    KeptProfile.objects.filter(story=story).delete()
    _stay_apart(story, into)
    tell(ChangeKind.MERGED, story, fields=["merged_into"], by=by, reason=reason)


def _stay_apart(gone: Story, into: Story) -> None:
    """What was told apart from a story is apart from the one it went into."""
    pairs = KeptApart.objects.filter(Q(one=gone) | Q(other=gone))
    for pair in pairs:
        other = pair.other_id if pair.one_id == gone.pk else pair.one_id
        if other == into.pk:
            continue
        one, two = sorted((into.pk, other))
        KeptApart.objects.get_or_create(
            one_id=one,
            other_id=two,
            defaults={"said_by": pair.said_by, "reason": pair.reason},
        )


def follow_visibility(articles: QuerySet[Article], *, reason: str) -> int:
    """After articles were shown or hidden: what their stories repeat of them; how many changed.

    A withdrawn article's headline must not live on as the title of its story. Called in the
    transaction that hid it, so without the lock on stories, which is taken before any row.
    """
    return sum(refresh_and_tell(story, reason=reason) for story in _locked_homes(articles))


def refresh_and_tell(story: Story, *, reason: str) -> bool:
    """`refresh_story`, and outsiders told where what they see of it changed: whether it did."""
    before, was_public = _said(story), story.is_public
    if before == _said(refresh_story(story)):
        return False
    kind = ChangeKind.UPDATED
    if was_public != story.is_public:
        kind = ChangeKind.PUBLISHED if story.is_public else ChangeKind.WITHDRAWN
    tell(
        kind,
        story,
        fields=["articles", "title"],
        was_public=was_public and not story.is_public,
        reason=reason,
    )
    return True


def _locked_homes(articles: QuerySet[Article]) -> list[Story]:
    """The stories that hold the articles, locked in the order in which everybody locks several.

    Whoever moves an article to another story holds the rows of both. While we wait for one, the article
    may have gone to the other: then all are let go and asked for anew, since that one may come first.
    """
    homes = articles.filter(membership__isnull=False).order_by()
    ids = homes.values_list("membership__story_id", flat=True).distinct()
    while True:
        before = transaction.savepoint()
        rows = Story.objects.select_for_update(no_key=True).filter(pk__in=set(ids.all()))
        stories = list(rows.order_by("pk"))
        if set(ids.all()) == {story.pk for story in stories}:
            transaction.savepoint_commit(before)
            return stories
        transaction.savepoint_rollback(before)


def _said(story: Story) -> tuple[object, ...]:
    """What a reader sees of the row."""
    return (
        story.state,
        story.articles_count,
        story.first_at,
        story.last_at,
        story.title,
        story.title_en,
        story.title_ru,
        story.summary_en,
        story.summary_ru,
    )


def _hidden_by_us(story: Story) -> bool:
    return story.state == PublishingState.DRAFT and story.state_reason == HIDDEN_REASON


_Words = tuple[str, str, str, str]  # title, language, summary, name of the outlet


def _words_of(story: Story) -> list[_Words]:
    members = Article.objects.published().filter(membership__story=story)
    words = members.order_by("membership__id").values_list(
        "title", "language", "summary", "outlet__name"
    )
    return list(words[:_MOST_READ])


def _take_words(story: Story, members: Sequence[_Words]) -> None:
    """Title of the earliest placed public article; title and summary of the earliest in each language.

    A summary names the outlet whose words it is: the machine writes none of its own.
    """
    if not members:
        return
    titles = {title for title, *_ in members}
    if story.title not in titles:
        story.title, story.language = members[0][:2]
    for code in ("en", "ru"):
        own = [member for member in members if member[1][:2] == code]
        if getattr(story, f"title_{code}") not in titles:
            setattr(story, f"title_{code}", own[0][0] if own else "")
        said = next(((summary, outlet) for *_, summary, outlet in own if summary), None)
        summary = _said_by(said[1], said[0]) if said else ""
        setattr(story, f"summary_{code}", summary)


def _forget_hidden_words(story: Story) -> None:
    """A person who named the story may have left the summary in an article's words: they go with it."""
    if not story.summary_en and not story.summary_ru:
        return
    members = Article.objects.filter(membership__story=story).exclude(summary="")
    public = members.published()
    hidden = members.exclude(pk__in=public.values("pk"))
    gone = {_said_by(*row) for row in hidden.values_list("outlet__name", "summary")}
    for code in ("en", "ru") if gone else ():
        if getattr(story, f"summary_{code}") in gone:
            setattr(story, f"summary_{code}", "")


def _said_by(outlet: str, summary: str) -> str:
    return f"{outlet}: {_shortened(summary)}"


def _shortened(text: str) -> str:
    """At most `LONGEST_SUMMARY` characters, cut at the end of a sentence or at least of a word."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    head = text[:LONGEST_SUMMARY]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? ", "… "))
    return head[: end + 1] if end > LONGEST_SUMMARY // 3 else f"{head.rsplit(' ', 1)[0]}…"
