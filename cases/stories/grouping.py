"""Grouping of many articles in memory, by the same rules as the database, and how good it is. Pure.

Used by the quality test and by whoever tunes the rules on a labelled set.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.stories.fingerprints import Fingerprint
from cases.stories.similarity import Member, TermWeights, best_story, is_one_event


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


def group(
    articles: Iterable[tuple[int, Fingerprint, datetime | None]],
    *,
    threshold: float,
    window: timedelta,
) -> dict[int, int]:
    """Article id to story number, placing the articles one by one in the order given.

    Each is its id, its fingerprint, and its date (None where it gives none).
    """
    stories: dict[int, list[Member]] = {}
    seen: Counter[str] = Counter()
    placed: dict[int, int] = {}
    for number, (article, print_, at) in enumerate(articles):
        weights = TermWeights(number, seen)
        near = {
            story: members
            for story, members in stories.items()
            if any(
                at is None or member.at is None or abs(member.at - at) <= window
                for member in members
            )
        }
        chosen, _score = best_story(
            Member(print_, at), near, weights=weights, window=window, threshold=threshold
        )
        home = number if chosen is None else chosen
        stories.setdefault(home, []).append(Member(print_, at))
        placed[article] = home
        for other in near if chosen is not None else ():
            if other != home and is_one_event(
                stories[home], stories[other], weights=weights, window=window, threshold=threshold
            ):
                stories[home] += stories.pop(other)
                placed = {one: home if story == other else story for one, story in placed.items()}
        seen.update(print_.names | print_.terms)
    return placed


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
