"""Who is in the news: the people lately linked, by which a surname standing alone is ranked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from cases.linking.selectors import lately_linked


class RecentPeople(Mapping[int | str, float]):
    """How many of the latest links are a person's. Asks the database once, and only when asked.

    Most articles have no surname alone, and for them nothing is looked up. Made anew per batch, which
    notes whom its own articles name: their links are not written yet.
    """

    def __init__(self) -> None:
        self._noted: Counter[int] = Counter()

    def note(self, people: Iterable[int]) -> None:
        """Count people whom an article of the batch names for sure."""
        self._noted.update(people)

    @cached_property
    def _counts(self) -> Counter[int]:
        return Counter(lately_linked())

    def __getitem__(self, person: int | str) -> float:
        one = int(person)
        count = self._counts[one] + self._noted[one]
        if not count:
            raise KeyError(person)
        return float(count)

    def __iter__(self) -> Iterator[int | str]:
        return iter(self._counts.keys() | self._noted.keys())

    def __len__(self) -> int:
        return len(self._counts.keys() | self._noted.keys())
