"""Georgian and Armenian letters, which neither Cyrillic nor Latin records have."""

from __future__ import annotations

import pytest

from people.names import NameFinder, compare_names, known_person, parse_name
from people.names.finding.scanning import CompiledVocabulary, Vocabulary
from people.names.language.folding import soften
from people.names.native import is_built

RECORDS = [
    "Алексей Горинов",
    "Дарья Козырева",
    "Mikheil Saakashvili",
    "Boris Johnson",
    "Никол Пашинян",
    "Владимир Зеленский",
    "Игорь Филиппов",
    "Нино Лекишвили",
]
FINDER = NameFinder(known_person(name, [name]) for name in RECORDS)


def linked(text: str, language: str) -> list[str]:
    return [
        str(span.persons[0])
        for span in FINDER.find(text, language)
        if span.score >= 0.9 and len(span.persons) == 1
    ]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("ალექსეი გორინოვი დააკავეს.", "Алексей Горинов"),  # nominative
        ("ალექსეი გორინოვმა განაცხადა.", "Алексей Горинов"),  # ergative
        ("ალექსეი გორინოვს პატიმრობა შეუფარდეს.", "Алексей Горинов"),  # dative
        ("ალექსეი გორინოვის ადვოკატი მოვიდა.", "Алексей Горинов"),  # genitive
        ("შეხვედრა ალექსეი გორინოვთან გაიმართა.", "Алексей Горинов"),  # with
        ("სასამართლომ დარია კოზირევას საქმე განიხილა.", "Дарья Козырева"),
        ("მიხეილ სააკაშვილმა წერილი დაწერა.", "Mikheil Saakashvili"),
        ("ბორის ჯონსონისთვის ეს მნიშვნელოვანია.", "Boris Johnson"),
        ("პრეზიდენტმა ვლადიმირ ზელენსკიმ თქვა.", "Владимир Зеленский"),
        ("იგორ ფილიპოვის საქმე.", "Игорь Филиппов"),
        ("ნიკოლ ფაშინიანმა განაცხადა.", "Никол Пашинян"),
        ("ნინო ლეკიშვილმა განაცხადა.", "Нино Лекишвили"),
    ],
)
def test_a_georgian_text_names_people_in_any_case(text: str, person: str) -> None:
    assert linked(text, "ka") == [person]
    assert linked(text, "") == [person]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ալեքսեյ Գորինովը ձերբակալվել է։", "Алексей Горинов"),
        ("Ալեքսեյ Գորինովի փաստաբանը եկավ։", "Алексей Горинов"),
        ("Դատարանը Ալեքսեյ Գորինովին դատապարտեց։", "Алексей Горинов"),
        ("Ալեքսեյ Գորինովից նամակ եկավ։", "Алексей Горинов"),
        ("Դարյա Կոզիրևայի գործը քննվում է։", "Дарья Козырева"),
        ("Միխեիլ Սաակաշվիլին գրել է։", "Mikheil Saakashvili"),
        ("Բորիս Ջոնսոնն ասաց։", "Boris Johnson"),
        ("Նախագահ Վլադիմիր Զելենսկու հետ։", "Владимир Зеленский"),
        ("Նիկոլ Փաշինյանը հայտարարեց։", "Никол Пашинян"),
        ("ՆԻԿՈԼ ՓԱՇԻՆՅԱՆԸ հայտարարեց։", "Никол Пашинян"),
    ],
)
def test_an_armenian_text_names_people_in_any_case(text: str, person: str) -> None:
    assert linked(text, "hy") == [person]
    assert linked(text, "") == [person]


def test_the_surname_alone_is_a_further_mention() -> None:
    text = "ალექსეი გორინოვი დააკავეს. გორინოვის ადვოკატმა განაცხადა."
    spans = FINDER.find(text, "ka")
    assert [(text[s.start : s.end], s.score >= 0.9) for s in spans] == [
        ("ალექსეი გორინოვი", True),
        ("გორინოვის", True),
    ]


def test_words_of_a_georgian_sentence_between_two_names_make_no_name_of_them() -> None:
    assert FINDER.find("ალექსეი სახლში მივიდა, გორინოვის წერილი კი დარჩა.", "ka") == []
    assert FINDER.find("ალექსეი თქვა გორინოვი", "ka") == []


def test_a_record_in_these_letters_is_found_in_other_alphabets() -> None:
    finder = NameFinder(
        [known_person(1, ["ალექსეი გორინოვი"]), known_person(2, ["Նիկոլ Փաշինյան"])]
    )
    found = finder.find("Суд арестовал Алексея Горинова и Никола Пашиняна.", "ru")
    assert [(span.persons, span.score >= 0.9) for span in found] == [((1,), True), ((2,), True)]
    found = finder.find("Alexei Gorinov and Nikol Pashinyan were named.", "en")
    assert [span.persons for span in found] == [(1,), (2,)]


def test_two_names_are_compared_across_these_alphabets() -> None:
    one, other = parse_name("Нико Лекишвили"), parse_name("ნიკო ლეკიშვილი")
    assert compare_names(one, other).score >= 0.9


def test_every_letter_of_both_alphabets_is_read() -> None:
    for first, last in (("\u10d0", "\u10f0"), ("\u0561", "\u0587")):
        for code in range(ord(first), ord(last) + 1):
            assert soften(chr(code)).isalpha()
            assert soften(chr(code)) < "\u0500"


@pytest.mark.skipif(not is_built(), reason="no C compiler here")
def test_both_scanners_see_the_same_words_in_a_script_without_capitals() -> None:
    text = "NATO-ს წევრმა ალექსეი გორინოვმა, Boris Johnson და sms, Նիկոլ Փաշինյանը."
    people = [known_person(name, [name]) for name in RECORDS]
    plain, compiled = (
        NameFinder(people, scanner=kind) for kind in (Vocabulary, CompiledVocabulary)
    )
    assert plain.find(text, "ka") == compiled.find(text, "ka") != []
