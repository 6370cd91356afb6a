"""How much a source usually brings: per weekday, with its scatter and its pauses. Pure.

The base is the eight weeks up to the last new entry. Days scatter more than chance alone, so they are
counted by a negative binomial whose spread comes from the same weeks.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean, median

BASE_DAYS = 56
ENOUGH_DAYS = 14  # with fewer days on record a source is new
ENOUGH_ACTIVE_DAYS = 3  # with fewer days that brought something only the fixed age counts
ENOUGH_ENTRIES = 5
# A rhythm is steady when the longest of at least so many pauses is hardly longer than the mean one.
STEADY_DAYS = 7
STEADY = 1.6
_NOTHING = 1e-9


@dataclass(frozen=True)
class Day:
    """What a source did on one day (UTC)."""

    day: date
    polls: int = 0
    unchanged: int = 0
    failures: int = 0
    seen: int = 0
    new: int = 0

    @property
    def answered(self) -> bool:
        """Whether at least one poll of the day succeeded."""
        return self.polls > self.failures

    @property
    def was_read(self) -> bool:
        """Whether a new document was read that day."""
        return self.polls > self.failures + self.unchanged


@dataclass(frozen=True)
class Usual:
    """What is usual for a source: per weekday, with the spread, and the pauses it makes."""

    weekdays: tuple[float, ...]
    mean: float
    spread: float  # k of the negative binomial; large where days scatter no more than chance
    entries: float  # that these figures come from: few of them are an uncertain rate
    longest_pause: int  # whole days without an entry
    is_steady: bool  # its pauses are much alike, as those of a weekly
    empty_share_busy: float
    empty_share_calm: float

    def chance_of_nothing(self, day: date) -> float:
        """How likely a whole such day without an entry is."""
        expected = self.weekdays[day.weekday()]
        by_model = math.exp(-self.spread * math.log1p(expected / self.spread))
        is_busy = expected >= self.mean / 2
        return min(by_model, self.empty_share_busy if is_busy else self.empty_share_calm)


def usual_of(
    days: Sequence[Day], *, watched_since: datetime, last_new_at: datetime | None
) -> Usual | None:
    """The usual of the eight weeks up to the last new entry; None where too little is known.

    The first day on record brings what the feed had kept from before, so it says nothing. Bursts
    and the day after a repair are cut to what a busy day looks like.
    """
    if last_new_at is None:
        return None
    last = last_new_at.date()
    first = max(watched_since.date(), last - timedelta(days=BASE_DAYS))
    base = [day for day in days if day.answered and first < day.day <= last]
    active = [day.new for day in base if day.new]
    if len(base) < ENOUGH_DAYS or len(active) < ENOUGH_ACTIVE_DAYS or sum(active) < ENOUGH_ENTRIES:
        return None
    most = 5 * median(active) + 5
    counts = [(day.day, min(day.new, most)) for day in base]
    mean = fmean(count for _day, count in counts)
    weekdays: list[float] = []
    for weekday in range(7):
        own = [count for day, count in counts if day.weekday() == weekday]
        weekdays.append((sum(own) + 0.5 * mean) / (len(own) + 0.5))
    excess = sum((count - weekdays[day.weekday()]) ** 2 for day, count in counts) - sum(
        weekdays[day.weekday()] for day, _count in counts
    )
    squares = sum(weekdays[day.weekday()] ** 2 for day, _count in counts)
    spread = min(max(squares / excess, 0.3), 1e6) if excess > _NOTHING else 1e6
    pause = _longest_pause(counts)
    busy = [count for day, count in counts if weekdays[day.weekday()] >= mean / 2]
    calm = [count for day, count in counts if weekdays[day.weekday()] < mean / 2]
    return Usual(
        weekdays=tuple(weekdays),
        mean=mean,
        spread=spread,
        entries=sum(count for _day, count in counts),
        longest_pause=pause,
        is_steady=len(active) >= STEADY_DAYS and pause + 1 <= STEADY * len(base) / len(active),
        empty_share_busy=_share_empty(busy),
        empty_share_calm=_share_empty(calm),
    )


def _share_empty(counts: Sequence[float]) -> float:
    return (sum(count == 0 for count in counts) + 1) / (len(counts) + 2)


def _longest_pause(counts: Sequence[tuple[date, float]]) -> int:
    longest = run = 0
    for _day, count in counts:
        run = 0 if count else run + 1
        longest = max(longest, run)
    return longest


def chance_of_pause(known: Usual, days: Sequence[Day], since: datetime, now: datetime) -> float:
    """How likely nothing is from `since` to `now`, over the days on which we could have seen it.

    Never less than what the entries on record can prove: a rate known from seven entries may be
    half of what it looks like.
    """
    answered = {day.day for day in days if day.answered} | {now.date()}
    chance, expected, moment = 0.0, 0.0, since
    while moment < now:
        end = min(midnight(moment.date() + timedelta(days=1)), now)
        if moment.date() in answered:
            part = (end - moment) / timedelta(days=1)
            expected += part * known.weekdays[moment.weekday()]
            chance += part * math.log(known.chance_of_nothing(moment.date()))
        moment = end
    provable = -known.entries * math.log1p(expected / known.entries)
    return math.exp(max(chance, provable))


def lower_tail(count: int, *, mean: float, variance: float) -> float:
    """How likely `count` or fewer is: Poisson, or negative binomial where the variance is greater."""
    total = 0.0
    if variance <= mean * 1.01:
        for number in range(count + 1):
            total += math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))
        return min(total, 1.0)
    spread = mean**2 / (variance - mean)
    success = spread / (spread + mean)
    for number in range(count + 1):
        total += math.exp(
            math.lgamma(number + spread)
            - math.lgamma(spread)
            - math.lgamma(number + 1)
            + spread * math.log(success)
            + number * math.log1p(-success)
        )
    return min(total, 1.0)


def midnight(day: date) -> datetime:
    """The beginning of the day, UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)
