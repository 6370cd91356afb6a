"""B-cubed figures of a grouping for any part of the articles, and how many events were split."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.quality.stories.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some articles: B-cubed precision and recall, and of events split and stories mixed."""

    articles: int
    events: int
    precision: float
    recall: float
    split: float  # share of events of several articles that lie in several stories
    mixed: float  # share of stories of several articles that hold several events

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def figures(
    articles: Sequence[Labelled],
    found: Mapping[int, Hashable],
    *,
    of: Callable[[Labelled], bool] = lambda _article: True,
) -> Figures:
    """The figures of those articles that `of` chooses, each judged among all articles."""
    stories: dict[Hashable, Counter[str]] = defaultdict(Counter)
    events: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for article in articles:
        stories[found[article.id]][article.story] += 1
        events[article.story][found[article.id]] += 1
    chosen = [article for article in articles if of(article)]
    precision = recall = 0.0
    for article in chosen:
        story = stories[found[article.id]]
        event = events[article.story]
        together = story[article.story]
        precision += together / story.total()
        recall += together / event.total()
    several = _several(events, (article.story for article in chosen))
    homes = _several(stories, (found[article.id] for article in chosen))
    count = len(chosen) or 1
    return Figures(
        articles=len(chosen),
        events=len({article.story for article in chosen}),
        precision=precision / count,
        recall=recall / count,
        split=sum(len(one) > 1 for one in several) / (len(several) or 1),
        mixed=sum(len(one) > 1 for one in homes) / (len(homes) or 1),
    )


def _several(counts: Mapping[Any, Counter[Any]], keys: Iterable[Any]) -> list[Counter[Any]]:
    return [counts[key] for key in set(keys) if counts[key].total() > 1]
