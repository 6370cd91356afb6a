"""Names that are not quite as on record: what is still the same name, and what may be another."""

from __future__ import annotations

import math

import pytest

from people.names import NameFinder, compare_names, known_person, parse_name

ARCHIVE = 20.0


def found(
    names: list[str], text: str, language: str, often_named: float = math.inf
) -> list[tuple[bool, set[str]]]:
    people = [known_person(number, [name]) for number, name in enumerate(names)]
    spans = NameFinder(people).find(text, language, often_named=often_named)
    return [(span.score >= 0.9, {reason.code for reason in span.reasons}) for span in spans]


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Хайнценбург Томас", "Победил Томас Хейнценбург.", "ru"),
        ("Leopold Vandermoorn", "said Leopold Vandermorn on Friday", "en"),
        ("Джорджо Феллинари", "Актёр Джорджио Феллинари приехал.", "ru"),
    ],
)
def test_another_spelling_of_a_foreign_name_beside_the_other_word_is_the_same_name(
    name: str, text: str, language: str
) -> None:
    assert [linked for linked, _ in found([name], text, language)] == [True]


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Олег Максименко", "Пришёл Олег Максиманко.", "ru"),  # one of thousands of such surnames
        ("Пётр Данилевич", "Пришёл Пётр Данилович.", "ru"),
        ("Oskar Vestergensen", "said Oskar Vestergansen", "en"),
        ("Даниэль Ферштайн", "Пришла Даниэла Ферштайн.", "ru"),  # may be his sister
    ],
)
def test_a_surname_like_many_others_or_a_relative_is_not_linked(
    name: str, text: str, language: str
) -> None:
    assert not any(linked for linked, _ in found([name], text, language))


def test_the_one_spelled_as_in_the_text_comes_before_the_one_spelled_otherwise() -> None:
    spans = NameFinder(
        [known_person("as", ["Наталья Вербинец"]), known_person("other", ["Наталия Вербинец"])]
    ).find("Суд отпустил Наталью Вербинец.", "ru")
    assert [span.persons for span in spans] == [("as",)]


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Christopher Wilberding", "said Chris Wilberding on Friday", "en"),
        ("Зарницын Пахом Лукич", "Суд отпустил П. Л. Зарницына.", "ru"),
    ],
)
def test_an_archive_links_short_given_names_and_both_initials_and_people_are_asked(
    name: str, text: str, language: str
) -> None:
    assert [linked for linked, _ in found([name], text, language, ARCHIVE)] == [True]
    assert [linked for linked, _ in found([name], text, language)] == [False]


def test_one_initial_or_initials_of_a_frequent_name_are_a_question_for_an_archive_too() -> None:
    assert [s for s, _ in found(["Зарницын Пахом Лукич"], "П. Зарницын ушёл.", "ru", ARCHIVE)] == [
        False
    ]
    assert [s for s, _ in found(["Иванов Пётр Лукич"], "П. Л. Иванов ушёл.", "ru", ARCHIVE)] == [
        False
    ]
    two = ["Зарницын Пахом Лукич", "Зарницын Павел Львович"]
    assert not any(linked for linked, _ in found(two, "П. Л. Зарницын ушёл.", "ru", ARCHIVE))


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        # Surname first, and which words are given names nobody knows.
        ("Веллинг Торвальдин Фрэнк", "из книги Торвальдина Фрэнка Веллинга", "ru"),
        ("Дельмарко Алессандро Дель", "Алессандро дель Дельмарко забил.", "ru"),
        ("Мутамбика Бингу ва", "президент Бингу ва Мутамбика сказал", "ru"),
        ("Brendan O Larkin", "řekl Brendan O'Larkin v Irsku", "cs"),
        ("Margery Marwick Duchess of Essendon", "poślubił Margery Marwick w piątek", "pl"),
        ("Jose Maria Alvarez Pallano Lopez", "ředitel José María Álvarez-Pallano López", "cs"),
    ],
)
def test_a_record_with_particles_ranks_and_names_in_another_order_is_found(
    name: str, text: str, language: str
) -> None:
    assert [linked for linked, _ in found([name], text, language)] == [True]


def test_a_surname_of_two_words_alone_is_no_full_name() -> None:
    assert not any(
        linked for linked, _ in found(["Ле Гард Жан"], "Партия Ле Гард проиграла.", "ru")
    )


def test_of_two_people_the_one_with_all_the_words_is_meant() -> None:
    names = ["Буштон Джордж Уокер", "Уокер Джордж Осборн"]
    spans = NameFinder([known_person(n, [name]) for n, name in enumerate(names)]).find(
        "Приехал Джордж Уокер Буштон.", "ru"
    )
    assert [(span.persons, span.score >= 0.9) for span in spans] == [((0,), True)]


def test_what_stands_behind_a_name_is_left_out() -> None:
    assert parse_name("Hastings Marwick 1st Baron Marwick").surname == "Marwick"
    assert parse_name("Anna Prince").surname == "Prince"
    assert parse_name("Голлен Шарль де").surname == "Голлен"


def test_only_behind_another_name_is_an_o_irish() -> None:
    assert parse_name("Brendan O Larkin").surname == "O'Larkin"
    assert parse_name("O Kuk Ryol").initials == ("O",)


def test_a_particle_with_a_capital_behind_all_may_be_a_name() -> None:
    assert parse_name("Голлен Шарль Дель").surname == "Голлен"
    petr = parse_name("Пётр Иванович Фон")
    assert (petr.given, petr.patronymic, petr.surname) == ("Пётр", "Иванович", "Фон")
    assert parse_name("Chan Kin Wa").particles == ()
    assert parse_name("Чан Кин Ва").particles == ()


def test_the_third_of_a_name_is_not_the_second_nor_the_younger_one() -> None:
    for on_record, in_text in (("II", "III"), ("Jr", "III"), ("III", "Jr")):
        names = [f"John Wilberding {on_record}"]
        assert not any(s for s, _ in found(names, f"They held John Wilberding {in_text}.", "en"))
    assert [s for s, _ in found(["John Wilberding II"], "said John Wilberding II", "en")] == [True]
    second, third = parse_name("John Wilberding II"), parse_name("John Wilberding III")
    assert compare_names(second, third).score < 0.3


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Marko Ivan", "V sredo je Marko Ivanov molčal.", "sl"),
        ("Milan Pop", "U srijedu je Milan Popov govorio.", "hr"),
        ("Milan Pop", "Razgovor s Milanom Popovim je završen.", "hr"),
        ("Milan Pop", "Pismo Milanu Popovu je stiglo.", "hr"),
        ("Милан Поп", "У среду је Милан Попов говорио.", "sr"),
        ("Jan Novák", "Ve středu Jan Novákova mlčel.", "cs"),
    ],
)
def test_a_surname_in_ov_beside_a_given_name_is_no_possessive_of_a_shorter_one(
    name: str, text: str, language: str
) -> None:
    assert not any(linked for linked, _ in found([name], text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Donald Trump mluvil. Trumpův plán i Trumpova slova.", "cs"),
        ("Govoril je Donald Trump. Svet čaka na Trumpov načrt in Trumpove besede.", "sl"),
        ("Govorio je Donald Trump. Svijet čeka Trumpova pravila i Trumpovih ljudi.", "hr"),
    ],
)
def test_behind_a_full_name_a_possessive_of_the_surname_is_the_same_person(
    text: str, language: str
) -> None:
    assert [linked for linked, _ in found(["Donald Trump"], text, language)] == [True] * 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Эльнара Меметова", "Пришла Эльнура Меметова."),
        ("Карина Кочкарова", "Пришла Корина Кочкарова."),
        ("Муслим Кочкаров", "Пришёл Муслем Кочкаров."),
        ("Григорий Гогоберишвили", "Пришёл Григор Гогоберишвили."),
    ],
)
def test_a_near_given_name_beside_a_surname_like_many_others_or_another_name_is_not_linked(
    name: str, text: str
) -> None:
    assert [linked for linked, _ in found([name], text, "ru")] == [False]


def test_a_surname_that_was_a_fathers_name_is_not_its_neighbour() -> None:
    finder = NameFinder([known_person(1, ["Карл Петерсон"])])
    assert [span.score >= 0.9 for span in finder.find("(Karl Petersen)", "en")] == [False]
    assert [span.score >= 0.9 for span in finder.find("(Karl Peterson)", "en")] == [True]
