"""Ages, years of birth, occupations and homes count only where they stand at the name itself."""

from datetime import date

import pytest

from cases.linking.beside_names import (
    StatedBirth,
    birth_agrees,
    occupation_named,
    other_occupation,
    stated_birth,
    stated_home,
)

DAY = date(2029, 3, 1)


def at(text: str, name: str) -> tuple[int, int]:
    start = text.index(name)
    return start, start + len(name)


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("67-летний Алексей Горинов", "Алексей Горинов", 1961, 1962),
        ("67-летнего муниципального депутата Алексея Горинова", "Алексея Горинова", 1961, 1962),
        ("The 67-year-old Alexei Gorinov", "Alexei Gorinov", 1961, 1962),
        ("Alexei Gorinov, 67, was", "Alexei Gorinov", 1961, 1962),
        ("Алексей Горинов (67 лет) сказал", "Алексей Горинов", 1961, 1962),
        ("67-letni Aleksiej Gorinow", "Aleksiej Gorinow", 1961, 1962),
        ("der 67-jährige Alexej Gorinow", "Alexej Gorinow", 1961, 1962),
        ("Алексей Горинов, 1961 года рождения", "Алексей Горинов", 1961, 1961),
        ("Алексей Горинов (1961 г. р.)", "Алексей Горинов", 1961, 1961),
        ("Alexei Gorinov was here", "Alexei Gorinov", None, None),
        ("Alexei Gorinov, born on 26 July 1961 in", "Alexei Gorinov", 1961, 1961),
        ("67-летний отец Алексея Горинова", "Алексея Горинова", None, None),
        ("дали Алексею Горинову 10 лет колонии", "Алексею Горинову", None, None),
        ("Алексей Горинов, 7 лет назад", "Алексей Горинов", None, None),
    ],
)
def test_an_age_or_a_year_of_birth_beside_the_name_is_read(
    text: str, name: str, first: int | None, last: int | None
) -> None:
    stated = stated_birth(text, *at(text, name), DAY)
    assert (stated and (stated.first, stated.last)) == (None if first is None else (first, last))


def test_a_birth_agrees_is_near_or_contradicts() -> None:
    stated = StatedBirth(1961, 1962, "67")
    assert birth_agrees(stated, 1961, 1961) is True
    assert birth_agrees(stated, 1963, 1963) is None
    assert birth_agrees(stated, 1985, 1985) is False


def test_the_persons_own_occupation_speaks_for_and_a_conspicuous_other_one_against() -> None:
    own = ["муниципальный депутат", "municipal deputy"]
    text = "Муниципального депутата Ивана Зарецкого судили"
    assert occupation_named(text, *at(text, "Ивана Зарецкого"), own)
    text = "футболист «Спартака» Иван Зарецкий"
    assert other_occupation(text, *at(text, "Иван Зарецкий"), own) == "футболист"
    assert other_occupation(text, *at(text, "Иван Зарецкий"), ["футболист"]) == ""
    assert other_occupation(text, *at(text, "Иван Зарецкий"), []) == ""
    text = "Судья выслушал прокурора. Иван Зарецкий молчал, прокурор тоже"
    assert other_occupation(text, *at(text, "Иван Зарецкий"), own) == ""


@pytest.mark.parametrize(
    ("text", "own", "word"),
    [
        ("Поэта Ивана Зарецкого судили", "поэт и инженер", "поэт"),
        ("врачом Ивана Зарецкого назвали", "врач", "врач"),
        ("the poet Ивана Зарецкого", "poet", "poet"),
        ("поэтапно Ивана Зарецкого лишили", "поэт", ""),
        ("делу Ивана Зарецкого", "фигурант дела", ""),
    ],
)
def test_poets_and_doctors_are_occupations_though_the_words_are_short(
    text: str, own: str, word: str
) -> None:
    assert occupation_named(text, *at(text, "Ивана Зарецкого"), [own]) == word


def test_a_home_is_read_where_it_is_said_to_be_one() -> None:
    text = "Жителя Томска Ивана Зарецкого арестовали"
    assert stated_home(text, *at(text, "Ивана Зарецкого")) == "Томска"
    text = "Житель Томска пришёл. Иван Зарецкий ушёл"
    assert stated_home(text, *at(text, "Иван Зарецкий")) == ""
