"""Writing what became of a batch: stories opened, grown and merged, in one transaction and few queries."""

from collections.abc import Collection
from typing import NamedTuple

from cases.articles.models import Article
from cases.changes.models import ChangeKind
from cases.changes.telling import gathered, tell
from cases.stories.batch import FIRST_OPENED, Arrival, Batch, TouchedStory
from cases.stories.batch_rows import lock_stories, write_growth
from cases.stories.figures import grow, refresh_and_tell, refresh_story, repeat_of, retire_story
from cases.stories.kept import keep_fingerprints, keep_profiles, make_profile_anew
from cases.stories.models import Story, StoryMembership
from cases.stories.opening import new_story
from tracker.lib import clock


class Placed(NamedTuple):
    """An article and the story it is in now; `opened` if the article began it."""

    article: Article
    story: Story
    opened: bool


def write_batch(batch: Batch) -> list[Placed]:
    """Write fingerprints, stories, memberships and profiles; returns where each article is now.

    Every story that is written is locked first, all in one order: whoever hides an outlet locks its
    stories in that order too. What outsiders see is told at the end.
    """
    touched = batch.touched
    rows = lock_stories(
        story
        for story in (*touched, *batch.homes.values(), *(goes for goes, _ in batch.merged))
        if story < FIRST_OPENED
    )
    was_public = {story: row.is_public for story, row in rows.items()}
    public = set(
        Article.objects.published()
        .filter(pk__in=batch.prints)
        .order_by()
        .values_list("pk", flat=True)
    )
    opened = {
        story: _begun(known.arrivals, public)
        for story, known in touched.items()
        if story >= FIRST_OPENED
    }
    Story.objects.bulk_create(opened.values())
    home = rows | opened
    with gathered():
        keep_fingerprints(
            (one.pk, one.published_on_site_at or one.first_seen_at, batch.prints[one.pk])
            for one in batch.articles
        )
        placed = _enter(touched, home)
        for goes, stays in batch.merged:
            StoryMembership.objects.filter(story=goes).update(
                story=home[stays], placed_at=clock.now()
            )
            retire_story(rows[goes], into=home[stays], reason="both tell of one event")
        grown = []
        for story, known in touched.items():
            if story in opened:
                continue
            if _grown(rows[story], known, public):
                grown.append(rows[story])
            else:
                refresh_story(rows[story])
        write_growth(grown)
        keep_profiles(
            (home[story].pk, known.profile, known.seen_at) for story, known in touched.items()
        )
        homes = _homes_now(batch)
        for story in dict.fromkeys(homes.values()):
            refresh_and_tell(home[story], reason="an article was read anew")
            make_profile_anew(home[story])
        for row in opened.values():
            tell(ChangeKind.CREATED, row, reason="a new event in the news")
        for story in touched:
            if story in rows and rows[story].is_public and not was_public[story]:
                tell(ChangeKind.PUBLISHED, rows[story], reason="its first public article came")
    placed += [
        Placed(article, home[homes[article.pk]], opened=False)
        for article in batch.articles
        if article.pk in homes
    ]
    return sorted(placed, key=lambda one: one.article.pk)


def _homes_now(batch: Batch) -> dict[int, int]:
    """Where those are that had a place: this batch may have merged their story into another one."""
    into = dict(batch.merged)
    homes = dict(batch.homes)
    for article, story in homes.items():
        while story in into:
            story = into[story]
        homes[article] = story
    return homes


def _begun(arrivals: list[Arrival], public: Collection[int]) -> Story:
    first = arrivals[0].article
    story = new_story(first, is_public=first.pk in public)
    repeat_of(story, [one.article for one in arrivals if one.article.pk in public])
    return story


def _enter(touched: dict[int, TouchedStory], home: dict[int, Story]) -> list[Placed]:
    """Write the memberships in the order of the articles: the earliest names the story."""
    came = sorted(
        ((arrival, home[story]) for story, known in touched.items() for arrival in known.arrivals),
        key=lambda one: one[0].article.pk,
    )
    StoryMembership.objects.bulk_create(
        StoryMembership(
            story=story, article=arrival.article, score=arrival.score, reasons=arrival.reasons
        )
        for arrival, story in came
    )
    return [Placed(arrival.article, story, arrival.opened) for arrival, story in came]


def _grown(story: Story, known: TouchedStory, public: Collection[int]) -> bool:
    """Count the arrivals in; False where the row has to be refreshed from its articles."""
    if known.absorbed:
        return False
    dated = known.dated_before
    for arrival in known.arrivals:
        article = arrival.article
        if not grow(story, article, dated_before=dated, is_public=article.pk in public):
            return False
        dated = dated or article.published_on_site_at is not None
    return True
