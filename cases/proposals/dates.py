"""Pure: the dates a sentence speaks of, relative ones counted from the day it was published.

A day without a year is the latest such day that is not after publication: news rarely names a day
of the future without saying so, and a plan is no event.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final

from cases.proposals.vocabulary import DateWords

_DAYS_OF: Final = {"day": 1, "week": 7}
_EARLIEST_YEAR: Final = 1990


@dataclass(frozen=True, slots=True)
class DateAt:
    """A date in a sentence, as EDTF. relative: counted from the day of publication."""

    start: int
    end: int
    edtf: str
    relative: bool = False


def find_dates(low: str, words: DateWords, published: date) -> list[DateAt]:
    """Dates of a folded sentence in order. Dates that only bound or describe something else are left out."""
    found: list[DateAt] = []
    for kind, pattern in words.patterns:
        for match in pattern.finditer(low):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            read = _read(kind, match.groupdict(), words, published)
            if read is None:
                continue
            found.append(DateAt(start, end, read, kind in _RELATIVE))
    kept = [
        one for one in found if not words.unless.search(low[max(0, one.start - 40) : one.start])
    ]
    kept.sort(key=lambda one: one.start)
    # "On Wednesday, 2 November": the day itself says it, the weekday is only counted.
    return [
        one
        for one, behind in zip_longest(kept, kept[1:])
        if not (one.relative and behind and not behind.relative and behind.start - one.end <= 3)
    ]


_RELATIVE: Final = frozenset(
    "weekday today yesterday day_before last_week this_week last_month this_month last_year ago".split()
)


def _read(kind: str, parts: dict[str, str | None], words: DateWords, published: date) -> str | None:
    try:
        return _edtf(kind, parts, words, published)
    except (ValueError, calendar.IllegalMonthError, OverflowError):
        return None  # the 31st of June is no date: nothing is said of when


def _edtf(kind: str, parts: dict[str, str | None], words: DateWords, published: date) -> str | None:
    if kind in ("day_month", "numeric"):
        return _day(parts, words, published)
    if kind == "iso":
        return date(int(parts["y"] or 0), int(parts["m"] or 0), int(parts["d"] or 0)).isoformat()
    if kind == "month":
        return _month(_number_of(parts["m"] or "", words.months), parts.get("y"), published)
    if kind == "year":
        year = int(parts.get("y") or parts.get("_y") or 0)
        return f"{year}" if _EARLIEST_YEAR <= year <= published.year else None
    if kind == "season":
        season = _number_of(parts["s"] or "", words.seasons)
        return f"{parts['y']}-{season}" if parts.get("y") else None
    if kind == "weekday":
        return _weekday(parts, words, published)
    if kind == "ago":
        return _ago(parts, words, published)
    return _told(kind, published)


def _told(kind: str, published: date) -> str | None:
    monday = published - timedelta(days=published.weekday())
    if kind == "today":
        return published.isoformat()
    if kind in ("yesterday", "day_before"):
        return (published - timedelta(days=1 if kind == "yesterday" else 2)).isoformat()
    if kind == "last_week":
        return f"{monday - timedelta(days=7)}/{monday - timedelta(days=1)}"
    if kind == "this_week":
        return f"{monday}/{published}" if monday < published else published.isoformat()
    if kind == "this_month":
        return f"{published:%Y-%m}"
    if kind == "last_month":
        return f"{published.replace(day=1) - timedelta(days=1):%Y-%m}"
    if kind == "last_year":
        return f"{published.year - 1}"
    return None


def _day(parts: dict[str, str | None], words: DateWords, published: date) -> str:
    month_word = parts["m"] or ""
    month = int(month_word) if month_word.isdigit() else _number_of(month_word, words.months)
    day = int(parts["d"] or 0)
    if parts.get("y"):
        return date(int(parts["y"] or 0), month, day).isoformat()
    for year in range(published.year, published.year - 9, -1):
        if (month, day) == (2, 29) and not calendar.isleap(year):
            continue
        if date(year, month, day) <= published + timedelta(days=1):
            return date(year, month, day).isoformat()
    raise ValueError("no such day lately")


def _month(month: int, year: str | None, published: date) -> str:
    if year:
        return f"{int(year):04d}-{month:02d}"
    return f"{published.year - (month > published.month):04d}-{month:02d}"


def _weekday(parts: dict[str, str | None], words: DateWords, published: date) -> str:
    wanted = _number_of(parts["w"] or "", words.weekdays)
    back = (published.weekday() - wanted) % 7
    if back == 0 and parts.get("last"):
        back = 7
    return (published - timedelta(days=back)).isoformat()


def _ago(parts: dict[str, str | None], words: DateWords, published: date) -> str | None:
    said = (parts.get("n") or "").strip()
    number = 1.0 if not said else float(said) if said.isdigit() else words.numbers.get(said, 0)
    unit = parts["unit"] or ""
    if number < 1 or number > 400:
        return None
    if unit.startswith(("дн", "ден", "day", "сут")):
        return (published - timedelta(days=int(number))).isoformat()
    if unit.startswith(("нед", "week")):
        return f"{published - timedelta(days=7 * int(number))}~"
    if unit.startswith(("мес", "month")):
        months = published.year * 12 + published.month - 1 - int(number)
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return f"{published.year - int(number)}"


def _number_of(word: str, table: tuple[tuple[str, int], ...]) -> int:
    for stem, number in table:
        if word.startswith(stem):
            return number
    raise ValueError(f"no such word of a date: {word}")
