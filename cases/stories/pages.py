"""Reading of stories for lists and pages: which outlets, in which order, how distributed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Count, Min, QuerySet

from cases.articles.models import Article
from cases.feeds.models import Outlet
from cases.stories.models import Story

# A page lists so many articles; its figures are counted over all of them.
MOST_ARTICLES = 300


@dataclass(frozen=True)
class OutletShare:
    """An outlet in a story: how many articles, the first of them when."""

    outlet: Outlet
    articles: int
    first_at: datetime


@dataclass(frozen=True)
class Share:
    """One bar of a distribution: a value, how many outlets, which part of all in percent."""

    value: str
    outlets: int
    percent: int


@dataclass(frozen=True)
class StoryPage:
    """A story with its articles, oldest first, and its outlets, first come first."""

    story: Story
    articles: list[Article]
    outlets: list[OutletShare]

    @property
    def articles_count(self) -> int:
        """How many public articles the story has, also where the page lists fewer."""
        return sum(share.articles for share in self.outlets)

    @property
    def first(self) -> list[Article]:
        """Who came first: the oldest dated article that is no copy of another.

        Where it gives a day and no time, all that give the same day stand beside it: nobody can say
        which of them was first. Without any date nobody is called first.
        """
        own = [
            article
            for article in self.articles
            if article.derived_from_id is None and article.published_on_site_at is not None
        ]
        if not own:
            return []
        oldest = min(_told_at(article) for article in own)
        if oldest.time() != time():
            return [article for article in own if _told_at(article) == oldest][:1]
        return [article for article in own if _told_at(article).date() == oldest.date()]

    def by_ownership(self) -> list[Share]:
        """Outlets by who stands behind them."""
        return _shares(share.outlet.ownership for share in self.outlets)

    def by_country(self) -> list[Share]:
        """Outlets by country of base; "" is unknown."""
        return _shares(share.outlet.country for share in self.outlets)

    def by_language(self) -> list[Share]:
        """The languages of the listed articles; "" is unknown."""
        return _shares(article.language.split("-")[0] for article in self.articles)


def _shares(values: Iterable[str]) -> list[Share]:
    """Counts, most first, in whole percents: equal counts get equal percents, so sums may miss 100."""
    counts = Counter(values)
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Share(value, number, round(number * 100 / total)) for value, number in ordered]


def story_by_slug(slug: str, user: Any) -> Story | None:
    """The story of the address as the user may see it; a merged one too (`merged_into_id` is set)."""
    return Story.objects.visible_to(user).filter(slug=slug).first()


def story_page(story: Story, user: Any) -> StoryPage:
    """The story's public articles and outlets, in three queries."""
    articles = Article.objects.visible_to(user).filter(membership__story=story)
    counted = list(
        articles.order_by()
        .values_list("outlet_id")
        .annotate(number=Count("pk"), first=Min("ordered_at"))
    )
    outlets = Outlet.objects.visible_to(user).in_bulk([outlet_id for outlet_id, *_rest in counted])
    shares = [
        OutletShare(outlets[outlet_id], number, first)
        for outlet_id, number, first in counted
        if outlet_id in outlets
    ]
    return StoryPage(
        story,
        list(articles.select_related("outlet").order_by("ordered_at", "id")[:MOST_ARTICLES]),
        sorted(shares, key=lambda share: (share.first_at, share.outlet.pk)),
    )


def stories_listed(user: Any) -> QuerySet[Story]:
    """Stories with articles that the user may see, not merged, unordered."""
    return Story.objects.visible_to(user).filter(merged_into__isnull=True, last_at__isnull=False)


@dataclass(frozen=True)
class StoryFigures:
    """What a list says of a story beside its title."""

    articles: int
    outlets: int


def figures_of(stories: Sequence[Story], user: Any) -> dict[int, StoryFigures]:
    """Public articles and outlets of the stories, by story id, in one query."""
    rows = (
        Article.objects.visible_to(user)
        .filter(membership__story__in=[story.pk for story in stories])
        .order_by()
        .values_list("membership__story_id")
        .annotate(number=Count("pk"), outlets=Count("outlet_id", distinct=True))
    )
    return {story_id: StoryFigures(number, outlets) for story_id, number, outlets in rows}


def outlet_by_slug(slug: str, user: Any) -> Outlet | None:
    """The outlet of the address as the user may see it."""
    return Outlet.objects.visible_to(user).filter(slug=slug).first()


def articles_of_outlet(outlet: Outlet, user: Any) -> QuerySet[Article]:
    """The outlet's public articles with their stories, unordered."""
    return (
        Article.objects.visible_to(user).filter(outlet=outlet).select_related("membership__story")
    )


def story_of(article: Article) -> Story | None:
    """The story an article stands in, if that story is public and was not merged away."""
    membership = getattr(article, "membership", None)
    if membership is None:
        return None
    story: Story = membership.story
    return story if story.is_public and story.merged_into_id is None else None


@dataclass(frozen=True)
class StoryGroup:
    """Articles of one story, or (story None) articles in no public story."""

    story: Story | None
    articles: list[Article]


def grouped_by_story(articles: Iterable[Article]) -> list[StoryGroup]:
    """Articles (with `membership__story` and `outlet` selected) by story, newest story first."""
    groups: dict[int, list[Article]] = defaultdict(list)
    stories: dict[int, Story] = {}
    for article in articles:
        story = story_of(article)
        groups[story.pk if story else 0].append(article)
        if story:
            stories[story.pk] = story
    found = [
        StoryGroup(stories.get(story_id), sorted(rows, key=lambda one: (one.ordered_at, one.pk)))
        for story_id, rows in groups.items()
    ]
    found.sort(
        key=lambda group: (group.story is not None, group.articles[-1].ordered_at), reverse=True
    )
    return found


def _told_at(article: Article) -> datetime:
    """When the outlet says it published, in UTC; midnight is how a day without a time is written."""
    assert article.published_on_site_at is not None
    return article.published_on_site_at.astimezone(UTC)
