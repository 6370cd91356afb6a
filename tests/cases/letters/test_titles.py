"""A letter's title in running text: inflected, quoted, broken over a line."""

import pytest

from cases.letters.titles import TitledText

TITLE = "Открытое письмо одиннадцати политзаключённых"


@pytest.mark.parametrize(
    "text",
    [
        "Открытое письмо одиннадцати политзаключённых",
        "авторы «Открытого письма одиннадцати политзаключенных» просят",
        "в ОТКРЫТОМ ПИСЬМЕ\nодиннадцати политзаключённых",
        "Открытым «письмом» одиннадцати политзаключённых",
    ],
)
def test_the_title_is_found_in_any_form(text: str) -> None:
    place = TitledText(text).place_of(TITLE)
    assert place is not None
    assert text[slice(*place)].lower().startswith("открыт")
    assert text[slice(*place)].lower().endswith("ных")


@pytest.mark.parametrize(
    "text",
    [
        "Открытое письмо двенадцати политзаключённых",
        "Письмо одиннадцати политзаключённых",
        "Открытое письмо. Потом написали ещё одиннадцати; политзаключённых много",
        "",
    ],
)
def test_other_words_are_not_the_title(text: str) -> None:
    assert TitledText(text).place_of(TITLE) is None


def test_a_title_of_no_words_is_nowhere() -> None:
    assert TitledText("Открытое письмо").place_of("…") is None
