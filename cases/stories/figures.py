"""What a story's row repeats of its articles, and its end when none is left.

Count, first, last, and the titles until a person names it.

Called inside the transaction that changed the members, with the lock on stories held.
"""

from typing import Any

from django.db.models import Count, Max, Min, Q

from cases.articles.models import Article
from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from cases.stories.models import Story
from tracker.lib.publishing import PublishingState

HIDDEN_REASON = "None of its articles is public."


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
    if not story.named_by_person:
        _take_titles(story)
    if story.articles_count and _hidden_by_us(story):
        story.state, story.state_reason = PublishingState.PUBLISHED, ""
    elif not story.articles_count and story.state == PublishingState.PUBLISHED:
        story.state, story.state_reason = PublishingState.DRAFT, HIDDEN_REASON
    story.save()
    return story


def retire_story(story: Story, *, into: Story, by: Any = None, reason: str) -> None:
    """End a story whose articles all went into another one.

    The row keeps its state, so that the address of a public story leads to the other one.
    """
    story.merged_into = into
    story.articles_count, story.first_at, story.last_at = 0, None, None
    story.save()
    tell(ChangeKind.MERGED, story, fields=["merged_into"], by=by, reason=reason)


def _hidden_by_us(story: Story) -> bool:
    return story.state == PublishingState.DRAFT and story.state_reason == HIDDEN_REASON


def _take_titles(story: Story) -> None:
    """Titles of the earliest placed public article, and of the earliest one in English and Russian."""
    members = list(
        Article.objects.published()
        .filter(membership__story=story)
        .order_by("membership__id")
        .values_list("title", "language")[:200]
    )
    if not members:
        return
    titles = {title for title, _ in members}
    if story.title not in titles:
        story.title, story.language = members[0]
    for column, code in (("title_en", "en"), ("title_ru", "ru")):
        if getattr(story, column) not in titles:
            own = next((title for title, language in members if language[:2] == code), "")
            setattr(story, column, own)
