"""Names whose language nobody noted: compared and looked up as the languages that change names write them."""

import pytest

from people.names import compare_names, name_keys, parse_name
from people.names.language.kindred import base_forms, is_not_russian

SAME = 0.9


def score(one: str, other: str) -> float:
    return compare_names(parse_name(one), parse_name(other)).score


@pytest.mark.parametrize(
    ("on_record", "asked"),
    [
        ("Дмитрий Соколинский", "Dmitrijus Sokolinskis"),
        ("Андрей Вершинин", "Andrejs Veršiņins"),
        ("Юрий Чащин", "Joeri Tsjasjtsjin"),
        ("Евгений Щедровский", "Jevgenyij Scsedrovszkij"),
        ("Дженнифер Хьюз", "Jennifer Hughes"),
        ("Андрій Горбаченко", "Андрей Горбаченко"),
        ("Людміла Чарушынская", "Людмила Чарушинская"),
        ("Рөстәм Сабитов", "Rustam Sabitov"),
    ],
)
def test_a_name_is_the_same_however_a_language_writes_it(on_record: str, asked: str) -> None:
    assert score(on_record, asked) >= SAME
    assert name_keys(parse_name(on_record)) & name_keys(parse_name(asked))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Алексей Горинов", "Alexei Gorinova"),
        ("Пётр Иванов", "Peter Ivanov"),
        ("Евгений Щукин", "Eugene Shchukin"),
        ("Борис Сергеев", "Борис Сергиев"),
        ("Дарья Козырева", "Дарья Козирева"),
    ],
)
def test_what_tells_two_people_apart_is_still_only_asked_about(one: str, other: str) -> None:
    assert score(one, other) < SAME


def test_only_letters_that_russian_lacks_show_that_a_name_is_not_russian() -> None:
    assert is_not_russian("Олексій Горінов") and is_not_russian("Наталья Солов'юк")
    assert not is_not_russian("Алексей Горинов") and not is_not_russian("Подъячев")


def test_a_baltic_or_czech_ending_comes_off_and_a_mere_a_does_not() -> None:
    assert "gorinov" in base_forms("gorinovas") and "gorinov" in base_forms("gorinovs")
    assert base_forms("gorinova") == ("gorinova",)
