"""The last weeks of a source as a small drawing: bars in SVG, with the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.feeds.models import FeedDay

STEP, BAR, HEIGHT = 4, 3, 24


@dataclass(frozen=True)
class Bar:
    """One day: where its bar stands, how tall it is, and how the day went (a class of the style)."""

    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True)
class Sparkline:
    """Bars in a box of `width` by `height`, and the words for those who do not see them."""

    bars: list[Bar]
    width: int
    height: int
    words: str


def sparkline(days: Sequence[FeedDay | None]) -> Sparkline:
    """A bar for each day, as tall as its new entries; days that failed or were not asked are marked."""
    most = max((day.entries_new for day in days if day is not None), default=0)
    bars = []
    for number, day in enumerate(days):
        x = number * STEP
        if day is None or not day.polls:
            continue
        if day.failures >= day.polls:
            bars.append(Bar(x, HEIGHT - 4, 4, "failed"))
        elif day.entries_new:
            height = max(round(HEIGHT * day.entries_new / most), 2)
            bars.append(Bar(x, HEIGHT - height, height, "new"))
        else:
            bars.append(Bar(x, HEIGHT - 1, 1, "none"))
    return Sparkline(bars, STEP * len(days) - (STEP - BAR), HEIGHT, _words(days, most))


def _words(days: Sequence[FeedDay | None], most: int) -> str:
    asked = [day for day in days if day is not None and day.polls]
    if not asked:
        return _("It was not asked within the last %(days)d days.") % {"days": len(days)}
    return _(
        "The last %(days)d days: %(total)d new, at most %(most)d a day; days without any: %(empty)d, "
        "days when asking failed: %(failed)d. The last seven days: %(week)d new."
    ) % {
        "days": len(days),
        "total": sum(day.entries_new for day in asked),
        "most": most,
        "empty": sum(day.entries_new == 0 and day.failures < day.polls for day in asked),
        "failed": sum(day.failures >= day.polls for day in asked),
        "week": sum(day.entries_new for day in days[-7:] if day is not None),
    }
