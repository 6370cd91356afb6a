"""Pure: lengths and overlaps of periods whose ends are known only in part.

Each end is a pair (earliest, latest) as `PartialDate.bounds` gives it; None is open. Answers come as
a least and a most, never as one number that pretends to know.
"""

from dataclasses import dataclass
from datetime import date

Bounds = tuple[date | None, date | None]


@dataclass(frozen=True)
class Days:
    """At least and at most; `most` is None when nothing bounds it."""

    least: int
    most: int | None

    @property
    def is_exact(self) -> bool:
        """Whether least and most are one number."""
        return self.least == self.most


def days_held(since: Bounds, until: Bounds | None, *, today: date) -> Days:
    """Days from the first to the last, both counted; `until` None means held to this day.

    >>> days_held((date(2024, 2, 24), date(2024, 2, 24)), None, today=date(2024, 2, 26))
    Days(least=3, most=3)
    """
    end = until if until is not None else (today, today)
    latest_start = since[1]
    earliest_end = end[0]
    least = 0
    if latest_start is not None and earliest_end is not None:
        least = max(0, (earliest_end - latest_start).days + 1)
    if since[0] is None or end[1] is None:
        return Days(least, None)
    return Days(least, max(least, (min(end[1], today) - since[0]).days + 1))


def surely_overlap(
    first: tuple[Bounds, Bounds | None], second: tuple[Bounds, Bounds | None]
) -> bool:
    """Whether the two periods share a day however the unknown parts fall.

    A person is in one place at a time: two detentions that surely overlap are a mistake. Touching
    ends (released and arrested again on one day) do not count. An `until` of None is without end.
    """
    (first_since, first_until), (second_since, second_until) = first, second
    return _surely_before(first_since, second_until) and _surely_before(second_since, first_until)


def _surely_before(start: Bounds, end: Bounds | None) -> bool:
    if start[1] is None:
        return False
    if end is None:
        return True
    return end[0] is not None and start[1] < end[0]
