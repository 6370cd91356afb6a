"""Dates as feeds write them: the right moment, or none."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cases.feeds.formats.date_words import MONTHS
from cases.feeds.formats.dates import is_plausible, read_date

MOSCOW = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 10 Nov 2026 11:05:00 GMT", "2026-11-10T11:05:00"),
        ("Tue, 10 Nov 2026 14:05:00 +0300", "2026-11-10T11:05:00"),
        ("10 Nov 26 11:05 UT", "2026-11-10T11:05:00"),
        ("Tue, 10 Nov 2026 06:05:00 EST", "2026-11-10T11:05:00"),
        ("Tue, 10 Nov 2026 06:05:00 EST (Eastern Standard Time)", "2026-11-10T11:05:00"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37"),
        ("Tue Nov 10 11:05:00 2026", "2026-11-10T11:05:00"),
        ("Tue Nov 10 06:05:00 EST 2026", "2026-11-10T11:05:00"),
        ("2026-11-10T14:05:00+03:00", "2026-11-10T11:05:00"),
        ("2026-11-10T14:05:00.123456+0300", "2026-11-10T11:05:00"),
        ("2026-11-10 14:05:00 +0300", "2026-11-10T11:05:00"),
        ("2026-11-10T11:05:00Z", "2026-11-10T11:05:00"),
        ("20261110T110500Z", "2026-11-10T11:05:00"),
        ("2026-11-10", "2026-11-10T00:00:00"),
        ("2026-11", "2026-11-01T00:00:00"),
        ("2026/11/10 11:05", "2026-11-10T11:05:00"),
        ("2026-11-09T24:00:00Z", "2026-11-10T00:00:00"),
        ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59"),
        # 82: right or none; a library reads the twenty-second of October here
        ("Вт, 10 ноя 2026 14:05:00 +0300", "2026-11-10T11:05:00"),
        ("10 ноября 2026 г., 14:05 МСК", "2026-11-10T11:05:00"),
        ("14:05, 10 ноября 2026", "2026-11-10T14:05:00"),
        ("10 листопада 2026 року", "2026-11-10T00:00:00"),
        ("10. November 2026, 12.30 Uhr", "2026-11-10T12:30:00"),
        ("10 de noviembre de 2026", "2026-11-10T00:00:00"),
        ("1er novembre 2026", None),
        ("November 10, 2026 11:05 am", "2026-11-10T11:05:00"),
        ("Nov 10, 2026 12:05 a.m.", "2026-11-10T00:05:00"),
        ("  Tue,  10   Nov 2026\n 11:05:00  GMT ", "2026-11-10T11:05:00"),
        # 83: numbers are read where only one reading is possible
        ("25.11.2026 10:30", "2026-11-25T10:30:00"),
        ("11/25/2026 5:30 PM", "2026-11-25T17:30:00"),
        ("10.10.2026", "2026-10-10T00:00:00"),
        ("10.11.2026", None),
        # 84 and 85
        ("yesterday", None),
        ("вчера, 14:05", None),
        ("10 ноября в 14:05", None),
        ("31 Feb 2026 10:00:00 GMT", None),
        ("2023-02-29T00:00:00Z", None),
        ("2026-13-01", None),
        ("2026-11-10T25:00:00Z", None),
        ("2026-11-10T24:00:01Z", None),
        ("2026-11-10T10:61:00Z", None),
        ("99999-01-01", None),
        ("0000-01-01", None),
        ("Sommer 2026", None),
        ("Xyz, 10 Nov 2026 11:05:00 GMT", None),
        ("", None),
        ("٢٠٢٦-١١-١٠", None),
    ],
)
def test_a_date_is_read_right_or_not_at_all(text: str, moment: str | None) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None
    read = read_date(text)
    assert (read.moment if read else None) == expected


@pytest.mark.parametrize("language", ["ru", "uk", "be", "ru-RU", "uk_UA", "de"])
def test_the_day_stands_first_where_the_language_writes_it_first(language: str) -> None:
    read = read_date("10.11.2026", language=language)
    assert read is not None and read.moment == datetime(2026, 11, 10, tzinfo=UTC)
    assert read_date("10.11.2026", language="en") is None


def test_a_missing_zone_is_taken_from_the_source_and_said_so() -> None:
    assumed = read_date("2026-11-10T14:05:00", zone=MOSCOW)
    stated = read_date("2026-11-10T14:05:00+03:00")
    assert assumed is not None and stated is not None
    assert assumed.moment == stated.moment == datetime(2026, 11, 10, 11, 5, tzinfo=UTC)
    assert (assumed.zone_assumed, stated.zone_assumed) == (True, False)


@pytest.mark.parametrize("zone", ["+9900", "XYZ", "+2500"])
def test_an_impossible_or_unknown_zone_counts_as_none(zone: str) -> None:
    read = read_date(f"Tue, 10 Nov 2026 11:05:00 {zone}")
    assert read is not None and read.zone_assumed
    assert read.moment == datetime(2026, 11, 10, 11, 5, tzinfo=UTC)


def test_a_day_without_a_time_says_that_the_time_is_unknown() -> None:
    day, moment = read_date("2026-11-10"), read_date("2026-11-10T00:00:00Z")
    assert day is not None and moment is not None
    assert (day.time_known, moment.time_known) == (False, True)


def test_dates_before_the_web_and_after_tomorrow_do_not_order_articles() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert not is_plausible(datetime(1970, 1, 1, tzinfo=UTC), now=now)
    assert not is_plausible(datetime(2099, 1, 1, tzinfo=UTC), now=now)
    assert is_plausible(now + timedelta(hours=14), now=now)
    assert is_plausible(datetime(2012, 5, 6, tzinfo=UTC), now=now)


def test_no_month_word_means_two_months() -> None:
    from cases.feeds.formats import date_words

    seen: dict[str, int] = {}
    for number, words in enumerate(date_words._MONTHS, start=1):
        for word in words.split():
            assert seen.setdefault(word, number) == number, word
    assert set(MONTHS.values()) == set(range(1, 13))


def test_a_megabyte_of_date_costs_nothing() -> None:
    assert read_date("1 " * 500_000) is None
    assert read_date("a" * 1_000_000) is None
    assert read_date("10 Nov 2026 " + "(" * 80) is None
