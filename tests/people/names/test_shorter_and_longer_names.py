"""Names that texts write with fewer, more or joined words, or with other vowels, than the record."""

from __future__ import annotations

import pytest

from people.names import NameFinder, known_person, parse_name


def found(names: list[str], text: str, language: str) -> list[tuple[float, set[str]]]:
    spans = NameFinder([known_person(1, names)]).find(text, language)
    return [(span.score, {reason.code for reason in span.reasons}) for span in spans]


@pytest.mark.parametrize(
    ("names", "text", "language"),
    [
        (["Molly Scott Cato"], "podkreślała Molly Scott-Cato w piątek.", "pl"),
        (["Калнберг Ирина"], "Ирина Калнберг-Чантурия победила.", "ru"),
        (["Калнберг Ирина"], "С Ириной Чантурией-Калнберг говорили.", "ru"),
        (["Бернерс-Ли Тим"], "Он говорил с Тимом Бернерсом-Ли о сети.", "ru"),
        (["Дутерте Родриго Роа"], "Президент Филиппин Родриго Дутерте приехал.", "ru"),
        (["Баффетт Уоррен"], "Миллиардер Уоррен Баффет купил акции.", "ru"),
        (["Sylvie Agnès Bermann"], "veleposlanica Sylvie Bermann je dejala", "sl"),
        (["Mohammad Shafiq Amini"], "Úřadující šéf strany Šafík Amíní dnes mluvil.", "cs"),
        (["Сайфул Малук", "Saif Ul Malook"], "Адвокатът Сайфул Мулок избяга.", "bg"),
        (["Saif Ul Malook"], "Řekl to advokát Saif Mulúk včera.", "cs"),
        (["Saif Ul Malook"], "adwokat Saif-ul-Mulook wyjechał", "pl"),
        (["Хадим Ризви", "Khadim Hussain Rizvi"], "Лидер Хадим Хусейн Ризви задержан.", "ru"),
    ],
)
def test_it_is_still_the_same_name(names: list[str], text: str, language: str) -> None:
    assert [score >= 0.9 for score, _ in found(names, text, language)] == [True]


@pytest.mark.parametrize(
    ("names", "text", "language", "why"),
    [
        # A Slavic surname has many bearers, who go by their first names.
        (["Александр Козырев"], "Саша Козырев пришёл домой.", "ru", "short_given_name"),
        (["Анна Мария Козырева"], "Мария Козырева пришла домой.", "ru", "second_given_name"),
        (["Иванова Мария"], "Мария Петрова-Иванова пришла домой.", "ru", "extra_name"),
        (["Самир Хан"], "Пришёл Самир Хан-Мансийский.", "ru", "extra_name"),
        (["María García López"], "dijo María López ayer", "es", "part_of_surname"),
    ],
)
def test_what_may_be_somebody_else_is_a_question(
    names: list[str], text: str, language: str, why: str
) -> None:
    [(score, reasons)] = found(names, text, language)
    assert score < 0.9
    assert why in reasons


def test_other_vowels_make_another_name_outside_writings_that_leave_them_out() -> None:
    for score, _ in found(["Павел Селиванов"], "Павел Саливонов пришёл домой.", "ru"):
        assert score < 0.9
    for score, _ in found(["Peter Malook"], "Peter Mulook came home.", "en"):
        assert score < 0.9


def test_a_surname_is_not_met_by_the_end_of_a_compound_alone() -> None:
    assert found(["Молли Като"], "Скотт-Като приехала.", "ru") == []


def test_what_is_put_before_a_muslim_name_is_not_the_surname() -> None:
    parts = parse_name("Mian Saqib Nisar")
    assert (parts.given, parts.surname) == ("Mian Saqib", "Nisar")


@pytest.mark.parametrize("name", ["Абдул Рахман Юсуф", "Абд ар-Рахман Юсуф"])
def test_behind_abd_another_word_is_another_name(name: str) -> None:
    finder = NameFinder([known_person(1, [name])])
    for text in ("Abdul Rahim Yusuf came.", "Abd al-Rahim Yusuf came.", "Abdul Karim Yusuf came."):
        assert not any(span.score >= 0.9 for span in finder.find(text, "en"))
