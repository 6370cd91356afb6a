"""Laws cited by number, with and without the day they were signed."""

from datetime import date

import pytest

from cases.laws.law_citations import find_law_citations

SIGNED = date(2022, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "Федеральный закон от 04.03.2022 № 32-ФЗ",
        "Федеральным законом от 4 марта 2022 года № 32-ФЗ",
        "Федеральный закон № 32-ФЗ от 04.03.2022",
        "Федерального закона РФ от 04.03.2022 N 32-ФЗ",
        "Federal Law No. 32-FZ of 4 March 2022",
        "Federal Law No. 32-FZ of March 4, 2022",
        "Federal Law 32-FZ, dated 4 March 2022",
        "Bundesgesetz Nr. 32-FZ vom 4. März 2022",
        "loi fédérale n° 32-FZ du 4 mars 2022",
        "legge federale n. 32-FZ del 4 marzo 2022",
    ],
)
def test_number_and_date_are_read_in_either_order_and_several_languages(text: str) -> None:
    (cited,) = find_law_citations(f"xx {text} yy")
    assert (cited.number, cited.signed) == ("32-ФЗ", SIGNED)
    assert f"xx {text} yy"[cited.start : cited.end] == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Федэральны закон ад 4 сакавіка 2022 года № 32-ФЗ", SIGNED),
        ("zákon č. 32-FZ ze 4. března 2022", SIGNED),
        ("zákon č. 32-FZ z 14. července 2022", date(2022, 7, 14)),
        ("zákon č. 32-FZ z 14. června 2022", date(2022, 6, 14)),
        ("2022 m. kovo 4 d. įstatymas Nr. 32-FZ", SIGNED),
        ("2022. gada 4. marta likums Nr. 32-FZ", SIGNED),
        ("закон № 32-ФЗ от 4 юли 2022", date(2022, 7, 4)),
    ],
)
def test_the_months_of_other_languages_are_read(text: str, day: date) -> None:
    (cited,) = find_law_citations(text)
    assert (cited.number, cited.signed) == ("32-ФЗ", day)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("закон № 32-ФЗ", ["32-ФЗ"]),
        ("272-ФЗ («закон Димы Яковлева»)", ["272-ФЗ"]),
        ("ФЗ-32 и ФЗ № 114", ["32-ФЗ", "114-ФЗ"]),
        ("Федеральный конституционный закон № 1-ФКЗ", ["1-ФКЗ"]),
        ("Federal law No. 32", ["32-ФЗ"]),
    ],
)
def test_a_number_without_a_date_is_read_as_it_stands(text: str, numbers: list[str]) -> None:
    found = find_law_citations(text)
    assert [(one.number, one.signed) for one in found] == [(number, None) for number in numbers]


@pytest.mark.parametrize("text", ["дом № 32", "закон принят 4 марта 2022", "FZ", "№ 1-АФЗ", ""])
def test_other_numbers_are_no_laws(text: str) -> None:
    assert find_law_citations(text) == []


def test_a_date_that_is_none_is_left_out_and_the_law_kept() -> None:
    (cited,) = find_law_citations("закон от 31.02.2022 № 32-ФЗ")
    assert (cited.number, cited.signed) == ("32-ФЗ", None)
