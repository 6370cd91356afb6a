"""People who share one surname."""

import pytest

from people.names import NameFinder, known_person
from people.names.finding.joint import singulars

FINDER = NameFinder(
    [
        known_person("dmitry", ["Дмитрий Пчелинцев"]),
        known_person("ilya", ["Илья Пчелинцев"]),
        known_person("arkady", ["Arkady Rotenberg"]),
        known_person("boris", ["Boris Rotenberg"]),
        known_person("anna", ["Анна Горинова"]),
        known_person("alexei", ["Алексей Горинов"]),
    ]
)


def linked(text: str, language: str) -> set[object]:
    return {
        person
        for span in FINDER.find(text, language)
        if span.score >= 0.9
        for person in span.persons
    }


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("ru", "Дмитрий и Илья Пчелинцевы вышли.", {"dmitry", "ilya"}),
        ("ru", "Письмо Дмитрию и Илье Пчелинцевым.", {"dmitry", "ilya"}),
        ("ru", "Братья Пчелинцевы Дмитрий и Илья вышли.", {"dmitry", "ilya"}),
        ("ru", "Анна и её муж Алексей Гориновы.", {"anna", "alexei"}),
        ("uk", "Аркадій та Борис Ротенберги.", {"arkady", "boris"}),
        ("pl", "Majątek Arkadija i Borisa Rotenbergów.", {"arkady", "boris"}),
        ("en", "Arkady and Boris Rotenberg said so.", {"arkady", "boris"}),
        ("de", "Arkadij und Boris Rotenberg sagten.", {"arkady", "boris"}),
    ],
)
def test_given_names_joined_before_one_surname_are_people_of_that_surname(
    language: str, text: str, people: set[object]
) -> None:
    assert linked(text, language) == people


def test_a_surname_in_the_singular_belongs_to_the_last_given_name_alone() -> None:
    assert linked("Илья и Алексей Горинов вышли, Дмитрий остался.", "ru") == {"alexei"}


def test_another_man_of_the_first_given_name_is_only_asked_about() -> None:
    finder = NameFinder([known_person(1, ["Harry Markle"])])
    assert all(s.score < 0.9 for s in finder.find("Harry and Meghan Markle left.", "en"))


def test_each_person_stands_at_a_place_of_their_own() -> None:
    spans = FINDER.find("Дмитрий и Илья Пчелинцевы вышли.", "ru")
    assert [(s.persons, s.surface) for s in spans] == [
        (("dmitry",), "Дмитрий"),
        (("ilya",), "Илья Пчелинцевы"),
    ]


@pytest.mark.parametrize(
    ("plural", "language", "singular"),
    [
        ("пчелинцевыми", "ru", "пчелинцев"),
        ("kowalskich", "pl", "kowalski"),
        ("novákovi", "cs", "novák"),
        ("rotenbergs", "en", "rotenberg"),
    ],
)
def test_a_plural_is_brought_back_to_its_surname(plural: str, language: str, singular: str) -> None:
    assert singular in singulars(plural, language)


def test_a_word_that_is_no_plural_has_no_singular() -> None:
    assert singulars("горинова", "ru") == []


def test_the_particle_of_a_portuguese_name_joins_no_two_people() -> None:
    people = [known_person(1, ["Да Силва Луис"]), known_person(2, ["Силва Анибал Каваку"])]
    spans = NameFinder(people).find("Приехал президент Бразилии Луис да Силва.", "ru")
    assert [(span.surface, span.persons) for span in spans] == [("Луис да Силва", (1,))]
