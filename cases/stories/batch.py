"""A batch of articles being placed: what is known of their stories, kept in memory until it is written.

An article is compared with what the articles before it have made of the stories, as if each were
written at once. Called with the lock on stories held, so that what was read stays true.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from cases.articles.models import Article
from cases.stories.batch_rows import copies_of, homes_of, promising_stories, said_by_people
from cases.stories.choosing import LOOKED_UP, MOST_STORIES, Choosing
from cases.stories.commonness import term_weights
from cases.stories.fingerprints import Fingerprint
from cases.stories.kept import MOST_MEMBERS, DatedMember, newest_members, profiles_of
from cases.stories.profiles import Member, StoryProfile, profile
from cases.stories.selectors import kept_apart_from
from cases.stories.similarity import COMPARED_MEMBERS, StoryScore, best_terms

# Stories that the batch opens are numbered from here until they have a row: they are the newest.
FIRST_OPENED = 2**62
_AS_ITS_COPIES = [{"kind": "copy", "value": 1.0, "weight": 1.0, "shared": []}]


class Choice(NamedTuple):
    """What the machine decided: a story (None for one of its own) and how well the article fits.

    Without a score the story is that of the article's copies. `choosing` holds the stories that
    were looked at, None where none was.
    """

    story_id: int | None
    score: StoryScore | None
    choosing: Choosing | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that came into a story, and why."""

    article: Article
    score: float | None
    reasons: list[dict[str, Any]]
    opened: bool


@dataclass(slots=True)
class TouchedStory:
    """A story into which articles of the batch came, as it becomes."""

    profile: StoryProfile
    seen_at: datetime
    # Whether any of its articles gave a date before.
    dated_before: bool
    arrivals: list[Arrival] = field(default_factory=list)
    # Stories on record that went into it: their articles are read with its own.
    absorbed: list[int] = field(default_factory=list)
    keys: frozenset[str] | None = None

    def add(self, member: Member, arrival: Arrival) -> None:
        """One more article."""
        self.arrivals.append(arrival)
        self.profile.add(member)
        self.seen_at = arrival.article.first_seen_at
        self.keys = None

    def found_by(self) -> frozenset[str]:
        """The terms by which an article finds it."""
        if self.keys is None:
            self.keys = frozenset(self.profile.keys())
        return self.keys


class Batch:
    """Articles with their fingerprints, placed one by one in memory."""

    def __init__(self, prints: Sequence[tuple[Article, Fingerprint]]) -> None:
        self.prints = {article.pk: print_ for article, print_ in prints}
        self.articles = [article for article, _ in prints]
        # Those that have a place: their text was read anew, or a person put them there.
        self.homes = homes_of(self.prints)
        self.touched: dict[int, TouchedStory] = {}
        # Stories on record that were merged, each with the one that stays, in this order.
        self.merged: list[tuple[int, int]] = []
        self._gone: set[int] = set()
        self._copies = copies_of(self.prints)
        self._window = timedelta(hours=settings.STORY_WINDOW_HOURS)
        self._weights = term_weights()
        self._opened = FIRST_OPENED
        self._terms: dict[int, list[str]] = {}
        self._promises = self._look_up(self._strangers())
        self._profiles = self._read_profiles()
        self._compared: dict[int, list[DatedMember]] = {}

    def _strangers(self) -> list[Article]:
        """Articles whose story is not that of their copies, as far as can be said beforehand."""
        found, expected = [], set()
        for article in self.articles:
            if article.pk in self.homes:
                continue
            root = self._copies.root.get(article.pk, article.pk)
            if root not in expected and self._copies.story_of(article.pk) is None:
                found.append(article)
            expected.add(root)
        return found

    def _look_up(self, articles: Sequence[Article]) -> dict[int, dict[int, float]]:
        for article in articles:
            own = self.prints[article.pk]
            self._terms[article.pk] = best_terms(own, self._weights, LOOKED_UP)
        wanted = {
            article.pk: (self._terms[article.pk], article.published_on_site_at)
            for article in articles
        }
        return promising_stories(wanted, window=self._window, weights=self._weights)

    def _read_profiles(self) -> dict[int, StoryProfile]:
        wanted = {story for found in self._promises.values() for story in found}
        stories = (self._copies.story_of(article.pk) for article in self.articles)
        wanted |= {story for story in stories if story is not None}
        return profiles_of(wanted) if wanted else {}

    def choose(self, article: Article) -> Choice:
        """The story that the article belongs to by the rules, as the stories are now."""
        copies = self._copies.story_of(article.pk)
        if copies is not None:
            return Choice(copies, None, None)
        choosing = Choosing(
            self._member(article),
            {story: self._profile(story) for story in self._near(article)},
            weights=self._weights,
            window=self._window,
            threshold=settings.STORY_THRESHOLD,
        )
        chosen = choosing.chosen(self._members)
        return Choice(chosen, choosing.scores[chosen] if chosen is not None else None, choosing)

    def put(self, article: Article, choice: Choice) -> int:
        """Put the article into the story that was chosen; returns its number."""
        story, score = choice.story_id, choice.score
        arrival = Arrival(article, None, [], opened=story is None)
        if story is None:
            story = self._opened
            self._opened += 1
            self._profiles[story] = StoryProfile()
        elif score is not None:
            arrival = Arrival(article, round(score.value, 4), score.reasons(), opened=False)
        elif choice.choosing is None:
            arrival = Arrival(article, None, _AS_ITS_COPIES, opened=False)
        self._touch(story, article.first_seen_at).add(self._member(article), arrival)
        self._copies.note(article.pk, story)
        return story

    def join_split_stories(self, home: int, choosing: Choosing) -> int:
        """Merge stories that the newcomer shows to be one event; returns the one that stays.

        The first articles of an event often have too little in common. The older story stays, or the
        one that a person named. What a person named, put together or told apart is never merged.
        """
        others = choosing.perhaps_the_same(home)
        if not others:
            return home
        apart = self._apart(home)
        for other in others:
            own, known = self._profile(home), choosing.candidates[other]
            members = self._members(home) if own.articles < known.articles else []
            if other in apart or not choosing.are_one(own, members, known, self._members(other)):
                continue
            said = said_by_people([one for one in (home, other) if one < FIRST_OPENED])
            named = {one for one, (by_person, _) in said.items() if by_person}
            stays, goes = sorted((home, other), key=lambda one: (one not in named, one))
            if any(said.get(goes, ())):
                continue
            self._merge(goes, stays)
            home = stays
            apart |= self._apart(home)
        return home

    def _merge(self, goes: int, stays: int) -> None:
        self._gone.add(goes)
        gone = self.touched.pop(goes, None)
        into = self._touch(stays, gone.seen_at if gone is not None else None)
        if gone is not None:
            into.arrivals += gone.arrivals
            into.absorbed += gone.absorbed
        if goes < FIRST_OPENED:
            into.absorbed.append(goes)
            self.merged.append((goes, stays))
        self._compared.pop(stays, None)
        members = self._dated_members(stays, MOST_MEMBERS)
        into.profile = self._profiles[stays] = profile(one.member for one in members)
        into.seen_at = max(one.at for one in members)
        into.keys = None
        self._copies.rename(goes, stays)

    def _touch(self, story: int, seen_at: datetime | None) -> TouchedStory:
        touched = self.touched.get(story)
        if touched is None:
            known = self._profile(story)
            seen_at = seen_at or self.articles[0].first_seen_at
            touched = TouchedStory(known, seen_at, dated_before=known.first_at is not None)
            self.touched[story] = touched
        return touched

    def _member(self, article: Article) -> Member:
        return Member(self.prints[article.pk], article.published_on_site_at)

    def _profile(self, story: int) -> StoryProfile:
        if story not in self._profiles:
            self._profiles[story] = profiles_of([story]).get(story) or StoryProfile()
        return self._profiles[story]

    def _near(self, article: Article) -> list[int]:
        """The stories that share most of the article's terms, on record or in this batch."""
        if article.pk not in self._promises:
            self._promises |= self._look_up([article])
        known = self._promises[article.pk]
        found = {
            story: promise
            for story, promise in known.items()
            if story not in self._gone and story not in self.touched
        }
        terms, of = self._terms[article.pk], self._weights.of
        for story, touched in self.touched.items():
            keys = touched.found_by()
            shared = [term for term in terms if term in keys]
            if shared and self._in_time(article.published_on_site_at, touched):
                found[story] = sum(map(of, shared))
        return sorted(found, key=lambda story: (-found[story], story))[:MOST_STORIES]

    def _in_time(self, at: datetime | None, story: TouchedStory) -> bool:
        if at is None:
            return True
        first, last = story.profile.first_at, story.profile.last_at or story.seen_at
        return at - last <= self._window and (first is None or first - at <= self._window)

    def _members(self, story: int) -> list[Member]:
        return [one.member for one in self._dated_members(story, COMPARED_MEMBERS)]

    def _dated_members(self, story: int, most: int) -> list[DatedMember]:
        """The story's newest articles, of this batch too, the newest first."""
        touched = self.touched.get(story)
        kept = self._compared.get(story) if most == COMPARED_MEMBERS else None
        if kept is None:
            absorbed = touched.absorbed if touched is not None else []
            on_record = [one for one in (story, *absorbed) if one < FIRST_OPENED]
            kept = newest_members(on_record, most=most) if on_record else []
            if most == COMPARED_MEMBERS:
                self._compared[story] = kept
        came = touched.arrivals if touched is not None else ()
        own = [
            DatedMember(
                arrival.article.published_on_site_at or arrival.article.first_seen_at,
                arrival.article.pk,
                self._member(arrival.article),
            )
            for arrival in came
        ]
        return sorted([*kept, *own], key=lambda one: (one.at, one.article), reverse=True)[:most]

    def _apart(self, story: int) -> set[int]:
        """The stories that a person said are other events."""
        touched = self.touched.get(story)
        absorbed = touched.absorbed if touched is not None else []
        on_record = [one for one in (story, *absorbed) if one < FIRST_OPENED]
        return {other for one in on_record for other in kept_apart_from(one)}
