"""Who is this? Keys in SQL find what comparing accepts, in any alphabet."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Account, NameForm, NameKind, Person
from people.names import compare_names, parse_name
from people.names.parts import recorded_parts
from people.selectors.by_name import OPEN_KINDS, persons_matching, who_is_this
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


@pytest.mark.parametrize("name", ["Горинову Алексею", "Алексеем Гориновым", "Козыревой Дарьей"])
def test_a_name_copied_from_the_middle_of_a_sentence_is_brought_back_to_the_nominative(
    gorinov: Person, others: list[Person], name: str
) -> None:
    first, *_ = persons_matching(name)
    assert first.person == (others[0] if "Козырев" in name else gorinov)
    assert first.match.score >= 0.9
    assert first.match.parts[0].how == "inflected"


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


@pytest.mark.parametrize(
    "name", ["Алексей Торинов", "Горинво Алексей", "Alexei Goriniv", "Алекдей Горинов", "Гориднов"]
)
def test_a_name_with_one_letter_wrong_is_found_lower_than_the_right_one_and_says_so(
    gorinov: Person, others: list[Person], name: str
) -> None:
    first, *_ = persons_matching(name)

    assert first.person == gorinov
    assert 0.3 <= first.match.score < 0.8
    assert any(part.how in ("one letter off", "near") for part in first.match.parts)


def test_a_name_that_fits_is_not_joined_by_those_one_letter_away(
    gorinov: Person, researcher: Account
) -> None:
    create_person(name_en="Alexei Torinov", name_ru="Алексей Торинов", by=researcher)
    assert [found.person for found in persons_matching("Алексей Горинов")] == [gorinov]


@pytest.mark.parametrize("name", ["Горинов А. А.", "A. Gorinov", "А. Горинов"])
def test_initials_find_all_whose_names_begin_so(
    gorinov: Person, others: list[Person], researcher: Account, name: str
) -> None:
    create_person(name_en="Pyotr Gorinov", name_ru="Пётр Горинов", by=researcher)
    assert {found.person for found in persons_matching(name)} == {gorinov, others[1]}


def test_the_year_of_birth_tells_namesakes_apart_and_is_a_reason(researcher: Account) -> None:
    elder, younger = (
        create_person(name_en="Ivan Orlov", born=born, by=researcher) for born in ("1950~", "1990")
    )

    first, second = who_is_this("Ivan Orlov", birth_year=1990).found

    assert (first.person, second.person) == (younger, elder)
    assert first.match.score > 0.9 > second.match.score
    assert first.match.words[-1] == "birth year: 1990 ~ 1990 (exact)"


def test_a_former_name_finds_nobody_for_strangers(gorinov: Person, researcher: Account) -> None:
    add_name_form(
        gorinov, text="Лев Зеленцов", kind=NameKind.FORMER, by=researcher, reason="passport"
    )
    assert persons_matching("Лев Зеленцов", kinds=OPEN_KINDS) == []
    assert persons_matching("Лев Зеленцов")[0].person == gorinov


def test_more_people_than_are_shown_is_said(researcher: Account) -> None:
    for _ in range(3):
        create_person(name_en="Ivan Orlov", by=researcher)
    answer = who_is_this("Orlov", limit=2)
    assert (len(answer.found), answer.more) == (2, True)


@pytest.mark.parametrize(
    "name", ["Горинов", "Горинов А.", "Алексей Горинов", "Алексей Торинов", "Гориднов"]
)
def test_a_question_costs_at_most_four_queries(
    gorinov: Person,
    others: list[Person],
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(4):
        who_is_this(name, birth_year=1961)


def test_misspellings_of_a_surname_alone_are_shown_only_where_few_bear_it(
    researcher: Account, gorinov: Person, others: list[Person]
) -> None:
    off = create_person(name_en="Pavel Borinov", name_ru="Павел Боринов", by=researcher)
    assert [found.person for found in persons_matching("Горинов")] == [gorinov, others[1], off]
    answer = who_is_this("Горинов", limit=1)
    assert ([found.person for found in answer.found], answer.more) == ([gorinov], True)


@pytest.mark.parametrize("asked", ["Жюстен Трюдобей", "Трюдобей", "Трюдобей Ж."])
def test_the_planner_sees_neither_how_many_keys_are_asked_for_nor_work_for_two(
    gorinov: Person, asked: str
) -> None:
    """Shown a thousand keys it read the whole table: seven seconds among 100,000 people.

    Not shown them it expects thousands of rows, and starting a second process for those took longer
    than the question.
    """
    with CaptureQueriesContext(connection) as captured:
        assert persons_matching(asked) == []
    assert len(captured) == 2
    for query in captured:
        assert "(SELECT '{" in query["sql"].split("&&")[1][:20]
        assert "people_nameform.id > -pg_backend_pid()" in query["sql"]


@pytest.mark.parametrize("asked", ["Козырев", "А. Козырев", "Козырева", "Козырев А. П."])
def test_namesakes_who_are_compared_together_are_each_answered_with_their_own_name(
    researcher: Account, asked: str
) -> None:
    for english, russian in (
        ("Anton Kozyrev", "Антон Петрович Козырев"),
        ("Alexei Kozyrev", "Алексей Павлович Козырев"),
        ("Boris Kozyrev", "Борис Козырев"),
        ("Anna Kozyreva", "Анна Петровна Козырева"),
    ):
        create_person(name_en=english, name_ru=russian, by=researcher)
    found = persons_matching(asked)
    assert len(found) >= 2
    for one in found:
        form = one.form
        parts = recorded_parts(
            form.text,
            form.language,
            given=form.given,
            patronymic=form.patronymic,
            surname=form.surname,
        )
        assert (
            one.match == compare_names(parse_name(asked), parts)
            or one.match.parts[0].part == "name"
        )
