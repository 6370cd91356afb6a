"""Names that stand with a word more, half declined, translated, or in a form women share."""

import pytest

from people.names import NameFinder, known_person
from people.names.finding.confidence import name_confidence

SURE = 0.9


def confidence(name: str, text: str, language: str) -> float:
    finder = NameFinder([known_person(1, [name])])
    return max((name_confidence(span) for span in finder.find(text, language)), default=0.0)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Lars Rasmussen", "прем'єром Ларсом Лекке Расмуссеном", "uk"),
        ("Khadim Hussain Rizvi", "duchovní Chádim Husajn Rizví uvedl", "cs"),
        ("Donald Trump", "predsednika Donalda Trump.", "sl"),
        ("Пётр Мамонов", "пластинки Петра Мамонова", "ru"),
        ("Justine Greening", "uvedla Justine Greeningová", "cs"),
        ("Guido Rasi", "szef EMA Guido Rasi mówi", "pl"),
    ],
)
def test_a_foreign_name_is_linked_though_it_is_written_otherwise(
    name: str, text: str, language: str
) -> None:
    assert confidence(name, text, language) >= SURE


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Анна Козырева", "суд над Анной Марией Козыревой", "ru"),
        ("Juan García", "detuvieron a Juan Carlos García", "es"),
        ("Алексей Козырев", "Алексею Козырев сказал", "ru"),
        ("Александр Козырев", "песни Александра Козырева", "ru"),
        ("Adam Wiśniowski", "powiedział Adam Wiśniewski", "pl"),
        ("Михаил Иванов", "Michael Ivanov said", "en"),
        ("Евгений Петров", "Eugene Petrov said", "en"),
        ("Maria Kowalska", "pisze Anna Maria Kowalska", "pl"),
    ],
)
def test_what_may_be_somebody_else_stays_a_question(name: str, text: str, language: str) -> None:
    assert 0 < confidence(name, text, language) < SURE


def test_who_bears_the_whole_name_comes_before_who_lacks_a_word_of_it() -> None:
    finder = NameFinder(
        [known_person(1, ["Mark Brunel"]), known_person(2, ["Mark Malloch Brunel"])]
    )
    (span,) = finder.find("said Mark Malloch Brunel yesterday", "en")
    assert span.persons == (2,)
    assert name_confidence(span) >= SURE


def test_a_form_is_doubtful_when_the_woman_it_would_name_is_on_record() -> None:
    finder = NameFinder([known_person(1, ["Пётр Мамонов"]), known_person(2, ["Петра Мамонова"])])
    spans = finder.find("пластинки Петра Мамонова", "ru")
    assert all(name_confidence(span) < SURE for span in spans if 1 in span.persons)


def test_more_namesakes_than_can_be_weighed_are_a_question_even_with_a_patronymic() -> None:
    people = [known_person(n, ["Иванов Иван Петрович"]) for n in range(80)]
    people[0] = known_person(0, ["Иванов Иван Сергеевич"])
    spans = NameFinder(people).find("Задержан Иван Сергеевич Иванов.", "ru")
    assert spans
    assert all(name_confidence(span) < SURE for span in spans)
