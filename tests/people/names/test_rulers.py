"""Rulers and holy men: their titles are translated, their numbers tell them apart."""

from __future__ import annotations

import pytest

from people.names import NameFinder, known_person, parse_name
from people.names.finding.rulers import ordinal, regnal_number
from people.names.on_record import index

PEOPLE = [
    known_person("prophet", ["Пророк Мухаммед", "Prophet Muhammad"]),
    known_person("queen", ["Queen Elizabeth II"]),
    known_person("pope", ["Pope Francis"]),
    known_person("former pope", ["Benedict XVI"]),
    known_person("christ", ["Jesus Christ"]),
    known_person("boxer", ["Muhammad Ali"]),
]


def linked(text: str, language: str) -> set[object]:
    return {
        person
        for span in NameFinder(PEOPLE).find(text, language)
        for person in span.persons
        if span.score >= 0.9
    }


def test_queens_are_all_found_where_few_names_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "_MOST_ENTRIES", 1)
    rulers = ["Queen Elizabeth II", "Queen Margaret II", "Queen Victoria"]
    finder = NameFinder([known_person(number, [name]) for number, name in enumerate(rulers)])
    found = finder.find(
        "Королева Елизавета приняла послов. Маргарета Вторая и королева Виктория уехали.", "ru"
    )
    assert [span.persons for span in found] == [(0,), (1,), (2,)]


@pytest.mark.parametrize(
    ("text", "language", "person"),
    [
        ("Byla odsouzena za urážku proroka Mohameda.", "cs", "prophet"),
        ("Обвинили в оскорблении пророка Мухаммеда.", "ru", "prophet"),
        ("Депутаты поклялись кралица Елизабет Втора.", "bg", "queen"),
        ("Za zgodą królowej Elżbiety II.", "pl", "queen"),
        ("Елизавета Вторая приняла послов.", "ru", "queen"),
        ("So sprach Königin Elisabeth II. gestern.", "de", "queen"),
        ("Ke mši přišel papež František.", "cs", "pope"),
        ("Папата благодари; папа Франциск замина.", "bg", "pope"),
        ("Бенедикт ХVІ отправи призив.", "bg", "former pope"),
        ("Wierzę w Jezusa Chrystusa.", "pl", "christ"),
    ],
)
def test_a_ruler_is_known_by_title_or_number_in_any_language(
    text: str, language: str, person: str
) -> None:
    assert linked(text, language) == {person}


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Иисус Христос", "Нашёл икону Иисуса Христа.", "ru"),
        ("Иисус Христос", "Wierzę w Jezusa Chrystusa.", "pl"),
        ("Jezus Chrystus", "Věřím v Ježíše Krista.", "cs"),
    ],
)
def test_the_title_of_a_record_in_another_language_is_known_in_its_cases(
    name: str, text: str, language: str
) -> None:
    spans = NameFinder([known_person("christ", [name])]).find(text, language)
    assert [(span.persons, span.score >= 0.9) for span in spans] == [(("christ",), True)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Королева Елизавета I умерла в 1603 году.", "ru"),
        ("Queen Elizabeth I died in 1603.", "en"),
        ("Kardinál František Duka promluvil.", "cs"),
        ("Елизавета ушла рано.", "ru"),
        ("Принц Мухаммед ибн Салман прилетел.", "ru"),
        ("Мухаммед ушёл рано.", "ru"),
    ],
)
def test_another_number_or_a_further_name_is_somebody_else(text: str, language: str) -> None:
    assert linked(text, language) == set()


def test_after_the_title_the_given_name_alone_is_enough() -> None:
    found = NameFinder(PEOPLE).find("Papież Franciszek przyjechał. Franciszek modlił się.", "pl")
    assert [(span.persons, span.surface) for span in found] == [
        (("pope",), "Papież Franciszek"),
        (("pope",), "Franciszek"),
    ]


def test_a_prophet_does_not_take_the_boxer_s_place() -> None:
    assert linked("Боксёр Мухаммед Али победил.", "ru") == {"boxer"}


def test_a_surname_that_is_a_title_stays_a_surname() -> None:
    assert parse_name("Stephen King").title == ""
    assert parse_name("Король Иван").title == ""
    assert parse_name("Alexander Pope").title == ""
    assert parse_name("Queen Elizabeth II").title == "queen"
    finder = NameFinder([known_person("writer", ["Stephen King"])])
    assert finder.find("Венгерский король Стефан умер.", "ru") == []


def test_numbers_are_read_in_lookalike_letters_and_as_words() -> None:
    assert [regnal_number(word) for word in ("II", "ХVІ", "XIV", "IX", "Ivan", "")] == [
        2, 16, 14, 9, 0, 0,
    ]  # fmt: skip
    assert [ordinal(word) for word in ("Вторая", "Шестнайсети", "druhá", "Новая")] == [2, 16, 2, 0]
