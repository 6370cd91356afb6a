"""What the page and the API say of a story: headlines, days, reprints, sentences, who is missing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from cases.articles.models import Article, ArticleSubject, ArticleText, SubjectKind
from cases.articles.selectors import stand_ins
from cases.feeds.models import Outlet, OutletRating
from cases.stories.extracts import Extract, Source, extracts
from cases.stories.models import Story
from tracker.lib import clock

# Who usually covers these subjects is judged by so many days before the story, and by so many of
# the stories about them.
WINDOW = timedelta(days=365)
_MOST_PAST = 60
_FEWEST_PAST = 3
USUALLY = 0.5
_MOST_MISSING = 12
_MOST_SUBJECTS = 8
# A subject that so many articles of the story speak of is what the story is about.
_ABOUT = 0.3
_MOST_READ = 40  # texts that sentences are chosen from
_SURE = 1.0  # a link that stands: an open question is nothing to publish figures of


@dataclass(frozen=True)
class Headline:
    """A headline of an article in one language."""

    language: str
    article: Article


@dataclass(frozen=True)
class WithReprints:
    """An article and those that repeat it."""

    article: Article
    reprints: list[Article]


@dataclass(frozen=True)
class Day:
    """The articles of one day (UTC), originals with their reprints."""

    day: date
    articles: list[WithReprints]

    @property
    def at(self) -> datetime:
        """When its first article came."""
        return self.articles[0].article.ordered_at

    @property
    def number(self) -> int:
        """How many articles, reprints counted."""
        return sum(1 + len(one.reprints) for one in self.articles)


@dataclass(frozen=True)
class Quoted:
    """A sentence that stands word for word in an article."""

    sentence: str
    language: str
    article: Article


@dataclass(frozen=True)
class Missing:
    """An outlet that had so many of the past stories about the same subjects, and not this one."""

    outlet: Outlet
    covered: int
    past: int

    @property
    def percent(self) -> int:
        """Its share of the past stories, in whole percents."""
        return round(100 * self.covered / self.past)


@dataclass(frozen=True)
class MissingOutlets:
    """Who has not covered it: judged by `past` stories from `since` until `until`."""

    outlets: list[Missing]
    past: int
    since: datetime
    until: datetime


def headlines(articles: Sequence[Article]) -> list[Headline]:
    """One headline for each language, the language of most articles first.

    That of the article whose headline shares most words with the other headlines of its language; of
    equals the earlier one. Reprints have no say.
    """
    by_language: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_language[article.language.split("-")[0].lower()].append(article)
    chosen = []
    for language, its in by_language.items():
        own = [one for one in its if one.derived_from_id is None] or its
        words = {one.pk: {w.strip('«»"“”.,:;!?').lower() for w in one.title.split()} for one in own}
        told = Counter(word for some in words.values() for word in some if len(word) > 3)

        def common(
            one: Article, words: dict[int, set[str]] = words, told: Counter[str] = told
        ) -> float:
            some = [told[word] for word in words[one.pk] if len(word) > 3]
            return sum(some) / (len(some) + 1)

        best = max(own, key=lambda one: (common(one), -own.index(one)))
        chosen.append((len(its), Headline(language, best)))
    return [one for _n, one in sorted(chosen, key=lambda pair: (-pair[0], pair[1].language))]


def by_day(articles: Sequence[Article]) -> list[Day]:
    """The articles by day, oldest first, each reprint under its original where that is listed."""
    listed = {article.pk for article in articles}
    reprints: dict[int, list[Article]] = defaultdict(list)
    originals = []
    for article in articles:
        if article.derived_from_id is not None and article.derived_from_id in listed:
            reprints[article.derived_from_id].append(article)
        else:
            originals.append(article)
    days: dict[date, list[WithReprints]] = defaultdict(list)
    for article in originals:
        days[article.ordered_at.date()].append(WithReprints(article, reprints[article.pk]))
    return [Day(day, days[day]) for day in sorted(days)]


def sentences(articles: Sequence[Article], language: str) -> list[Quoted]:
    """Sentences of the articles, in `language` where some article is in it, else in that of most.

    Only of the articles given, which must be public; reprints are left out, and pages of the demo,
    whose words are not the outlet's. Two queries at most.
    """
    own = [one for one in articles if one.derived_from_id is None] or list(articles)
    spoken = Counter(one.language.split("-")[0].lower() for one in own)
    if not spoken:
        return []
    chosen = language if spoken[language] else spoken.most_common(1)[0][0]
    read = {one.pk: one for one in own if one.language.split("-")[0].lower() == chosen}
    ids = list(read)[:_MOST_READ]
    texts = (
        ArticleText.objects.filter(article__in=ids)
        .exclude(article__in=stand_ins().values("article"))
        .order_by("article_id", "-version")
        .distinct("article_id")
        .values_list("article_id", "text")
    )
    sources = [
        Source(article, read[article].outlet_id, chosen, text)
        for article, text in sorted(texts, key=lambda pair: ids.index(pair[0]))
    ]
    return [_quoted(one, read) for one in extracts(sources)]


def missing_outlets(
    story: Story, user: Any, *, about: Collection[tuple[str, int]]
) -> MissingOutlets | None:
    """Outlets that usually cover what the story is about, and have no article in it, hidden or not.

    One whose only article here is hidden is left out too: to say that it kept silent would be false,
    and an outlet that is not listed may as well be one that does not usually cover these people.

    `about` are the people and letters, as (kind, id), that the user may see: news cannot know which
    records are public. Usually: in at least half of the stories of the year before about the same
    ones, of which there must be three. None where the story is about none of them or there were
    fewer. Four queries.
    """
    subjects = [one for one in _subjects_of(story, user) if one in about]
    end = story.last_at or clock.now()
    past = _past_stories(story, subjects, user, end - WINDOW, story.first_at or end)
    if not subjects or len(past) < _FEWEST_PAST:
        return None
    public = Article.objects.visible_to(user)
    members = Article.objects.filter(membership__story=story)
    here = set(members.values_list("outlet_id", flat=True))
    rows = (
        public.filter(membership__story__in=past)
        .order_by()
        .values_list("outlet_id")
        .annotate(stories=Count("membership__story", distinct=True))
    )
    usual = {
        outlet: number
        for outlet, number in rows
        if number >= USUALLY * len(past) and outlet not in here
    }
    outlets = Outlet.objects.visible_to(user).in_bulk(list(usual))
    found = [Missing(outlet, usual[pk], len(past)) for pk, outlet in outlets.items()]
    found.sort(key=lambda one: (-one.covered, one.outlet.name, one.outlet.pk))
    return MissingOutlets(found[:_MOST_MISSING], len(past), end - WINDOW, end)


def ratings_of(outlets: Sequence[Outlet], user: Any) -> list[OutletRating]:
    """What raters say of the outlets, as entered: by rater, then outlet. One query."""
    rows = OutletRating.objects.visible_to(user).filter(outlet__in=[one.pk for one in outlets])
    return list(rows.select_related("outlet").order_by("rater", "outlet__name", "-rated_on", "id"))


def _quoted(one: Extract, read: dict[int, Article]) -> Quoted:
    return Quoted(one.sentence, one.language, read[one.article])


def _subjects_of(story: Story, user: Any) -> list[tuple[str, int]]:
    """People and letters that a third of the story's public articles speak of."""
    rows = (
        ArticleSubject.objects.filter(
            article__in=Article.objects.visible_to(user).filter(membership__story=story),
            kind__in=[SubjectKind.PERSON, SubjectKind.LETTER],
            certainty__gte=_SURE,
        )
        .order_by()
        .values_list("kind", "record_id")
        .annotate(number=Count("article_id"))
        .order_by("-number", "kind", "record_id")
    )
    least = max(_ABOUT * story.articles_count, 1)
    return [(kind, record) for kind, record, number in rows[:_MOST_SUBJECTS] if number >= least]


def _past_stories(
    story: Story,
    subjects: list[tuple[str, int]],
    user: Any,
    since: datetime,
    until: datetime,
) -> list[int]:
    """The latest public stories before this one about the same subjects."""
    if not subjects:
        return []
    about = Q()
    for kind, record in subjects:
        about |= Q(kind=kind, record_id=record)
    # A hidden article ties its story to nobody.
    speaking = ArticleSubject.objects.filter(
        about,
        certainty__gte=_SURE,
        article__in=Article.objects.visible_to(user),
        article__membership__story=OuterRef("pk"),
    )
    stories = (
        Story.objects.visible_to(user)
        .filter(Exists(speaking), merged_into__isnull=True, last_at__gte=since, first_at__lt=until)
        .exclude(pk=story.pk)
        .order_by("-last_at", "-pk")
    )
    return list(stories.values_list("pk", flat=True)[:_MOST_PAST])
