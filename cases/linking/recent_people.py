"""Who is in the news: the people lately linked, by which a surname standing alone is ranked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from cases.linking.selectors import lately_linked


class RecentPeople(Mapping[int | str, float]):
    """How many of the latest links are a person's. Asks the database once, and only when asked.

    Most articles have no surname alone, and for them nothing is looked up. Made anew per article.
    """

    @cached_property
    def _counts(self) -> dict[int, int]:
        return dict(Counter(lately_linked()))

    def __getitem__(self, person: int | str) -> float:
        return float(self._counts[int(person)])

    def __iter__(self) -> Iterator[int | str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)
