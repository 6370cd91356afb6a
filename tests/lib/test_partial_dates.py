"""PartialDate in Python and `partial_date_range` in SQL say the same."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from people.models import Person
from tracker.lib.partial_dates import InvalidPartialDate, PartialDate

SHAPES = [
    ("2022-03-15", date(2022, 3, 15), date(2022, 3, 15), "day"),
    ("2022-03", date(2022, 3, 1), date(2022, 3, 31), "month"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
    ("2022", date(2022, 1, 1), date(2022, 12, 31), "year"),
    ("1985~", date(1984, 1, 1), date(1986, 12, 31), "year"),
    ("2022-03?", date(2022, 3, 1), date(2022, 3, 31), "month"),
    ("2022-03-15~", date(2022, 3, 8), date(2022, 3, 22), "day"),
    ("2017-23", date(2017, 9, 1), date(2017, 11, 30), "season"),
    ("2022-24", date(2022, 12, 1), date(2023, 2, 28), "season"),
    ("../2023-05-10", None, date(2023, 5, 10), "before"),
    ("2022-03/..", date(2022, 3, 1), None, "after"),
    ("2024-06-03/2024-06-09", date(2024, 6, 3), date(2024, 6, 9), "between"),
    ("2024-02-27/2024-02-28", date(2024, 2, 27), date(2024, 2, 28), "between"),
    ("XXXX", None, None, "unknown"),
]
NONSENSE = [
    "",
    "yesterday",
    "2022-13",
    "2022-02-30",
    "../..",
    "2024/2022",
    "0999",
    "99999",
    "2022-3",
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), SHAPES)
def test_a_date_knows_its_earliest_and_latest_day(
    text: str, earliest: date | None, latest: date | None, precision: str
) -> None:
    parsed = PartialDate.parse(text)
    assert parsed.bounds() == (earliest, latest)
    assert parsed.precision == precision
    assert parsed.edtf == text


@pytest.mark.django_db
@pytest.mark.parametrize("text", [shape[0] for shape in SHAPES])
def test_the_database_has_the_same_bounds_as_python(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(partial_date_range(%s)), upper(partial_date_range(%s)) - 1", [text, text]
        )
        assert tuple(cursor.fetchone()) == PartialDate.parse(text).bounds()


@pytest.mark.django_db
@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused_by_python_and_by_the_database(text: str) -> None:
    with pytest.raises(InvalidPartialDate):
        PartialDate.parse(text)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT partial_date_range(%s)", [text])


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_month_holds_each_of_its_days(day: date) -> None:
    month = PartialDate.of(day.year, day.month)
    assert month.overlaps(PartialDate(day.isoformat()))
    assert month.overlaps(PartialDate.of(day.year))
    assert not month.overlaps(PartialDate.of(day.year + 1))


def test_unknown_sorts_last_and_overlaps_everything() -> None:
    dates = [PartialDate.unknown(), PartialDate("2022-03"), PartialDate("2022")]
    assert sorted(dates)[-1].is_unknown
    assert PartialDate.unknown().overlaps(PartialDate("1999"))
    assert PartialDate("2021").surely_before(PartialDate("2022-05"))
    assert not PartialDate("2022").surely_before(PartialDate("2022-05"))


@pytest.mark.django_db
def test_a_filter_on_the_range_finds_a_year_that_may_hold_the_day() -> None:
    Person.objects.create(name_en="A", sort_en="a", slug="a", born=PartialDate("1961"))
    Person.objects.create(name_en="B", sort_en="b", slug="b", born=PartialDate("1962-05"))
    found = Person.objects.filter(born_range__contains=date(1961, 7, 26))
    assert [person.slug for person in found] == ["a"]
    # A bulk update cannot leave the range behind.
    Person.objects.update(born="1970-01")
    assert Person.objects.filter(born_range__contains=date(1970, 1, 2)).count() == 2
