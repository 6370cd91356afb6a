"""Who is this? Keys in SQL find what comparing accepts, in any alphabet."""

import pytest

from people.models import Account, NameForm, NameKind, Person
from people.selectors.by_name import persons_matching
from people.services.name_forms import add_name_form, rebuild_name_keys, retire_name_form
from people.services.persons import create_person
from tracker.lib.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def gorinov(researcher: Account) -> Person:
    return create_person(name_en="Alexei Gorinov", name_ru="Алексей Горинов", by=researcher)


@pytest.fixture
def others(researcher: Account) -> list[Person]:
    names = [("Darya Kozyreva", "Дарья Козырева"), ("Andrei Gorinov", "Андрей Горинов")]
    return [create_person(name_en=en, name_ru=ru, by=researcher) for en, ru in names]


@pytest.mark.parametrize(
    "name",
    ["Горинов Алексей", "Alexej Gorinow", "Алексей Александрович Горинов", "Oleksii Gorinov"],
)
def test_a_name_in_any_spelling_finds_its_person_first_with_reasons(
    gorinov: Person, others: list[Person], name: str
) -> None:
    first, *_ = persons_matching(name)
    assert first.person == gorinov
    assert first.match.score >= 0.9
    assert any("surname" in words for words in first.match.words)


def test_a_surname_alone_finds_all_who_bear_it(gorinov: Person, others: list[Person]) -> None:
    assert {found.person for found in persons_matching("Gorinov")} == {gorinov, others[1]}


def test_the_lost_gender_of_a_translation_still_finds_the_woman(others: list[Person]) -> None:
    (found,) = persons_matching("Daria Kozyrev")
    assert (found.person, found.match.score < 0.9) == (others[0], True)


def test_never_match_forms_and_people_out_of_sight_are_not_found(
    gorinov: Person, researcher: Account
) -> None:
    add_name_form(
        gorinov, text="Пётр Несхожий", kind=NameKind.NEVER_MATCH, by=researcher, reason="namesake"
    )
    assert persons_matching("Пётр Несхожий") == []
    assert persons_matching("Алексей Горинов", people=Person.objects.published()) == []


@pytest.mark.parametrize("name", ["", "  ", "123", "…"])
def test_a_text_without_a_name_finds_nobody(gorinov: Person, name: str) -> None:
    assert persons_matching(name) == []


def test_a_retired_form_finds_nobody_and_its_row_stays(
    gorinov: Person, researcher: Account
) -> None:
    form = add_name_form(gorinov, text="Лев Зеленцов", by=researcher, reason="pen name")
    assert [found.form for found in persons_matching("Lev Zelentsov")] == [form]
    with pytest.raises(Refused):
        retire_name_form(form, by=researcher, reason=" ")

    retire_name_form(form, by=researcher, reason="wrong")

    assert persons_matching("Lev Zelentsov") == []
    assert NameForm.objects.get(pk=form.pk).retired_at is not None


def test_rebuilding_keys_mends_forms_and_says_how_many(gorinov: Person) -> None:
    NameForm.objects.update(keys=["s:stale"])
    assert persons_matching("Алексей Горинов") == []
    said: list[str] = []

    assert rebuild_name_keys(say=said.append) == 2

    assert persons_matching("Алексей Горинов")[0].person == gorinov
    assert rebuild_name_keys() == 0
    assert said
