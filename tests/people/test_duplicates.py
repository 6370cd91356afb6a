"""Pairs of records that may be one person: found by name in any alphabet, told apart by facts."""

from typing import Any

import pytest

from people.models import Account, Person
from people.selectors import duplicates
from people.selectors.duplicates import possible_duplicates
from people.services.merging import decide_different, decide_unsure, merge_people
from people.services.persons import create_person
from tracker.lib.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


def _person(name: str, by: Account, **facts: Any) -> Person:
    return create_person(name_en=name, by=by, **facts)


@pytest.fixture
def pair(researcher: Account) -> tuple[Person, Person]:
    """A Cyrillic record and a Latin draft of one man, among others."""
    _person("Darya Kozyreva", researcher)
    old = create_person(name_en="Alexei Gorinov", name_ru="Алексей Горинов", by=researcher)
    _person("Andrei Gorinov", researcher)
    return old, _person("Aleksej Gorinow", researcher)


def test_another_spelling_of_a_name_on_record_is_a_pair_with_reasons(
    pair: tuple[Person, Person],
) -> None:
    (found,) = possible_duplicates().pairs
    assert (found.older, found.newer) == pair
    assert found.score >= 0.9
    assert {part.part for part in found.parts} == {"surname", "given name"}


def test_dates_of_birth_that_cannot_be_one_keep_a_pair_out_and_equal_ones_raise_it(
    pair: tuple[Person, Person],
) -> None:
    before = possible_duplicates().pairs[0].score
    older, newer = pair
    Person.objects.filter(pk=older.pk).update(born=PartialDate("1961-07"))
    Person.objects.filter(pk=newer.pk).update(born=PartialDate("1961"))
    assert possible_duplicates().pairs[0].score > before
    Person.objects.filter(pk=newer.pk).update(born=PartialDate("1990"))
    assert possible_duplicates().pairs == []


def test_a_pair_told_apart_is_never_offered_again_and_an_unsure_one_is(
    pair: tuple[Person, Person], researcher: Account
) -> None:
    decide_unsure(*pair, by=researcher, reason="no dates")
    assert len(possible_duplicates().pairs) == 1
    decide_different(*pair, by=researcher, reason="two dossiers")
    assert possible_duplicates().pairs == []


def test_a_merged_pair_is_gone(pair: tuple[Person, Person], publisher: Account) -> None:
    merge_people(*pair, by=publisher, reason="one dossier")
    assert possible_duplicates().pairs == []


def test_older_records_come_on_later_pages_in_a_bounded_number_of_queries(
    pair: tuple[Person, Person],
    researcher: Account,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr(duplicates, "FIRST_WINDOW", 2)
    monkeypatch.setattr(duplicates, "MOST_WINDOWS", 1)
    for number in range(2):
        _person(f"Ivan Testov{'abcdef'[number]}", researcher)
    with django_assert_max_num_queries(4):
        first = possible_duplicates()
    assert first.pairs == []
    with django_assert_max_num_queries(5):
        second = possible_duplicates(behind=first.ended)
    assert [found.newer for found in second.pairs] == [pair[1]]


@pytest.mark.parametrize("wanted", [1, 2, 3, 4, 7])
def test_pages_of_any_length_give_every_pair_once(
    researcher: Account, wanted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five records of one name are ten pairs: a page may end in the middle of a record's own."""
    monkeypatch.setattr(duplicates, "FIRST_WINDOW", 2)
    people = [_person("Ivan Orlov", researcher) for _ in range(5)]
    found: list[tuple[int, int]] = []
    ended = None
    for _page in range(30):
        page = possible_duplicates(behind=ended, wanted=wanted)
        assert len(page.pairs) <= wanted
        found += [(pair.newer.pk, pair.older.pk) for pair in page.pairs]
        ended = page.ended
        if ended is None:
            break
    assert ended is None
    keys = [person.pk for person in people]
    assert sorted(found) == sorted((a, b) for a in keys for b in keys if a > b)


def test_no_pair_is_lost_where_very_many_bear_the_names_of_a_window(
    researcher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read up to a limit, the forms of a window were those that came first, and pairs went missing."""
    monkeypatch.setattr(duplicates, "MOST_FORMS", 3)
    monkeypatch.setattr(duplicates, "FEW", 1)
    names = ["Ivan Orlov", "Pyotr Belov"] * 4
    for name in names:
        _person(name, researcher)
    found = possible_duplicates(wanted=100).pairs
    assert len({(pair.newer, pair.older) for pair in found}) == len(found) == 12


def test_people_of_another_sex_are_no_pair(
    pair: tuple[Person, Person], researcher: Account
) -> None:
    Person.objects.filter(pk=pair[0].pk).update(sex="m")
    assert len(possible_duplicates().pairs) == 1
    Person.objects.filter(pk=pair[1].pk).update(sex="f")
    assert possible_duplicates().pairs == []
