"""Arrest, places, end; lengths and overlaps of periods known in part."""

from datetime import date

import pytest

from cases.changes.models import Change
from cases.detention.models import Detention
from cases.detention.periods import Days, days_held, surely_overlap
from cases.detention.services import record_arrest, record_release, record_transfer
from tests.factories import make_institution, make_person
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate


def bounds(text: str) -> tuple[date | None, date | None]:
    return PartialDate(text).bounds()


@pytest.mark.django_db
def test_a_release_ends_the_detention_and_is_told_of_the_person() -> None:
    person = make_person()
    held = record_arrest(person, since="2024-02-24", kind="custody", state="published", reason="a")
    record_release(held, kind="measure_changed", on="2025-02-07", state="published", reason="b")
    held.refresh_from_db()
    assert held.until == PartialDate("2025-02-07")
    told = Change.objects.filter(record_type="person", record_id=person.pk, public=True)
    assert {tuple(change.fields) for change in told} == {("detentions",)}


@pytest.mark.django_db
def test_a_person_is_not_held_twice_on_the_same_days() -> None:
    person = make_person()
    record_arrest(person, since="2024-02-24", until="2025-02-07", reason="read")
    with pytest.raises(Refused) as caught:
        record_arrest(person, since="2024-06", reason="read")
    assert caught.value.extra["field"] == "since"
    record_arrest(person, since="2025-02-07", reason="taken again the day of the release")
    record_arrest(make_person(), since="2024-06", reason="somebody else")
    assert Detention.objects.count() == 3


@pytest.mark.django_db
def test_a_detention_that_ends_before_it_starts_is_refused() -> None:
    person = make_person()
    with pytest.raises(Refused) as caught:
        record_arrest(person, since="2024-03", until="2024-02-10", reason="read")
    assert caught.value.extra["field"] == "until"
    held = record_arrest(person, since="2024-03", reason="read")
    with pytest.raises(Refused) as caught:
        record_release(held, kind="served", on="2023", reason="read")
    assert caught.value.extra["field"] == "on"


@pytest.mark.django_db
def test_an_end_is_recorded_once() -> None:
    held = record_arrest(make_person(), since="2023-07-25", reason="read")
    record_release(held, kind="fine", on="2023-12-12", reason="read")
    with pytest.raises(Conflict):
        record_release(held, kind="served", on="2024", reason="read")


@pytest.mark.django_db
def test_nobody_leaves_a_place_before_arriving_there() -> None:
    held = record_arrest(make_person(), since="2022-04", reason="read")
    colony = make_institution("ИК-2", kind="colony")
    with pytest.raises(Refused) as caught:
        record_transfer(held, institution=colony, arrived="2022-11", left="2022-10", reason="read")
    assert caught.value.extra["field"] == "left"


@pytest.mark.django_db
def test_a_date_that_is_none_is_refused_with_its_field() -> None:
    with pytest.raises(Refused) as caught:
        record_arrest(make_person(), since="31.02.2022", reason="read")
    assert caught.value.extra["field"] == "since"


def test_days_are_exact_only_where_both_ends_are() -> None:
    today = date(2025, 7, 3)
    exact = days_held(bounds("2024-02-24"), bounds("2024-02-28"), today=today)
    assert exact == Days(5, 5) and exact.is_exact
    month = days_held(bounds("2022-04"), bounds("2022-05-10"), today=today)
    assert (month.least, month.most) == (11, 40)
    assert days_held(bounds("XXXX"), None, today=today) == Days(0, None)
    running = days_held(bounds("2025-07-01"), None, today=today)
    assert running == Days(3, 3)


def test_periods_overlap_only_when_no_reading_keeps_them_apart() -> None:
    first = (bounds("2024-02-24"), bounds("2025-02-07"))
    assert surely_overlap(first, (bounds("2024-06"), None))
    assert not surely_overlap(first, (bounds("2025-02"), None))
    assert not surely_overlap(first, (bounds("XXXX"), None))
    assert not surely_overlap(first, (bounds("2025-02-07"), None))
