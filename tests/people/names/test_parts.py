"""Names taken apart: order, patronymics, lineage, particles, initials, forced marks, gender."""

import pytest

from people.names import parse_name
from people.names.language.frequency import is_frequent_name
from people.names.language.inflection import ANY_GENDER, FEMALE, MALE
from people.names.parts import recorded_parts


@pytest.mark.parametrize(
    ("text", "given", "patronymic", "surname"),
    [
        ("Алексей Горинов", "Алексей", "", "Горинов"),
        ("Горинов Алексей Александрович", "Алексей", "Александрович", "Горинов"),
        ("Алексей Александрович Горинов", "Алексей", "Александрович", "Горинов"),
        ("Горинов, Алексей Александрович", "Алексей", "Александрович", "Горинов"),
        ("Абрамович Роман Аркадьевич", "Роман", "Аркадьевич", "Абрамович"),
        ("Роман Абрамович", "Роман", "", "Абрамович"),
        ("Kozyreva, Darya", "Darya", "", "Kozyreva"),
        ("Габриэль Гарсиа Маркес", "Габриэль", "", "Гарсиа Маркес"),
        ("Борис Кагарлицкий* (признан иноагентом)", "Борис", "", "Кагарлицкий"),
        ("Господин Алексей Горинов", "Алексей", "", "Горинов"),
    ],
)
def test_the_order_of_a_name_is_told(text: str, given: str, patronymic: str, surname: str) -> None:
    parts = parse_name(text)
    assert (parts.given, parts.patronymic, parts.surname) == (given, patronymic, surname)


def test_what_is_between_names_is_kept_apart() -> None:
    aliyev = parse_name("Иса Мамед оглы Алиев")
    assert (aliyev.patronymic, aliyev.lineage, aliyev.surname) == ("Мамед", "оглы", "Алиев")
    leyen = parse_name("Ursula von der Leyen")
    assert (leyen.particles, leyen.surname) == (("von", "der"), "Leyen")
    assad = parse_name("Башар аль-Асад")
    assert (assad.particles, assad.surname) == (("аль",), "Асад")


@pytest.mark.parametrize(
    ("text", "given", "particles", "surname"),
    [
        ("Да Силва Луис", "Луис", ("Да",), "Силва"),
        ("Ле Пен Жан-Мари", "Жан-Мари", ("Ле",), "Пен"),
        ("Ван Дер Беллен Александр", "Александр", ("Ван", "Дер"), "Беллен"),
        ("Усама Бен Ладен", "Усама", ("Бен",), "Ладен"),
    ],
)
def test_a_particle_in_front_shows_the_surname_where_a_given_name_stands_behind(
    text: str, given: str, particles: tuple[str, ...], surname: str
) -> None:
    parts = parse_name(text)
    assert (parts.given, parts.particles, parts.surname) == (given, particles, surname)


@pytest.mark.parametrize("text", ["Ле Кха Фьеу", "Бернанке Бен Шалом"])
def test_a_word_that_may_be_a_name_itself_is_no_particle(text: str) -> None:
    assert parse_name(text).particles == ()


def test_initials_stand_for_the_given_name() -> None:
    for text in ("А. А. Горинов", "Горинов А.А."):
        parts = parse_name(text)
        assert (parts.given, parts.initials, parts.surname) == ("", ("А", "А"), "Горинов")


def test_an_order_that_nothing_tells_is_called_uncertain() -> None:
    assert not parse_name("Ким Чен Ын").certain
    assert parse_name("Алексей Горинов").certain


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Дарья Козырева", FEMALE),
        ("Алексей Горинов", MALE),
        ("Никита Горинов", MALE),
        ("Саша Скочиленко", ANY_GENDER),
        ("Зарема Мусаева", FEMALE),
        ("Иванова Е. П.", FEMALE),
        ("Алиева Лейла Иса кызы", FEMALE),
    ],
)
def test_the_gender_is_told_as_far_as_the_name_goes(text: str, gender: int) -> None:
    assert parse_name(text).gender == gender


def test_parts_on_record_win_over_what_the_text_seems_to_say() -> None:
    parts = recorded_parts("Куку Эмир-Усеин", given="Эмир-Усеин", surname="Куку")
    assert (parts.given, parts.surname, parts.certain) == ("Эмир-Усеин", "Куку", True)


@pytest.mark.parametrize("text", ["", "   ", "123", "(признан иноагентом)", "\ud800", "-" * 9999])
def test_a_text_without_a_name_gives_empty_parts(text: str) -> None:
    assert parse_name(text).surname == ""


def test_frequent_names_are_known_in_both_alphabets_and_a_patronymic_makes_them_rare() -> None:
    assert is_frequent_name(parse_name("Анна Архипова"))
    assert is_frequent_name(parse_name("Andrei Trofimov"))
    assert not is_frequent_name(parse_name("Алексей Горинов"))
    assert not is_frequent_name(parse_name("Трофимов Андрей Николаевич"))


@pytest.mark.parametrize(
    ("text", "given", "surname", "initials"),
    [
        ("Dionisio W. Brightwyn", "Dionisio", "Brightwyn", ("W",)),
        ("Дионисио У. Брайтвин", "Дионисио", "Брайтвин", ("У",)),
        ("A. Le Brun", "", "Le Brun", ("A",)),
        ("Le Brun A.", "", "Le Brun", ("A",)),
    ],
)
def test_an_initial_between_two_words_parts_the_given_name_from_the_surname(
    text: str, given: str, surname: str, initials: tuple[str, ...]
) -> None:
    parts = parse_name(text)
    assert (parts.given, parts.surname, parts.initials) == (given, surname, initials)
