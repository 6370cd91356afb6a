"""Dates in words, in English and in Russian."""

import pytest

from tracker.lib.date_words import Case, date_words
from tracker.lib.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("edtf", "english", "russian"),
    [
        ("2022-03-15", "15 March 2022", "15 марта 2022"),
        ("2022-03", "March 2022", "март 2022"),
        ("2022", "2022", "2022"),
        ("2022-21", "spring 2022", "весна 2022"),
        ("2017-23", "autumn 2017", "осень 2017"),
        ("2022-24", "winter 2022–2023", "зима 2022–2023"),
        ("1985~", "about 1985", "около 1985"),
        ("2022-03~", "about March 2022", "около марта 2022"),
        ("2026-03-18?", "presumably 18 March 2026", "предположительно 18 марта 2026"),
        ("1985%", "presumably about 1985", "предположительно около 1985"),
        ("../2022-03", "March 2022 or earlier", "не позднее марта 2022"),
        ("../2022", "2022 or earlier", "не позднее 2022"),
        ("2022-03-15/..", "15 March 2022 or later", "не ранее 15 марта 2022"),
        ("2022-24/..", "winter 2022–2023 or later", "не ранее зимы 2022–2023"),
        ("2022-03/2022-05", "between March and May 2022", "между мартом и маем 2022"),
        (
            "2021-12/2022-01",
            "between December 2021 and January 2022",
            "между декабрём 2021 и январём 2022",
        ),
        ("2020/2022", "between 2020 and 2022", "между 2020 и 2022 годами"),
        ("2024-02-01/2024-02-20", "between 1 and 20 February 2024", "между 1 и 20 февраля 2024"),
        (
            "2024-02-01/2024-03-20",
            "between 1 February and 20 March 2024",
            "между 1 февраля и 20 марта 2024",
        ),
        ("2022-21/2022-23", "between spring and autumn 2022", "между весной и осенью 2022"),
        ("XXXX", "date unknown", "дата неизвестна"),
    ],
)
def test_every_shape_of_date_is_said_in_both_languages(
    edtf: str, english: str, russian: str
) -> None:
    value = PartialDate.parse(edtf)
    assert date_words(value, "en") == english
    assert date_words(value, "ru") == russian


@pytest.mark.parametrize(
    ("edtf", "english", "russian"),
    [
        ("2024-02-27/2024-02-28", "27 or 28 February 2024", "27 или 28 февраля 2024"),
        ("2024-02-29/2024-03-01", "29 February or 1 March 2024", "29 февраля или 1 марта 2024"),
        (
            "2024-12-31/2025-01-01",
            "31 December 2024 or 1 January 2025",
            "31 декабря 2024 или 1 января 2025",
        ),
    ],
)
def test_two_neighbouring_days_are_one_or_the_other(edtf: str, english: str, russian: str) -> None:
    value = PartialDate.parse(edtf)
    assert (date_words(value, "en"), date_words(value, "ru")) == (english, russian)


@pytest.mark.parametrize(
    ("edtf", "case", "russian"),
    [
        ("2022-03", "genitive", "марта 2022"),
        ("2022-03", "accusative", "март 2022"),
        ("2022-21", "accusative", "весну 2022"),
        ("2022-03-15", "accusative", "15 марта 2022"),
        ("2022-22", "genitive", "лета 2022"),
    ],
)
def test_russian_words_follow_the_preposition_before_them(
    edtf: str, case: Case, russian: str
) -> None:
    assert date_words(PartialDate.parse(edtf), "ru", case) == russian


def test_a_language_we_have_no_words_for_reads_english() -> None:
    assert date_words(PartialDate.of(2022, 3), "de") == "March 2022"
    assert date_words(PartialDate.of(2022, 3), "ru-RU") == "март 2022"
