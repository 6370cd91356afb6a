"""Bad texts and bad names: nothing crashes, and the work grows as the text does, not as its square.

Work is counted in calls of functions, which no busy machine can blur; processor time is compared
besides, with a wide margin, for what happens inside one call (patterns, normal forms).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import pytest

from people.names import (
    KnownPerson,
    NameFinder,
    compare_names,
    known_person,
    name_keys,
    parse_name,
)
from people.names.language.inflection import nominatives

PEOPLE: Final = [
    known_person("gorinov", ["Алексей Горинов", "Alexei Gorinov"]),
    known_person("kozyreva", ["Дарья Козырева"]),
]
LINKED: Final = 0.9

# What is repeated, how often, and how often it names somebody.
FLOODS: Final[dict[str, tuple[str, int]]] = {
    "one word without a space": ("Аб", 400_000),
    "small letters without a space": ("аб", 400_000),
    "punctuation": (".,;!?-", 60_000),
    "line breaks": ("\n", 300_000),
    "spaces": (" ", 300_000),
    "capitals": ("ГОРОД ВЕЧЕР ", 5_000),
    "lone surrogates": ("\ud800\udfff", 100_000),
    "marks of direction": ("\u202e\u200f\u2066", 60_000),
    "zero width": ("А\u200b", 60_000),
    "nul": ("\x00", 200_000),
    "combining marks": ("\u0301", 200_000),
    "letters under marks": ("е" + "\u0301" * 30, 5_000),
    "a name under marks": ("Горинов" + "\u0301" * 40 + " ", 600),
    "initials": ("А.", 10_000),
    "initials and spaces": ("А. ", 8_000),
    "hyphens": ("Горинов-", 10_000),
    "hyphens at line ends": ("Гори-\n", 10_000),
    "given names": ("Алексей ", 3_000),
    "given names and": ("Алексей, Дарья и ", 1_500),
    "surnames": ("Горинов ", 1_500),
    "lineage": ("Алексей оглы ", 2_000),
    "particles": ("де ", 10_000),
    "open quotation marks": ("«", 60_000),
    "open brackets after names": ("Алексей (", 3_000),
    "quotation marks after names": ("Алексей «Дарья» ", 2_000),
    "forced marks": ("(признан иноагентом)* ", 2_000),
    "apostrophes": ("О'", 20_000),
    "streets": ("улица Горинова ", 1_500),
    "bylines": ("Автор: ", 5_000),
    "letters without case": ("习近平", 50_000),
    "from right to left": ("محمد بن ", 8_000),
    "faces": ("👩‍👩‍👧 ", 10_000),
    "the full name": ("Алексей Горинов, ", 400),
    "two full names": ("Дарья Козырева Алексей Горинов ", 200),
    "the name in capitals": ("АЛЕКСЕЙ ГОРИНОВ. ", 300),
}  # fmt: skip


def calls_of(work: Callable[[], object]) -> int:
    """How many functions of Python are called while the work is done."""
    count = 0

    def seen(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def grows_with_the_text(work: Callable[[int], object], size: int) -> None:
    """Four times the size may take four times the work and a little; the square takes sixteen."""
    work(size)  # tables are read once
    small, large = (calls_of(lambda n=n: work(n)) for n in (size, 4 * size))  # type: ignore[misc]
    assert large <= 5.5 * small + 2_000, (small, large)
    quick, slow = (_seconds(work, n) for n in (size, 4 * size))
    assert slow <= 10 * quick + 1.0, (quick, slow)


def _seconds(work: Callable[[int], object], size: int) -> float:
    begun = time.process_time()
    work(size)
    return time.process_time() - begun


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_the_work_on_a_flood_grows_as_its_length(flood: tuple[str, int]) -> None:
    unit, times = flood
    grows_with_the_text(lambda n: NameFinder(PEOPLE).find(unit * n, "ru"), times // 4)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_person_is_found_behind_a_flood(flood: tuple[str, int]) -> None:
    unit, times = flood
    text = f"{unit * (times // 8)}\n\nСуд. Алексей Горинов молчал."
    last = NameFinder(PEOPLE).find(text, "ru")[-1]
    assert (last.persons, text[last.start : last.end]) == (("gorinov",), "Алексей Горинов")


def test_ten_megabytes_of_a_newspaper_are_read_to_the_end() -> None:
    line = "Вчера в Городском суде Петров сказал Иванову о Вечернем Заседании и ушёл. "
    text = line * (10_000_000 // len(line.encode())) + "Приговор Алексея Горинова отменён."
    (span,) = NameFinder(PEOPLE).find(text, "ru")
    assert (span.persons, span.surface) == (("gorinov",), "Алексея Горинова")


ODD_NAMES: Final = [
    "", " ", "\x00", "\ud800", "-", ".", "’", "123", "«»", "()", "\u200b", "\u202e", "🙂 🙂", "А", "И.",
    "И. О.", "а б", "оглы", "де", "Jr", "(признан иноагентом)", "*", ",", ", Алексей", "Алексей ,",
    "Алексей Алексей", "\n", "Ж" * 10_000, "Алексей " * 2_000, "Алексей " + "гори" * 2_500,
    "Алексей " + "-".join(["Ива"] * 2_500), "Захар Лисов" + "\u0301" * 10_000, "(" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda name: repr(name[:12]))
def test_an_odd_name_on_record_harms_nobody_elses_links(name: str) -> None:
    finder = NameFinder([*PEOPLE, known_person("odd", [name])])
    text = "А. Иван, де оглы 123 - \x00. Суд. Алексей Горинов молчал. И. О. ушёл; Jr. 🙂"
    linked = {
        person
        for span in finder.find(text, "ru")
        for person in span.persons
        if span.score >= LINKED
    }
    assert linked == {"gorinov"}
    parts = parse_name(name)
    assert 0 <= compare_names(parts, parse_name("Алексей Горинов")).score < LINKED
    assert all(key for key in name_keys(parts))


@pytest.mark.parametrize("word", ["анною-" * 9 + "анною", "ового-" * 600 + "ового"])
def test_the_forms_of_a_word_of_many_hyphens_do_not_multiply(word: str) -> None:
    forms = nominatives(word, "ru")
    assert forms[0].word == word
    assert len(forms) < 100
    assert len({form.word for form in nominatives("анною-марией-козыревой", "ru")}) > 20


def test_a_name_of_ten_thousand_letters_takes_no_square_of_work() -> None:
    def work(size: int) -> None:
        name = "Алексей " + "гори" * size
        finder = NameFinder([known_person(1, [name, name.replace("гори", "gori")])])
        finder.find(f"{name} ушёл", "ru")
        compare_names(parse_name(name), parse_name(name.upper()))
        name_keys(parse_name(name))

    grows_with_the_text(work, 600)


def test_a_person_of_a_thousand_names_is_found_by_each_and_entered_without_a_square() -> None:
    def person(size: int) -> KnownPerson:
        stems = (f"{a}о{b}о{c}" for a in "БВГДЗКЛМНП" for b in "бвгдзклмнп" for c in "бвгдзклмнп")
        return known_person(
            1, [f"Борис {stem}ов" for stem, _ in zip(stems, range(size), strict=False)]
        )

    thousand = person(1_000)
    finder = NameFinder([thousand])
    for name in thousand.names[::97]:
        assert [span.persons for span in finder.find(f"{name.text} ушёл.", "ru")] == [(1,)]
    grows_with_the_text(lambda n: NameFinder([person(n)]), 250)


GIVEN: Final = "Алексей Борис Виктор Григорий Дмитрий Евгений Иван Кирилл Леонид Михаил".split()
FATHERS: Final = "Ильич Борисович Юрьевич Егорович Ильясович Олегович Иванович Львович".split()


def bearers(size: int) -> list[KnownPerson]:
    return [
        known_person(n, [f"Горинов {GIVEN[n % 10]} {FATHERS[n // 10 % 8]}"]) for n in range(size)
    ]


def test_ten_thousand_bearers_of_one_surname_are_told_apart_or_asked_about() -> None:
    finder = NameFinder(bearers(10_000))
    assert finder.find("Горинова увели.", "ru") == []
    (span,) = finder.find("Алексей Горинов ушёл.", "ru")
    assert span.score < LINKED
    assert len(span.persons) <= 12
    (father,) = finder.find("Алексея Ильича Горинова увели.", "ru")
    assert father.score < LINKED  # 125 people bear this very name
    finder.add(known_person("one", ["Горинов Захар Ильич"]))
    (only,) = finder.find("Захара Ильича Горинова увели.", "ru")
    assert (only.persons, only.score >= LINKED) == (("one",), True)


def test_bearers_of_one_surname_are_entered_and_read_without_a_square() -> None:
    def work(size: int) -> None:
        finder = NameFinder(bearers(size))
        finder.find("Алексей Горинов молчал. Горинова увели.", "ru")
        for number in range(0, size, 10):
            finder.remove(number)

    grows_with_the_text(work, 500)


COMMON: Final = {
    "Иван Мороз": "Мороз ударил. К утру Мороз окреп, Мороза боялись все.",
    "Степан Король": "Король умер. Да здравствует Король! Королю поклонились.",
    "Вера Правда": "Правда вышла утром. Правду читали. О Правде спорили.",
    "Анна Май": "Май был тёплым. В Мае цвёл сад.",
    "Олег Воля": "Воля к победе. Воле людей нет преград.",
    "Nina White": "White smoke rose. The White House spoke.",
    "Helena May": "May came. In May it rained.",
    "Tom Stone": "Stone walls. Stone by Stone.",
    "Jan Król": "Król umarł. Niech żyje Król!",
}


@pytest.mark.parametrize("name", COMMON)
def test_a_surname_that_is_a_common_word_counts_only_beside_a_given_name(name: str) -> None:
    language = "ru" if name[0] > "Ѐ" else "pl" if name == "Jan Król" else "en"
    finder = NameFinder([known_person(1, [name])])
    (full,) = finder.find(f"2024: {name}.", language)
    assert full.score >= LINKED

    assert finder.find(COMMON[name], language) == []


@pytest.mark.parametrize("letter", ["О", "А", "И", "Я", "O", "I", "A"])
def test_a_one_letter_name_is_no_word_of_a_sentence(letter: str) -> None:
    finder = NameFinder([known_person(1, [f"Ким {letter}"]), known_person(2, [letter])])
    assert finder.find(f"{letter} чём речь? {letter} мы. I said: A. {letter}.", "ru") == []
