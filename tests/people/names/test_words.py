"""Folding, scripts, tokens, transliteration and inflection: the small steps under the finder."""

import pytest

from people.names.finding.tokens import LONGEST_WORD, name_tokens
from people.names.language.folding import clean, fold
from people.names.language.inflection import nominatives
from people.names.language.phonetics import sound_distance, sound_key
from people.names.language.scripts import repair_mixed, script_of
from people.names.language.transliteration import readings


def words(text: str) -> list[str]:
    return [token.text for token in name_tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Артём", "АРТЕМ"),
        ("Гори\u00adнов", "Горинов"),
        ("Го́ринов", "горинов"),
        ("O’Neil", "ONEIL"),
        ("Šakurskij", "Sakurskij"),
        ("Мэй", "Мей"),
        ("Гopинов", "Горинов"),  # Latin o and p
    ],
)
def test_spellings_of_one_written_form_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_letters_that_are_not_marks_stay_apart() -> None:
    assert fold("Йон") != fold("Ион")
    assert fold("Їжак") != fold("Іжак")


def test_only_lookalikes_are_exchanged_between_alphabets() -> None:
    assert repair_mixed("Aлeксей") == "Алексей"
    assert repair_mixed("Яндекс.Go") == "Яндекс.Go"
    assert script_of("Яндекс.Go") == "mixed"


def test_tokens_keep_their_place_in_the_text_as_written() -> None:
    text = "Вот Алек\u00adсей\u200b Гори-\nнов, O’Neil’s и Петров-Водкин."
    found = list(name_tokens(text))
    assert [t.text for t in found] == ["Вот", "Алексей", "Горинов", "O’Neil", "Петров-Водкин"]
    assert text[found[2].start : found[2].end] == "Гори-\nнов"
    assert text[found[3].start : found[3].end] == "O’Neil"


def test_a_text_without_capitals_is_read_word_by_word() -> None:
    assert words("алексей горинов") == ["алексей", "горинов"]
    assert words("Вот алексей") == ["Вот"]


def test_a_word_longer_than_any_name_is_passed_over() -> None:
    assert words("Ж" * (LONGEST_WORD + 1) + " Горинов") == ["Горинов"]


@pytest.mark.parametrize(
    ("language", "spelling", "cyrillic"),
    [
        ("de", "Ptschelinzew", "Пчелинцев"),
        ("de", "Schestun", "Шестун"),
        ("pl", "Szakurski", "Шакурский"),
        ("pl", "Pczelincew", "Пчелинцев"),
        ("fr", "Chakourski", "Шакурский"),
        ("fr", "Khrouchtchev", "Хрущев"),
        ("cs", "Chruščov", "Хрущёв"),
        ("en", "Shcherbakov", "Щербаков"),
        ("en", "Kagarlitskaya", "Кагарлицкая"),
        ("", "Šakurskij", "Шакурский"),
    ],
)
def test_a_foreign_spelling_is_read_back_to_the_sounds_of_the_name(
    language: str, spelling: str, cyrillic: str
) -> None:
    expected = readings(cyrillic.lower())[0]
    distances = [sound_distance(found, expected) for found in readings(spelling.lower(), language)]
    assert min(distances) <= 0.15


def test_the_sound_key_hides_vowels_and_the_distance_sees_consonants() -> None:
    assert sound_key("kozireva") == sound_key("kosareva")
    assert sound_distance("gorinov", "gorinov") == 0.0
    assert sound_distance("gorinov", "gorilov") >= 0.8


@pytest.mark.parametrize(
    ("language", "form", "name"),
    [
        ("ru", "горинову", "горинов"),
        ("ru", "козыревой", "козырева"),
        ("ru", "кагарлицким", "кагарлицкий"),
        ("ru", "льва", "лев"),
        ("ru", "петра", "петр"),
        ("ru", "ильёй", "илья"),
        ("ru", "дмитрии", "дмитрий"),
        ("ru", "петрова-водкина", "петров-водкин"),
        ("uk", "горіновим", "горінов"),
        ("uk", "кагарлицькому", "кагарлицький"),
        ("pl", "kaczyńskiego", "kaczyński"),
        ("pl", "donaldzie", "donald"),
        ("pl", "blake'a", "blake"),
        ("cs", "merkelovou", "merkel"),
        ("cs", "babišem", "babiš"),
        ("sl", "vladimirjem", "vladimir"),
        ("de", "gorinows", "gorinow"),
    ],
)
def test_a_form_leads_back_to_its_name(language: str, form: str, name: str) -> None:
    assert name in {found.word for found in nominatives(form, language)}


def test_the_form_of_козырев_is_no_form_of_козырева() -> None:
    assert "козырева" not in {found.word for found in nominatives("козыреве", "ru")}


def test_invisible_and_directional_characters_are_not_seen() -> None:
    assert clean("\u202eГо\u200bри\ufeffнов\u202c") == "Горинов"


@pytest.mark.parametrize("word", ["ю", "я", "ыэ", "ю-я", "ђоковић-ю"])
def test_russian_letters_in_a_serbian_text_are_read(word: str) -> None:
    assert nominatives(word, "sr")[0].word == word
