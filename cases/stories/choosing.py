"""Which of some stories an article belongs to, and which of them prove to be one event. Pure.

The database (`placing`) and the grouping in memory (`grouping`) look up candidates in their own
way and decide by this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from cases.stories.profiles import Member, StoryProfile, TermWeights
from cases.stories.similarity import (
    StoryScore,
    choose,
    fitting,
    is_one_event,
    may_be_one_event,
    score,
)

LOOKED_UP: Final = 28  # terms by which candidates are found
MOST_STORIES: Final = 15  # compared with one article


def promising(found: Mapping[int, Sequence[str]], weights: TermWeights, limit: int) -> list[int]:
    """The stories that share most with the article, by the weight of the shared terms."""
    promise = {story: sum(map(weights.of, terms)) for story, terms in found.items()}
    return sorted(promise, key=lambda story: (-promise[story], story))[:limit]


class Choosing:
    """One article beside its candidate stories: the scores, and what follows from them."""

    def __init__(
        self,
        newcomer: Member,
        candidates: Mapping[int, StoryProfile],
        *,
        weights: TermWeights,
        window: timedelta,
        threshold: float,
    ) -> None:
        self.newcomer, self.candidates = newcomer, candidates
        self._weights, self._window, self._threshold = weights, window, threshold

    @cached_property
    def scores(self) -> dict[int, StoryScore]:
        """How well the article fits each candidate."""
        return {
            story: score(
                self.newcomer.fingerprint, self.newcomer.at, known, self._weights, self._window
            )
            for story, known in self.candidates.items()
        }

    def chosen(self, members_of: Callable[[int], Sequence[Member]]) -> int | None:
        """The story the article belongs to; None for one of its own.

        Two that fit alike are no obstacle where they prove to be one event.
        """
        found = choose(self.scores, self._threshold)
        if found is not None:
            return found
        ranked = fitting(self.scores, self._threshold)
        if len(ranked) < 2:
            return None
        best, second = ranked[:2]
        one = self.are_one(
            self.candidates[best],
            members_of(best),
            self.candidates[second],
            members_of(second),
        )
        return best if one else None

    def perhaps_the_same(self, home: int) -> list[int]:
        """Other candidates that may be one event with the story the article went into."""
        return may_be_one_event(self.scores, home, self._threshold)

    def are_one(
        self,
        one: StoryProfile,
        its_members: Sequence[Member],
        other: StoryProfile,
        other_members: Sequence[Member],
    ) -> bool:
        """Whether two stories are one event: half of the smaller one fit the larger one."""
        if one.articles < other.articles:
            smaller, larger = its_members, other
        else:
            smaller, larger = other_members, one
        return is_one_event(
            smaller,
            larger,
            weights=self._weights,
            window=self._window,
            threshold=self._threshold,
        )
