"""What stands before a name: bylines, and words that a nominative cannot follow."""

import pytest

from people.names import KnownName, KnownPerson, NameFinder, known_person
from people.names.language.inflection import FEMALE, MALE

MAN = NameFinder([KnownPerson(1, (KnownName("Александр Шувакин"),), MALE)])
WOMAN = NameFinder([KnownPerson(1, (KnownName("Александра Шувакина"),), FEMALE)])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Первая строка.\nФото: Сергей Морозкин / ТАСС"),
        ("ru", "Автор: Сергей Морозкин"),
        ("en", "By Sergei Morozkin\nThe court sat."),
        ("pl", "Sąd. (Fot: Siergiej Morozkin)"),
    ],
)
def test_an_author_or_photographer_is_asked_about_and_not_linked(language: str, text: str) -> None:
    (span,) = NameFinder([known_person(1, ["Сергей Морозкин"])]).find(text, language)
    assert span.score < 0.9
    assert "byline" in [reason.code for reason in span.reasons]


@pytest.mark.parametrize("before", ["Дело против", "Арест известного", "Допрос журналиста"])
def test_after_a_word_that_asks_for_the_genitive_it_is_the_man(before: str) -> None:
    text = f"{before} Александра Шувакина продолжается."
    assert MAN.find(text, "ru")[0].score >= 0.9
    assert WOMAN.find(text, "ru")[0].score < 0.9


@pytest.mark.parametrize(
    "before",
    [
        "По словам главы ведомства",
        "По мнению директора Института политической экспертизы",
        "Задержали сына депутата Государственной Думы",
    ],
)
def test_after_an_office_in_the_genitive_with_what_it_is_of_it_is_the_man(before: str) -> None:
    assert MAN.find(f"{before} Александра Шувакина.", "ru")[0].score >= 0.9


@pytest.mark.parametrize(
    "before", ["После речи директора,", "Директор ведомства", "Дело директора. Вчера"]
)
def test_an_office_in_another_sentence_or_case_tells_nothing(before: str) -> None:
    assert MAN.find(f"{before} Александра Шувакина заявила.", "ru")[0].score < 0.9


def test_the_woman_is_the_woman_where_a_nominative_can_stand() -> None:
    assert WOMAN.find("Вчера Александра Шувакина вышла.", "ru")[0].score >= 0.9


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Charles de Gaulle", "Lety z letiště Charlese de Gaulla byly zrušeny.", "cs"),
        ("Fryderyk Chopin", "Odwołano loty z lotniska Fryderyka Chopina.", "pl"),
        ("Васил Левски", "Мачът е на стадион Васил Левски.", "bg"),
    ],
)
def test_an_airport_or_stadium_that_bears_a_name_is_nobody(
    name: str, text: str, language: str
) -> None:
    spans = NameFinder([known_person(1, [name])]).find(text, language)
    assert all(span.score < 0.9 for span in spans)


def test_a_spokeswoman_of_an_airport_is_named_herself() -> None:
    finder = NameFinder([known_person(1, ["Nathalie Pierard"])])
    (span,) = finder.find("Řekla to mluvčí letiště Nathalie Pierardová.", "cs")
    assert span.score >= 0.9
