"""The finder on single points, on bad input, and as a property over generated forms."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.names import KnownName, KnownPerson, NameFinder, known_person
from people.names.language.inflection import FEMALE, MALE

GORINOV = known_person(1, ["Алексей Горинов"])
KOZYREVA = known_person(2, ["Дарья Козырева"])


def found(finder: NameFinder, text: str, language: str = "ru") -> list[tuple[str, float]]:
    return [(span.surface, span.score) for span in finder.find(text, language)]


def test_a_span_says_where_what_and_why() -> None:
    text = "Суд отказал Алексею Горинову."
    (span,) = NameFinder([GORINOV]).find(text, "ru")
    assert (span.persons, span.kind, span.exact, span.misspelling) == ((1,), "full", False, False)
    assert text[span.start : span.end] == span.surface == "Алексею Горинову"
    assert [reason.code for reason in span.reasons] == ["full_inflected"]


def test_a_patronymic_that_differs_is_a_veto_and_one_that_agrees_a_reason() -> None:
    finder = NameFinder([known_person(1, ["Горинов Алексей Александрович"])])
    assert found(finder, "Алексей Викторович Горинов пришёл") == []
    (span,) = finder.find("Алексея Александровича Горинова увели", "ru")
    assert span.surface == "Алексея Александровича Горинова"
    assert "patronymic_agrees" in [reason.code for reason in span.reasons]


BOTH_ALPHABETS = known_person(1, ["Алексей Александрович Горинов", "Alexei Gorinov"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Алексей Викторович Горинов пришёл.", "ru"),
        ("Горинову Алексею Викторовичу отказали.", "ru"),
        ("Пришёл Алексей В. Горинов.", "ru"),
        ("Пришёл Горинов А. В.", "ru"),
        ("А. В. Горинов пришёл.", "ru"),
        ("Alexei Viktorovich Gorinov came.", "en"),
        ("Alexei V. Gorinov came.", "en"),
        ("Олексій Вікторович Горинов прийшов.", "uk"),
    ],
)
def test_another_patronymic_is_a_veto_for_names_of_the_person_that_leave_it_out_too(
    text: str, language: str
) -> None:
    assert found(NameFinder([BOTH_ALPHABETS]), text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Alexei Aleksandrovich Gorinov came.", "en"),
        ("Alexei A. Gorinov came.", "en"),
        ("Gorinov A. A.", "en"),
        ("Пришёл Алексей Александрович Горинов.", "ru"),
    ],
)
def test_and_the_right_one_speaks_for_all_of_them(text: str, language: str) -> None:
    assert found(NameFinder([BOTH_ALPHABETS]), text, language) != []


def test_the_patronymic_of_one_alphabet_tells_namesakes_apart_in_the_other() -> None:
    other = known_person(2, ["Алексей Викторович Горинов", "Alexei Gorinov"])
    (span,) = NameFinder([BOTH_ALPHABETS, other]).find("Alexei Viktorovich Gorinov came.", "en")
    assert span.persons == (2,)


def test_козыреву_alone_is_not_taken_for_the_woman_when_a_man_is_named() -> None:
    finder = NameFinder([KOZYREVA, known_person(3, ["Андрей Козырев"])])
    spans = finder.find("Андрей Козырев выступил. Козырев ушёл, о Козыреве писали.", "ru")
    assert {person for span in spans for person in span.persons} == {3}


def test_one_form_of_two_people_named_in_full_is_left_open() -> None:
    finder = NameFinder([KOZYREVA, known_person(3, ["Андрей Козырев"])])
    spans = finder.find("Дарья Козырева и Андрей Козырев. Козыреву вызвали.", "ru")
    last = spans[-1]
    assert (last.surface, set(last.persons)) == ("Козыреву", {2, 3})
    assert last.score <= 0.5


def test_александра_козырева_is_settled_by_a_form_only_one_gender_bears() -> None:
    finder = NameFinder([KnownPerson(1, (KnownName("Александр Шувакин"),), MALE)])
    (unclear,) = finder.find("Александра Шувакина задержали.", "ru")
    clear = finder.find("Александра Шувакина задержали. С Шувакиным был адвокат.", "ru")[0]
    assert unclear.score < 0.9 <= clear.score
    assert "gender_shown" in [reason.code for reason in clear.reasons]


def test_a_gender_is_shown_beside_the_right_initial_and_not_beside_another() -> None:
    finder = NameFinder([KnownPerson(1, (KnownName("Александр Шувакин"),), MALE)])
    text = "Александра Шувакина задержали. Ранее {} был на свободе."
    assert finder.find(text.format("А.Шувакин"), "ru")[0].score >= 0.9
    assert finder.find(text.format("П.Шувакин"), "ru")[0].score < 0.9


def test_what_the_record_says_of_the_gender_counts() -> None:
    woman = NameFinder([KnownPerson(1, (KnownName("Женя Шестун"),), FEMALE)])
    (span,) = woman.find("Женю Шестуна видели.", "ru")
    assert span.score < 0.9


def test_one_person_may_be_known_by_several_names_and_counts_once() -> None:
    person = known_person(1, ["Алексей Горинов", "Alexei Gorinov", "Горинов Алексей"])
    (span,) = NameFinder([person]).find("Алексей Горинов", "ru")
    assert span.persons == (1,)


def test_people_are_added_replaced_and_removed_while_running() -> None:
    finder = NameFinder([GORINOV])
    finder.add(KOZYREVA)
    assert found(finder, "Дарья Козырева")
    finder.replace(known_person(1, ["Олег Зеленцов"]))
    ((surface, score),) = found(finder, "Алексей Горинов и Олег Зеленцов")
    assert (surface, score >= 0.9) == ("Олег Зеленцов", True)
    finder.remove(2)
    finder.remove(99)
    assert found(finder, "Дарья Козырева") == []
    assert len(finder) == 1


def test_a_short_or_common_surname_counts_only_with_a_given_name() -> None:
    finder = NameFinder([known_person(1, ["Иван О"]), known_person(2, ["Вера Правда"])])
    assert found(finder, "О чём пишет Правда? О разном.") == []
    assert {s.persons for s in finder.find("Иван О и Вера Правда. Правда ушла.", "ru")} == {
        (1,),
        (2,),
    }


def test_names_over_particles_and_double_names_are_one_span() -> None:
    finder = NameFinder(
        [
            known_person(1, ["Ursula von der Leyen"]),
            known_person(2, ["Karl Heinz Lambertz"]),
            known_person(3, ["Кузьма Петров-Водкин"]),
        ]
    )
    spans = finder.find("Ursula von der Leyen traf Karl-Heinz Lambertz.", "de")
    assert [span.surface for span in spans] == ["Ursula von der Leyen", "Karl-Heinz Lambertz"]
    (span,) = finder.find("Кузьму Петрова-Водкина помнят, а Петрова нет.", "ru")
    assert (span.persons, span.score >= 0.9) == ((3,), True)


BAD = {
    "ten megabytes without a space": "А" * 10_000_000,
    "only punctuation": ".,;!?-" * 200_000,
    "lone surrogates": "Алексей \ud800Горинов \udfff" * 1_000,
    "marks of direction": "\u202e\u200f" * 200_000 + "Алексей Горинов",
    "zero width": "А\u200b" * 200_000,
    "one capital letter each": "А Б В Г. " * 20_000,
    "hyphens": "Горинов-" * 200_000,
    "the name a thousand times": "Алексей Горинов " * 5_000,
    "initials for ever": "А." * 50_000,
    "nul": "\x00Алексей Горинов\x00" * 1_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_neither_crashes_nor_takes_the_square_of_its_length(text: str) -> None:
    finder = NameFinder([GORINOV, KOZYREVA])
    half = _seconds(finder, text[: len(text) // 2])
    whole = _seconds(finder, text)
    # Twice the text may take twice the time; four times it would be the square.
    assert whole < 3.5 * half + 0.5


def _seconds(finder: NameFinder, text: str) -> float:
    begun = time.process_time()
    finder.find(text, "ru")
    return time.process_time() - begun


@given(st.text(max_size=300), st.sampled_from(["", "ru", "en", "pl", "xx"]))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read_and_spans_lie_inside_it(text: str, language: str) -> None:
    finder = NameFinder([GORINOV, KOZYREVA])
    for span in finder.find(f"{text} Горинов Алексей {text}", language):
        whole = f"{text} Горинов Алексей {text}"
        assert 0 <= span.start < span.end <= len(whole)
        assert whole[span.start : span.end] == span.surface
        assert 0 <= span.score <= 1


SURNAMES = {
    "ов": ["а", "у", "а", "ым", "е"],
    "ев": ["а", "у", "а", "ым", "е"],
    "ин": ["а", "у", "а", "ым", "е"],
}
STEMS = st.text("бвгдзклмнпрст", min_size=2, max_size=4).map(lambda s: "о".join(s).capitalize())


@given(STEMS, st.sampled_from(sorted(SURNAMES)), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_every_case_form_of_a_made_up_name_is_found_again(
    stem: str, ending: str, case: int
) -> None:
    given_forms = ["Бориса", "Борису", "Бориса", "Борисом", "Борисе"]
    surname = stem + ending
    finder = NameFinder([known_person(1, [f"Борис {surname}"])])
    text = f"Писали {given_forms[case]} {surname}{SURNAMES[ending][case]} вчера."
    (span,) = finder.find(text, "ru")
    assert (span.persons, span.score >= 0.9) == ((1,), True)


@given(STEMS, st.sampled_from(sorted(SURNAMES)))
@settings(max_examples=100, deadline=None)
def test_another_person_on_record_never_changes_whom_a_text_names(stem: str, ending: str) -> None:
    text = "Алексея Горинова осудили, Горинов молчал."
    before = NameFinder([GORINOV]).find(text, "ru")
    after = NameFinder([GORINOV, known_person(7, [f"Борис {stem}{ending}"])]).find(text, "ru")
    other = f"{stem}{ending}".lower()
    if other not in ("горинов", "горин"):
        assert [span for span in after if span.persons == (1,)] == before
