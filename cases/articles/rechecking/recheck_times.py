"""When an article is asked for again: soon after it appeared, then ever more seldom. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def next_visit(
    first: datetime, visits: int, hours: Sequence[float], *, now: datetime
) -> datetime | None:
    """The next visit after `visits` of them, or None when all were made.

    `hours` are those after `first` (when the page was first fetched) at which visits are due. One
    that is long past (the tracker was off) is made now; a later one is never made before its time.
    """
    if visits >= len(hours):
        return None
    return max(first + timedelta(hours=hours[visits]), now)
