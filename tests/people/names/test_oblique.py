"""Names as they stand in the middle of a sentence, brought back to the nominative."""

import pytest

from people.names.language.oblique import names_in_the_nominative


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Горинову Алексею", "Алексей Горинов"),
        ("Дарьей Козыревой", "Дарья Козырева"),
        ("Алексея Александровича Горинова", "Алексей Александрович Горинов"),
        ("Горинову", "Горинов"),
    ],
)
def test_a_name_in_another_case_is_brought_back(text: str, name: str) -> None:
    assert name in [parts.display() for parts in names_in_the_nominative(text, "ru")]


def test_a_name_in_the_nominative_is_left_alone() -> None:
    assert names_in_the_nominative("Алексей Горинов", "ru") == []
    assert names_in_the_nominative("Alexei Gorinov", "en") == []


def test_words_of_different_cases_are_no_name() -> None:
    assert names_in_the_nominative("Алексею Гориновым", "ru") == []


def test_long_texts_and_texts_without_words_give_nothing() -> None:
    assert names_in_the_nominative("Суд отказал Алексею Горинову в жалобе", "ru") == []
    assert names_in_the_nominative("…", "ru") == []
