"""Dates that know how much they know.

One type, `PartialDate`, for a year, a month, a day, before, after, between, about and unknown. Its
canonical text is a subset of EDTF (ISO 8601-2:2019, levels 0 and 1):

    2022-03-15      day             ../2022-03      in or before March 2022
    2022-03         month           2022-03/..      in or after March 2022
    2022            year            2022-03/2022-05 some time between the two
    2022~           about 2022      XXXX            known to have happened, date unknown
    2022-21         spring (21), summer (22), autumn (23), winter (24)

A question mark (`2022-03?`) says that a source is uncertain. In the database the text is one column and
its earliest and latest day a generated `daterange` beside it, so filters and ordering work in SQL on
ranges and a bulk update cannot separate the two. The SQL function `partial_date_range` is made by
the first migration of `people`; a test compares it with `PartialDate.bounds` over all shapes.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%])?\Z")
UNKNOWN_TEXT = "XXXX"
# Seasons of EDTF level 1, northern hemisphere; winter 2022 runs from December 2022 to February 2023.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
# "about": a year is widened by one year, a month by one month, a day by a week to either side.
_ABOUT_DAYS = {"season": 92, "month": 31, "day": 7}


class InvalidPartialDate(ValueError):
    """The text is not a date this type can hold; the message says why."""


@dataclass(frozen=True)
class _Point:
    earliest: date
    latest: date
    precision: str
    mark: str


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _parse_point(text: str) -> _Point:
    match = _POINT.match(text)
    if not match:
        raise InvalidPartialDate(f"{text!r} is not a date: write 2022, 2022-03 or 2022-03-15.")
    year, mark = int(match["year"]), match["mark"] or ""
    if not 1000 <= year <= 2999:
        raise InvalidPartialDate(f"The year {year} is outside 1000 to 2999.")
    try:
        if match["month"] is None:
            return _Point(date(year, 1, 1), date(year, 12, 31), "year", mark)
        month = int(match["month"])
        if month in _SEASON_MONTHS and match["day"] is None:
            first, last = _SEASON_MONTHS[month]
            end = _month_end(year + (last > 12), (last - 1) % 12 + 1)
            return _Point(date(year, first, 1), end, "season", mark)
        if match["day"] is None:
            return _Point(date(year, month, 1), _month_end(year, month), "month", mark)
        day = date(year, month, int(match["day"]))
        return _Point(day, day, "day", mark)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise InvalidPartialDate(f"{text!r} is not a date of the calendar.") from error


def _widen(day: date, precision: str, side: int) -> date:
    if precision == "year":
        return day.replace(
            year=day.year + side
        )  # the first or last day of a year: never a leap day
    return day + side * timedelta(days=_ABOUT_DAYS[precision])


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known, as canonical EDTF text. Make it with `parse` or `of`."""

    edtf: str

    def __post_init__(self) -> None:
        self.bounds()  # refuse nonsense at once

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date of an EDTF text. Raises InvalidPartialDate with a sentence that says why."""
        cleaned = text.strip().replace("unknown", UNKNOWN_TEXT)
        return cls(cleaned)

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """A year, a month or a day."""
        text = f"{year:04d}"
        if month is not None:
            text += f"-{month:02d}"
            if day is not None:
                text += f"-{day:02d}"
        return cls(text)

    @classmethod
    def unknown(cls) -> PartialDate:
        """It happened; when is not known. Another thing than an empty field (not looked for yet)."""
        return cls(UNKNOWN_TEXT)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of the time."""
        return self.edtf == UNKNOWN_TEXT

    def _sides(self) -> tuple[_Point | None, _Point | None]:
        if self.edtf == UNKNOWN_TEXT:
            return None, None
        if "/" not in self.edtf:
            point = _parse_point(self.edtf)
            return point, point
        left, _slash, right = self.edtf.partition("/")
        if left == ".." and right == "..":
            raise InvalidPartialDate("An interval open on both sides says nothing: write XXXX.")
        start = None if left == ".." else _parse_point(left)
        end = None if right == ".." else _parse_point(right)
        if start and end and start.earliest > end.latest:
            raise InvalidPartialDate(f"{self.edtf!r} ends before it starts.")
        return start, end

    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest and the latest possible day, both included; None is open."""
        start, end = self._sides()
        earliest = start.earliest if start else None
        latest = end.latest if end else None
        if start and start.mark in ("~", "%"):
            earliest = _widen(start.earliest, start.precision, -1)
        if end and end.mark in ("~", "%"):
            latest = _widen(end.latest, end.precision, 1)
        return earliest, latest

    @property
    def precision(self) -> str:
        """One of: day, month, season, year, before, after, between, unknown."""
        if self.is_unknown:
            return "unknown"
        if "/" in self.edtf:
            if self.edtf.startswith(".."):
                return "before"
            return "after" if self.edtf.endswith("..") else "between"
        return _parse_point(self.edtf).precision

    @property
    def is_about(self) -> bool:
        """Whether the text says "about" (~)."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def is_uncertain(self) -> bool:
        """Whether the source is uncertain (?)."""
        return "?" in self.edtf or "%" in self.edtf

    def overlaps(self, other: PartialDate) -> bool:
        """Whether both could be the same day."""
        a_from, a_to = self.bounds()
        b_from, b_to = other.bounds()
        return (a_from or date.min) <= (b_to or date.max) and (b_from or date.min) <= (
            a_to or date.max
        )

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day this may be lies before every day the other may be."""
        latest, earliest = self.bounds()[1], other.bounds()[0]
        return latest is not None and earliest is not None and latest < earliest

    def __lt__(self, other: PartialDate) -> bool:
        """Order for timelines: by earliest day, then by latest; unknown last."""
        return self._order() < other._order()

    def _order(self) -> tuple[bool, date, date]:
        earliest, latest = self.bounds()
        return self.is_unknown, earliest or latest or date.max, latest or date.max

    def __str__(self) -> str:
        return self.edtf


if TYPE_CHECKING:
    _TextColumn = models.CharField[PartialDate | str | None, PartialDate | None]
else:
    _TextColumn = models.CharField  # generic only to the type checker


class PartialDateField(_TextColumn):
    """A column of EDTF text; None when nobody looked yet. Pair it with `partial_date_range(name)`."""

    description = _("Date as far as it is known (EDTF)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs["null"] = True
        kwargs["blank"] = kwargs.get("blank", True)
        kwargs.setdefault(
            "help_text",
            _(
                "2022-03-15, 2022-03, 2022, 2022~ (about), ../2022-03 (before), 2022-03/.. (after), XXXX (unknown)"
            ),
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("help_text", None)
        kwargs.pop("null", None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_ignored: Any) -> PartialDate | None:
        return None if value is None else PartialDate(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return PartialDate(value.isoformat())
        if not str(value).strip():
            return None
        try:
            return PartialDate.parse(str(value))
        except InvalidPartialDate as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        parsed = self.to_python(value)
        return None if parsed is None else parsed.edtf

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(None if value is None else str(value), model_instance)

    def run_validators(self, value: Any) -> None:
        super().run_validators(None if value is None else str(value))


class _PartialDateRange(models.Func):
    function = "partial_date_range"
    arity = 1


def partial_date_range(field: str) -> models.GeneratedField:
    """The generated `daterange` of a PartialDateField: its earliest to its latest day, NULL when empty."""
    return models.GeneratedField(
        expression=_PartialDateRange(models.F(field)),
        output_field=DateRangeField(),
        db_persist=True,
    )


# Immutable, so that a generated column may use it; only built-in functions, so that a restore finds
# them whatever the search path. It refuses what PartialDate refuses.
RANGE_FUNCTION_SQL = r"""
CREATE OR REPLACE FUNCTION partial_date_point(point text, OUT earliest date, OUT latest date)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
DECLARE
    mark text := substring(point from '[~?%]$');
    bare text := rtrim(point, '~?%');
    about interval := interval '0';
    y int; m int;
BEGIN
    IF point !~ '^[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?$' THEN
        RAISE EXCEPTION 'not a partial date: %', point USING ERRCODE = 'invalid_datetime_format';
    END IF;
    y := substring(bare from 1 for 4)::int;
    IF length(bare) = 4 THEN
        earliest := make_date(y, 1, 1); latest := make_date(y, 12, 31); about := interval '1 year';
    ELSE
        m := substring(bare from 6 for 2)::int;
        IF length(bare) = 10 THEN
            earliest := make_date(y, m, substring(bare from 9 for 2)::int); latest := earliest;
            about := interval '7 days';
        ELSIF m BETWEEN 21 AND 24 THEN
            earliest := make_date(y, (m - 20) * 3, 1);
            latest := (earliest + interval '3 months - 1 day')::date; about := interval '92 days';
        ELSE
            earliest := make_date(y, m, 1);
            latest := (earliest + interval '1 month - 1 day')::date; about := interval '31 days';
        END IF;
    END IF;
    IF mark IN ('~', '%') THEN
        earliest := (earliest - about)::date; latest := (latest + about)::date;
    END IF;
END
$body$;

CREATE OR REPLACE FUNCTION partial_date_range(edtf text) RETURNS daterange
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
DECLARE
    slash int := position('/' in edtf);
    a text; b text; first_day date; last_day date; pair record;
BEGIN
    IF edtf = 'XXXX' THEN RETURN daterange(NULL, NULL); END IF;
    IF slash = 0 THEN
        SELECT * INTO pair FROM public.partial_date_point(edtf);
        RETURN daterange(pair.earliest, pair.latest, '[]');
    END IF;
    a := substring(edtf from 1 for slash - 1); b := substring(edtf from slash + 1);
    IF a = '..' AND b = '..' THEN
        RAISE EXCEPTION 'open on both sides: %', edtf USING ERRCODE = 'invalid_datetime_format';
    END IF;
    IF a <> '..' THEN SELECT earliest INTO first_day FROM public.partial_date_point(a); END IF;
    IF b <> '..' THEN SELECT latest INTO last_day FROM public.partial_date_point(b); END IF;
    RETURN daterange(first_day, last_day, '[]');
END
$body$;
"""
RANGE_FUNCTION_DROP_SQL = """
DROP FUNCTION IF EXISTS partial_date_range(text);
DROP FUNCTION IF EXISTS partial_date_point(text);
"""
