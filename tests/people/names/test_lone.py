"""Surnames with nobody named in full: questions, ranked by who is in the news."""

import pytest

from people.names import NameFinder, known_person
from people.names.finding.spans import FULL, SURNAME

NAMES = ["Ольга", "Анна", "Вера", "Нина", "Мария"]
GORINOVS = [known_person(n, [f"{name} Зуброва"]) for n, name in enumerate(NAMES, start=1)]
TEXT = "Зуброва не пришла. Зуброву ждали."


def test_a_surname_that_many_bear_asks_nothing_when_nothing_tells_them_apart() -> None:
    assert NameFinder(GORINOVS).find(TEXT, "ru") == []


def test_the_one_who_is_in_the_news_is_asked_about_and_never_linked() -> None:
    spans = NameFinder(GORINOVS).find(TEXT, "ru", recent={3: 5.0, 4: 1.0})
    assert [span.persons for span in spans] == [(3,), (3,)]
    assert all(0.3 < span.score < 0.9 for span in spans)
    assert "recently_named" in [reason.code for reason in spans[0].reasons]


def test_two_who_are_in_the_news_alike_are_both_asked_about() -> None:
    spans = NameFinder(GORINOVS).find(TEXT, "ru", recent={3: 5.0, 4: 4.0})
    assert {span.persons for span in spans} == {(3, 4)}


def test_recent_news_change_nothing_about_a_full_name() -> None:
    finder = NameFinder(GORINOVS)
    text = "Вера Зуброва пришла."
    assert finder.find(text, "ru") == finder.find(text, "ru", recent={1: 9.0})


ORLOVSKY = known_person(1, ["Никита Орловский", "Nikita Orlovsky"])


@pytest.mark.parametrize(
    "text",
    [
        "Орловский район и Орловская область ждут снега.",
        "Авария на Орловском проспекте.",
        "Решение Орловского областного суда.",
        "Вокзал? Орловский вокзал.",
    ],
)
def test_the_adjective_of_a_place_is_nobodys_surname(text: str) -> None:
    assert NameFinder([ORLOVSKY]).find(text, "ru", recent={1: 5.0}) == []
    after = f"Никита Орловский вышел. {text}"
    (span,) = NameFinder([ORLOVSKY]).find(after, "ru")
    assert span.kind == FULL


def test_a_surname_is_whose_the_text_says_it_is() -> None:
    finder = NameFinder([ORLOVSKY])
    assert (
        finder.find("Сергей Орловский рассказал. Орловский добавил.", "ru", recent={1: 5.0}) == []
    )
    (span,) = finder.find("Вчера Орловский добавил.", "ru", recent={1: 5.0})
    assert span.kind == SURNAME


def test_a_word_of_the_language_is_no_surname_of_another_alphabet() -> None:
    finder = NameFinder([known_person(1, ["Ivan Pravda"]), known_person(2, ["Пётр Кинг"])])
    assert finder.find("Правда ли это? Правды нет.", "ru") == []
    assert finder.find("The King is dead. Kings never die.", "en") == []
    assert finder.find("Вышел Иван Правда.", "ru") != []
