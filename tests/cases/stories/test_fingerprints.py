"""Fingerprints: the same terms out of every language and spelling."""

from pathlib import Path

import pytest

from cases.stories import concepts
from cases.stories.fingerprints import fingerprint, name_key


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("Гориновым", "ru"),
        ("Горинову", "ru"),
        ("Gorinov", "en"),
        ("Gorinow", "pl"),
        ("Gorinowa", "pl"),
        ("ГОРИНОВ", "ru"),
    ],
)
def test_every_form_of_a_surname_has_one_key(word: str, language: str) -> None:
    assert name_key(word, language) == name_key("Горинов", "ru")


@pytest.mark.parametrize(
    ("word", "language"),
    [("Кагарлицкого", "ru"), ("Kagarlitsky", "en"), ("Kagarlizki", "de"), ("Kagarlitski", "fr")],
)
def test_spellings_of_other_languages_have_the_key_too(word: str, language: str) -> None:
    assert name_key(word, language) == name_key("Кагарлицкий", "ru")


def test_names_that_sound_alike_but_differ_keep_apart() -> None:
    assert name_key("Горюнов", "ru") != name_key("Горинов", "ru")


def test_a_given_name_is_marked_as_one() -> None:
    assert name_key("Алексея", "ru") == name_key("Alexei", "en")
    assert name_key("Алексея", "ru").startswith("+")


def test_capitals_of_an_english_headline_are_no_names() -> None:
    found = fingerprint("Jailed Dissidents Call For Mass Prisoner Release", "", "en")
    assert found.names == frozenset()


def test_a_surname_in_a_headline_of_capitals_is_found_by_its_ending() -> None:
    found = fingerprint("Gorinov Given Three More Years In Prison", "", "en")
    assert found.names == {name_key("Gorinov", "en")}


def test_words_for_one_thing_meet_across_languages() -> None:
    russian = fingerprint("Письмо одиннадцати политзаключённых", "", "ru")
    english = fingerprint("A letter by eleven political prisoners", "", "en")
    assert {"!letter", "#11", "@prisoner", "@political"} <= russian.terms & english.terms


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("at least 10,000 people", "en"),
        ("не менее 10 тысяч человек", "ru"),
        ("almeno 10mila", "it"),
        ("mindestens 10.000 Menschen", "de"),
        ("не менее 10 000 человек", "ru"),
    ],
)
def test_a_number_is_one_number_in_every_spelling(text: str, language: str) -> None:
    assert "#10000" in fingerprint("", text, language).terms


def test_an_article_of_law_keeps_its_point_and_a_date_is_no_number() -> None:
    found = fingerprint("", "Приговор по статье 207.3 вынесен 3 июля 2025 года", "ru")
    assert {"#207.3", "&07-03"} <= found.terms
    assert not {"#3", "#2025"} & found.terms


def test_german_nouns_are_not_taken_for_names() -> None:
    found = fingerprint(
        "", "Die Regisseurin Irina Wolkonskaja bleibt wegen Theaterstück in Haft", "de"
    )
    assert found.rare_names == {name_key("Волконская", "ru")}
    assert found.people == found.rare_names


def test_text_without_end_or_spaces_is_read_in_bounds() -> None:
    found = fingerprint("х" * 100_000, "Ы" * 1_000_000, "ru")
    assert found.names == frozenset()


def test_an_empty_article_has_an_empty_fingerprint() -> None:
    found = fingerprint("", "", "")
    assert (found.names, found.terms) == (frozenset(), frozenset())


def test_the_own_vowels_of_a_language_make_no_other_name() -> None:
    assert (
        len({name_key(*one) for one in (("Харків", "uk"), ("Харьков", "ru"), ("Charkiw", "de"))})
        == 1
    )
    assert name_key("Belousov", "en") == name_key("Belooussov", "fr") == name_key("Белоусов", "ru")
    assert name_key("Горинов", "ru") != name_key("Гаранин", "ru")


def test_a_body_named_alone_in_quotation_marks_is_a_name() -> None:
    russian = fingerprint("Нежелательным объявлен фонд «Рассвет»", "", "ru")
    english = fingerprint("A fund called Rassvet is declared undesirable", "", "en")
    assert russian.names & english.names
    assert not fingerprint("Он сказал: «Рассвет уже близко»", "", "ru").names


def test_days_are_told_from_other_numbers_and_millions_are_written_out() -> None:
    assert "#15d" in fingerprint("Снова 15 суток", "", "ru").terms
    assert "#15d" in fingerprint("Back for 15 days", "", "en").terms
    assert "#15" in fingerprint("Задержаны 15 человек", "", "ru").terms
    assert "#4000000" in fingerprint("Штраф 4 млн рублей", "", "ru").terms


def test_no_beginning_in_the_table_of_concepts_is_longer_than_what_is_looked_up() -> None:
    table = Path(concepts.__file__).with_name("data") / "concepts.tsv"
    rows = [line for line in table.read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]
    stems = [
        stem
        for row in rows
        for cell in row.split("\t")[2:]
        for stem in cell.split(" ", 1)[1].split(",")
    ]
    assert not [stem for stem in stems if not stem.endswith("=") and len(stem) > 14]
