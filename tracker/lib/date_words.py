"""A date as far as it is known, in the words of a language: "March 2022", «не позднее марта 2022».

Pure. Russian words change with what stands before them, so the caller may ask for a case: the
genitive after «с» and «до», the accusative after «по состоянию на».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tracker.lib.partial_dates import PartialDate

Case = Literal["nominative", "genitive", "accusative", "instrumental"]

_MONTHS_EN = (
    "January February March April May June July August September October November December"
).split()
_MONTHS_RU = {
    "nominative": (
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
    ).split(),
    "genitive": (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    ).split(),
    "instrumental": (
        "январём февралём мартом апрелем маем июнем "
        "июлем августом сентябрём октябрём ноябрём декабрём"
    ).split(),
}
_MONTHS_RU["accusative"] = _MONTHS_RU["nominative"]
_SEASONS_EN = ("spring", "summer", "autumn", "winter")
_SEASONS_RU = {
    "nominative": ("весна", "лето", "осень", "зима"),
    "genitive": ("весны", "лета", "осени", "зимы"),
    "accusative": ("весну", "лето", "осень", "зиму"),
    "instrumental": ("весной", "летом", "осенью", "зимой"),
}
_POINT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)\Z")
_FIRST_SEASON = 21  # EDTF level 1: 21 is spring


@dataclass(frozen=True)
class _Point:
    """One side of a date: year, month (or season number), day and the mark ~, ? or %."""

    year: int
    month: int | None
    day: int | None
    mark: str

    @classmethod
    def parse(cls, text: str) -> _Point:
        match = _POINT.match(text)
        if match is None:
            raise ValueError(f"{text!r} is not one side of a partial date")
        year, month, day, mark = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, mark)


def date_words(value: PartialDate, language: str, case: Case = "nominative") -> str:
    """The date in words of the language ("ru" or, for all others, English).

    "15 March 2022", "spring 2022", "about 1985", "March 2022 or earlier", "between March and
    May 2022", "27 or 28 February 2024", "presumably 18 March 2026", "date unknown".
    """
    russian = language.split("-")[0] == "ru"
    if value.is_unknown:
        return "дата неизвестна" if russian else "date unknown"
    left, slash, right = value.edtf.partition("/")
    if not slash:
        return _single(_Point.parse(left), russian, case)
    if left == "..":
        end = _Point.parse(right)
        if russian:
            return f"не позднее {_single(end, russian, 'genitive')}"
        return f"{_single(end, russian, case)} or earlier"
    if right == "..":
        start = _Point.parse(left)
        if russian:
            return f"не ранее {_single(start, russian, 'genitive')}"
        return f"{_single(start, russian, case)} or later"
    return _between(_Point.parse(left), _Point.parse(right), russian)


def _between(start: _Point, end: _Point, russian: bool) -> str:
    """Two sides; what both share is said once, and two neighbouring days are "27 or 28"."""
    following = _next_day(start)
    if following is not None and following == _as_date(end) and not (start.mark or end.mark):
        word = "или" if russian else "or"
        first = _bare(start, russian, "genitive", without=_shared(start, end))
        return f"{first} {word} {_bare(end, russian, 'nominative')}"
    # «между 27 и 28 февраля», but «между мартом и маем 2022».
    case: Case = "instrumental"
    first = _marked(start, russian, case, without=_shared(start, end))
    second = _marked(end, russian, case)
    if not russian:
        return f"between {first} and {second}"
    if start.month is None and end.month is None and not (start.mark or end.mark):
        return f"между {start.year} и {end.year} годами"
    return f"между {first} и {second}"


def _as_date(point: _Point) -> date | None:
    if point.month is None or point.day is None:
        return None
    return date(point.year, point.month, point.day)


def _next_day(point: _Point) -> date | None:
    day = _as_date(point)
    return None if day is None else day + timedelta(days=1)


def _shared(start: _Point, end: _Point) -> str:
    """What the first side may leave out, since the second says it: "", "year" or "month"."""
    if start.year != end.year or start.month is None or end.month is None:
        return ""
    if start.mark or end.mark or _is_winter(start) or _is_winter(end):
        return ""
    both_days = start.day is not None and end.day is not None
    return "month" if both_days and start.month == end.month else "year"


def _is_winter(point: _Point) -> bool:
    return point.month == _FIRST_SEASON + 3


def _single(point: _Point, russian: bool, case: Case) -> str:
    return _marked(point, russian, case)


def _marked(point: _Point, russian: bool, case: Case, without: str = "") -> str:
    """The point with "about" and "presumably" said in words."""
    about, doubtful = point.mark in ("~", "%"), point.mark in ("?", "%")
    if not russian:
        words = _bare(point, russian, case, without)
        return ("presumably " if doubtful else "") + ("about " if about else "") + words
    words = _bare(point, russian, "genitive" if about else case, without)
    return ("предположительно " if doubtful else "") + ("около " if about else "") + words


def _bare(point: _Point, russian: bool, case: Case, without: str = "") -> str:
    if point.month is None:
        if russian and case == "instrumental":
            return f"{point.year} годом"
        return f"{point.year}"
    year = f"{point.year}"
    if point.month >= _FIRST_SEASON:
        number = point.month - _FIRST_SEASON
        if _is_winter(point):
            year = f"{point.year}–{point.year + 1}"
        name = _SEASONS_RU[case][number] if russian else _SEASONS_EN[number]
        return name if without else f"{name} {year}"
    if point.day is None:
        name = (_MONTHS_RU[case] if russian else _MONTHS_EN)[point.month - 1]
        return name if without else f"{name} {year}"
    # After a day the Russian month is always in the genitive: «с 15 марта», «на 15 марта».
    name = (_MONTHS_RU["genitive"] if russian else _MONTHS_EN)[point.month - 1]
    if without == "month":
        return f"{point.day}"
    return f"{point.day} {name}" if without else f"{point.day} {name} {year}"
