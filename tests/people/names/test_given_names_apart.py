"""Given names that look like one name in two languages, and that two people of one surname may bear."""

from __future__ import annotations

import pytest

from people.names import NameFinder, known_person


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Мурат", "Мурад", "ru"),
        ("Фатима", "Фатма", "ru"),
        ("Яков", "Акоп", "ru"),
        ("Михаил", "Микаэл", "ru"),
        ("Пётр", "Петрос", "ru"),
        ("Николай", "Николоз", "ru"),
        ("Тамара", "Тамар", "ru"),
        ("Агата", "Агафья", "ru"),
        ("Клара", "Клэр", "ru"),
        ("Clara", "Clare", "en"),
        ("Murat", "Murad", "en"),
        ("Agnieszka", "Ágnes", "hu"),
        ("Zbigniew", "Zbyněk", "cs"),
        ("Roch", "Rocco", "it"),
    ],
)
def test_they_are_asked_about_and_never_linked(one: str, other: str, language: str) -> None:
    surname = "Гогоберишвили" if language == "ru" else "Kowerski"
    for on_record, in_text in ((one, other), (other, one)):
        finder = NameFinder([known_person(1, [f"{on_record} {surname}"])])
        spans = finder.find(f"({in_text} {surname})", language)
        assert [span.score < 0.9 for span in spans] == [True]


@pytest.mark.parametrize(
    ("on_record", "text", "language"),
    [
        ("Акоп Гогоберян", "Hakob Goghoberyan", "en"),
        ("Михаил Гогоберишвили", "Mikheil Gogoberishvili", "en"),
        ("Мурад Гогоберов", "Murad Goghoberov", "en"),
        ("Claire Kowerski", "Клэр Коверски", "ru"),
        ("Оганнес Гогоберян", "Ованес Гогоберян", "ru"),
    ],
)
def test_each_is_itself_in_other_alphabets(on_record: str, text: str, language: str) -> None:
    spans = NameFinder([known_person(1, [on_record])]).find(f"({text})", language)
    assert [span.score >= 0.9 for span in spans] == [True]


def test_a_name_without_marks_of_its_own_is_not_the_name_that_has_them() -> None:
    finder = NameFinder([known_person(1, ["Шимон Коверский"])])
    assert [s.score < 0.9 for s in finder.find("(Simon Kowerski)", "en")] == [True]
    assert [s.score >= 0.9 for s in finder.find("(Šimon Kowerski)", "sk")] == [True]


@pytest.mark.parametrize(
    ("man", "text", "language"),
    [
        ("Martin Novák", "viděl Martinu Novákovou", "cs"),
        ("Мартин Новак", "viděl Martinu Novákovou", "cs"),
        ("Роман Новак", "videl Romanu Novákovú", "sk"),
        ("Ян Ковальский", "Jana Kowalska była w sądzie", "pl"),
    ],
)
def test_a_womans_surname_is_no_case_of_a_mans(man: str, text: str, language: str) -> None:
    spans = NameFinder([known_person(1, [man])]).find(text, language)
    assert not any(span.score >= 0.9 for span in spans)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Martin Novák", "viděl Martina Nováka", "cs"),
        ("Martina Nováková", "viděl Martinu Novákovou", "cs"),
        ("Ян Ковальский", "widział Jana Kowalskiego", "pl"),
        ("Jan Kosek", "widział Jana Koska", "pl"),
    ],
)
def test_each_of_both_is_met_in_the_own_cases(name: str, text: str, language: str) -> None:
    spans = NameFinder([known_person(1, [name])]).find(text, language)
    assert [span.score >= 0.9 for span in spans] == [True]
