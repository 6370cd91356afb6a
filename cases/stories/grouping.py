"""Grouping of many articles in memory, by the same rules as the database. Pure.

Used by `manage.py group_articles`, by the quality figures, and by whoever tunes the rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cases.stories.choosing import LOOKED_UP, MOST_STORIES, Choosing, promising
from cases.stories.fingerprints import Fingerprint
from cases.stories.profiles import Member, StoryProfile, TermWeights
from cases.stories.similarity import best_terms

# Weights are taken anew after so many articles: a word's rarity changes slowly.
_WEIGHED_FOR: Final = 50
# Terms in so many stories are no way to find one.
_MOST_POSTINGS: Final = 400


@dataclass(slots=True)
class _Story:
    profile: StoryProfile = field(default_factory=StoryProfile)
    members: list[Member] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    last_seen: datetime | None = None


class Grouping:
    """Articles placed one by one in the order given; stories that prove to be one are merged."""

    def __init__(self, *, threshold: float, window: timedelta) -> None:
        self._threshold, self._window = threshold, window
        self._stories: dict[int, _Story] = {}
        self._by_term: dict[str, set[int]] = defaultdict(set)
        self._seen: Counter[str] = Counter()
        self._number = 0
        self._weights = TermWeights(0, self._seen)

    def place(self, article: str, print_: Fingerprint, at: datetime | None) -> int:
        """The number of the article's story, as it stands now: it may be merged later."""
        if self._number % _WEIGHED_FOR == 0:
            self._weights = TermWeights(self._number, self._seen)
        newcomer = Member(print_, at)
        choosing = Choosing(
            newcomer,
            {story: self._stories[story].profile for story in self._near(newcomer)},
            weights=self._weights,
            window=self._window,
            threshold=self._threshold,
        )
        home = choosing.chosen(lambda story: self._stories[story].members)
        if home is None:
            home = self._number
            self._stories[home] = _Story()
        self._take(home, article, newcomer)
        for other in choosing.perhaps_the_same(home):
            if choosing.are_one(
                self._stories[home].profile,
                self._stories[home].members,
                self._stories[other].profile,
                self._stories[other].members,
            ):
                self._merge(other, home)
        self._seen.update(print_.names)
        self._seen.update(print_.terms)
        self._seen.update(print_.subjects)
        self._number += 1
        return home

    def result(self) -> dict[str, int]:
        """Story number by article."""
        return {
            article: number for number, story in self._stories.items() for article in story.articles
        }

    def _near(self, newcomer: Member) -> list[int]:
        found: dict[int, list[str]] = defaultdict(list)
        for term in best_terms(newcomer.fingerprint, self._weights, LOOKED_UP):
            stories = self._by_term.get(term, ())
            if len(stories) > _MOST_POSTINGS:
                continue
            for story in stories:
                if self._in_time(newcomer, self._stories[story].profile):
                    found[story].append(term)
        return promising(found, self._weights, MOST_STORIES)

    def _in_time(self, newcomer: Member, story: StoryProfile) -> bool:
        if newcomer.at is None or story.first_at is None or story.last_at is None:
            return True
        return max(story.first_at - newcomer.at, newcomer.at - story.last_at) <= self._window

    def _take(self, home: int, article: str, member: Member) -> None:
        story = self._stories[home]
        story.profile.add(member)
        story.members.append(member)
        story.articles.append(article)
        print_ = member.fingerprint
        for term in (*print_.names, *print_.subjects, *print_.terms):
            self._by_term[term].add(home)

    def _merge(self, goes: int, stays: int) -> None:
        gone = self._stories.pop(goes)
        for article, member in zip(gone.articles, gone.members, strict=True):
            self._take(stays, article, member)
        for member in gone.members:
            print_ = member.fingerprint
            for term in (*print_.names, *print_.subjects, *print_.terms):
                self._by_term[term].discard(goes)


def group(
    articles: Iterable[tuple[int, Fingerprint, datetime | None]],
    *,
    threshold: float,
    window: timedelta,
) -> dict[int, int]:
    """Article id to story number, placing the articles one by one in the order given.

    Each is its id, its fingerprint, and its date (None where it gives none).
    """
    grouping = Grouping(threshold=threshold, window=window)
    for article, print_, at in articles:
        grouping.place(str(article), print_, at)
    return {int(article): story for article, story in grouping.result().items()}


@dataclass(frozen=True, slots=True)
class Quality:
    """B-cubed figures: of the articles around each article, how many belong (and are) there."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(found: Mapping[int, int], truth: Mapping[int, str]) -> Quality:
    """B-cubed precision and recall of a grouping against the labels of the same articles."""
    by_story: dict[int, list[int]] = defaultdict(list)
    by_label: dict[str, list[int]] = defaultdict(list)
    for article, story in found.items():
        by_story[story].append(article)
        by_label[truth[article]].append(article)
    precision = recall = 0.0
    for article, story in found.items():
        together = sum(truth[other] == truth[article] for other in by_story[story])
        precision += together / len(by_story[story])
        recall += together / len(by_label[truth[article]])
    count = len(found) or 1
    return Quality(precision / count, recall / count)
