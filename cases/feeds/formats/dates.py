"""Dates as feeds write them, read strictly: the right moment, or none.

The libraries guess: one reads "yesterday", one reads 10.11.2026 as the eleventh of October, one
turns "Вт, 10 ноя" into the twenty-second. A wrong date puts an article into the wrong story and
the wrong day of a person's timeline; a missing one only falls back to the time of first sight.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from cases.feeds.formats.date_words import DAY_FIRST_LANGUAGES, MONTHS, WEEKDAYS, ZONES

LONGEST_DATE = 100  # characters; a longer text is not a date
EARLIEST_PLAUSIBLE = datetime(1991, 1, 1, tzinfo=UTC)  # the web; 1970-01-01 is an unset clock
LATEST_AHEAD = timedelta(hours=26)  # an outlet ahead of UTC whose clock we take for UTC, and slack


class ReadDate(NamedTuple):
    """A moment in UTC and what had to be assumed to know it."""

    moment: datetime
    zone_assumed: bool = False
    time_known: bool = True


_TIME = (
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?:\s*(?P<half>[ap]\.?m\.?)(?![a-z]))?"
)
_ZONE = r"(?:\s*\(?(?P<zone>(?:GMT|UTC|UT)?\s?[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-ZА-Я]{1,5})\)?)?"
_TAIL = rf"(?:,?\s+(?:(?:в|о|аб|at|um|à|alle|-|–|\|)\s+)?{_TIME}{_ZONE}(?:\s*\([^)]*\))?)?"
_WEEKDAY = r"(?:(?P<weekday>[^\W\d_][^\W\d_ʼ']*)\.?,?\s+)?"
_MONTH = r"(?P<month>[^\W\d_]+)\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|-?го|\.|º)?"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})(?:\s*(?:года|году|г\.?|року|р\.?|годзе|г))?"

_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:(?:[T ]\s*|\s+)(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})"
    r"(?::?(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*(?P<zone>[Zz]|(?:GMT|UTC)|[+-][0-9]{2}(?::?[0-9]{2})?|[A-Z]{2,5})?)?)?"
)
_COMPACT = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?"
    r"(?P<zone>Z|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<mark>[./])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}}){_TAIL}",
    re.IGNORECASE,
)
_DAY_MONTH_YEAR = re.compile(
    rf"{_WEEKDAY}{_DAY}(?:\s+(?:de\s+)?|-){_MONTH},?(?:\s+(?:de\s+)?|-){_YEAR}{_TAIL}",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR = re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TAIL}", re.IGNORECASE)
_CLOCK_BEFORE_YEAR = re.compile(  # the C library's ctime, with or without a zone
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_TIME}{_ZONE}\s+(?P<year>[0-9]{{4}})", re.IGNORECASE
)
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[./-])(?P<second_number>[0-9]{{1,2}})(?P=mark)"
    rf"(?P<year>[0-9]{{4}}){_TAIL}",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(rf"{_TIME}{_ZONE},?\s+(?P<date>.*[0-9]{{4}}.*)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def read_date(text: str, *, language: str = "", zone: tzinfo = UTC) -> ReadDate | None:
    """The moment that `text` names, in UTC, or None where it names none for certain.

    `language` decides only whether 10.11.2026 begins with the day; `zone` is taken where the text
    gives no zone (the answer then says so). RFC 822 and 5322, ISO 8601 and its W3C profile, the C
    library's form, and month names of nine languages are read; words like "yesterday" are not.
    """
    if _IN_UTC(text):
        try:
            return ReadDate(datetime.fromisoformat(text))
        except ValueError:  # hour 24, 31 February: the table of forms decides
            pass
    elif quick := _by_common_form(text):
        return quick
    # Bounded before the whitespace pattern sees it: foreign text may be megabytes long.
    text = _SPACES.sub(" ", text[: LONGEST_DATE * 3]).strip()
    if not text or len(text) > LONGEST_DATE:
        return None
    for pattern in (_ISO, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _CLOCK_BEFORE_YEAR):
        if match := pattern.fullmatch(text):
            return _from_groups(match.groupdict(), zone)
    if match := _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return _from_groups(match.groupdict(), zone)
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match.groupdict(), language, zone)
    if match := _TIME_FIRST.fullmatch(text):
        # "14:05, 10 ноября 2026" (and with a zone after the time)
        parts = match.groupdict()
        clock = text[: match.start("date")].strip().rstrip(",")
        return (
            read_date(f"{parts['date']} {clock}", language=language, zone=zone)
            if (":" not in parts["date"])
            else None
        )
    return None


# As the compiled readers write nearly every date.
_IN_UTC = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?\+00:00"
).fullmatch
# The two forms in which nearly every feed writes its dates; they mean the same to every reader.
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
)
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{1,2}) "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([0-9]{4}) "
    r"([0-9]{2}:[0-9]{2}:[0-9]{2}) (?:GMT|([+-](?:0[0-9]|1[0-3])[0-5][0-9]))"
)


def _by_common_form(text: str) -> ReadDate | None:
    """The moment, where the text has one of the two exact forms and names a real day and time."""
    if _RFC_3339.fullmatch(text):
        spelled = text
    elif match := _RFC_822.fullmatch(text):
        day, month, year, time, offset = match.groups()
        spelled = f"{year}-{MONTHS[month.lower()]:02}-{day:0>2}T{time}{offset or '+0000'}"
    else:
        return None
    try:
        return ReadDate(datetime.fromisoformat(spelled).astimezone(UTC))
    except (ValueError, OverflowError):
        return None  # hour 24, second 60, 31 February: the table of forms decides


def is_plausible(moment: datetime, *, now: datetime) -> bool:
    """Whether a publication date may order articles: 1970 and 2099 are kept only as claims."""
    return EARLIEST_PLAUSIBLE <= moment <= latest_plausible(now)


def latest_plausible(now: datetime) -> datetime:
    """The last moment that `is_plausible` takes for a date of publication."""
    return now + LATEST_AHEAD


def _from_numbers(parts: dict[str, str | None], language: str, zone: tzinfo) -> ReadDate | None:
    first, second = int(parts["first"] or 0), int(parts["second_number"] or 0)
    day_first = language.lower().replace("_", "-").split("-")[0] in DAY_FIRST_LANGUAGES
    if first > 12 or day_first:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    elif first == second:
        day = month = first
    else:
        return None
    return _from_groups({**parts, "day": str(day), "month": str(month)}, zone)


def _from_groups(parts: dict[str, str | None], zone: tzinfo) -> ReadDate | None:
    weekday = parts.get("weekday")
    if weekday and weekday.lower() not in WEEKDAYS:
        return None
    month_text = parts["month"] or ""
    month = int(month_text) if month_text.isdecimal() else MONTHS.get(month_text.lower(), 0)
    year_text = parts["year"] or ""
    year = int(year_text)
    if len(year_text) == 2:  # RFC 5322, section 4.3
        year += 2000 if year < 50 else 1900
    hour = _hour(parts.get("hour"), parts.get("half"))
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    time_known = parts.get("hour") is not None
    offset = _offset(parts.get("zone"))
    if hour is None or minute > 59 or second > 60:
        return None
    try:
        midnight = datetime(year, month, int(parts.get("day") or 1), tzinfo=offset or zone)
        if hour == 24 and (minute or second):
            return None
        # Wall-clock arithmetic, so that hour 24 is the next midnight; a leap second is second 59.
        local = midnight + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return ReadDate(moment, zone_assumed=offset is None, time_known=time_known)


def _hour(text: str | None, half: str | None) -> int | None:
    hour = int(text or 0)
    if not half:
        return hour if hour <= 24 else None
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _offset(text: str | None) -> timezone | None:
    """The zone that a text names; None where it names none that is known for certain."""
    if not text:
        return None
    text = text.upper().replace(" ", "")
    if text in ZONES:
        return timezone(timedelta(hours=ZONES[text]))
    match = re.fullmatch(r"(?:GMT|UTC|UT)?([+-])([0-9]{1,2}):?([0-9]{2})?", text)
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if match[1] == "-" else size)
