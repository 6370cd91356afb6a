"""Names whose spelling no longer shows a sound: lost marks, ё printed as е, joined articles, other apostrophes."""

import pytest

from people.names import NameFinder, known_person
from people.names.finding.confidence import name_confidence
from people.names.language.lost_sounds import lost_sounds

SURE = 0.9


def confidence(name: str, text: str, language: str) -> float:
    finder = NameFinder([known_person(1, [name])])
    return max((name_confidence(span) for span in finder.find(text, language)), default=0.0)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Slobodan Milosevic", "Вчера Слободан Милошевич сказал.", "ru"),
        ("Zoran Djindjic", "Вчера Зоран Джинджич сказал.", "ru"),
        ("Vojislav Seselj", "Вчера Воислав Шешель сказал.", "ru"),
        ("Janez Jansa", "Вчера Янез Янша сказал.", "ru"),
        ("Alexander Dubcek", "Учора Александр Дубчек сказав.", "uk"),
        ("Mevlut Cavusoglu", "Каза Мевлют Чавушоглу.", "bg"),
        ("Antonin Dvorak", "Музыка, которую написал Антонин Дворжак.", "ru"),
        ("Линас Линкявичюс", "Today Linas Linkevicius said.", "en"),
        ("Saulius Skvernelis", "Сказал Саулюс Сквярнялис.", "ru"),
    ],
)
def test_letters_that_lost_their_marks_are_heard_with_them(
    name: str, text: str, language: str
) -> None:
    assert confidence(name, text, language) >= SURE


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Mikhail Gorbachev", "Rekel je Mihail Gorbačov.", "sl"),
        ("Nikita Khrushchev", "Nikita Hruščov je rekel.", "sl"),
        ("Михаил Горбачев", "Řekl Michail Gorbačov.", "cs"),
        ("Nikita Khrushchev", "Сказав Микита Хрущов.", "uk"),
        ("Ги Верхофстадт", "Говори Ги Верхофстад.", "bg"),
    ],
)
def test_a_sound_that_one_country_does_not_print_does_not_part_a_name(
    name: str, text: str, language: str
) -> None:
    assert confidence(name, text, language) >= SURE


def test_an_east_slavic_name_has_lost_nothing() -> None:
    assert confidence("Vladimir Kosov", "Вчера Владимир Кошов сказал.", "ru") == 0.0
    assert confidence("Denis Lisin", "Вчера Денис Лишин сказал.", "ru") < SURE
    assert not lost_sounds("johnson")
    assert not lost_sounds("kosov")


@pytest.mark.parametrize("language", ["cs", "pl", "sl", "en"])
@pytest.mark.parametrize("mark", ["'", "’", "‘", "´", "`"])
def test_every_apostrophe_is_the_same(mark: str, language: str) -> None:
    assert confidence("Майкл О'Лири", f"Michael O{mark}Leary was here.", language) >= SURE


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Saif Ul Malook", "Каза Сайфул Мулок вчера.", "bg"),
        ("Сайфул Малук", "Řekl Saif Mulúk v pondělí.", "cs"),
        ("Khadim Hussain Rizvi", "Сказал Хадим Ризви.", "ru"),
        ("Mian Saqib Nisar", "Mówił Saqib Nasir.", "pl"),
    ],
)
def test_an_arabic_article_and_a_name_usually_left_out_part_nobody(
    name: str, text: str, language: str
) -> None:
    assert confidence(name, text, language) >= SURE


def test_half_of_a_korean_name_is_not_the_surname_of_another() -> None:
    assert confidence("Ким Со Ён", "Novico je Kim Jong-un povedal.", "sl") < SURE


def test_paul_and_artur_hold_no_arabic_article() -> None:
    assert confidence("Артур Хан", "Сказал Арт Хан.", "ru") < SURE
    assert confidence("Paul Malik", "Sagte Pa Malik.", "de") < SURE


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Roger Chamberlain", "Сказал Роджер Чемберлен.", "ru"),
        ("Anne Hidalgo", "Сказала Анн Идальго.", "ru"),
        ("Роберт Эрнандес", "Dijo Roberto. Robert Hernández said.", "en"),
        ("Robert Epstein", "Каза Роберт Епщайн.", "bg"),
        ("Robert Gudgin", "Сказал Роберт Гаджин.", "ru"),
        ("Robert Omtzigt", "Сказал Роберт Омтзигт.", "ru"),
        ("Robert Lofven", "Сказал Роберт Лёвен.", "ru"),
        ("Яцек Чапутович", "Řekl Jacek Czaputowicz.", "cs"),
        ("Рышард Качиньский", "Ryszard Kaczyński said.", "en"),
        ("Xi Jinping", "Сказал Си Цзиньпин.", "ru"),
        ("Си Цзиньпин", "Setkal se se Si Ťin-pchingem.", "cs"),
        ("Siobhán Doherty", "Сказала Шивон Доэрти.", "ru"),
        ("Nuno Guterres", "Сказал Нуну Гутерриш.", "ru"),
        ("Béla Kövesi", "Сказал Бела Кёвеши.", "ru"),
        ("Roman Petříček", "Сказал Роман Петршичек.", "ru"),
        ("Marek Kocner", "Сказал Марек Кочнер.", "ru"),
        ("Clement Shahbaz Bhatti", "Сказал Шахбаз Бхатти.", "ru"),
    ],
)
def test_further_spellings_are_heard_as_they_sound(name: str, text: str, language: str) -> None:
    assert confidence(name, text, language) >= SURE
