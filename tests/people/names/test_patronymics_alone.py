"""Given name and patronymic without a surname mean whom the text names in full."""

from __future__ import annotations

from people.names import NameFinder, known_person

PEOPLE = [
    known_person("elder", ["Калнберг Виктор Фёдорович"]),
    known_person("younger", ["Калнберг Виктор Викторович"]),
    known_person("sister", ["Орлова Анна Викторовна"]),
    known_person("unknown", ["Виктор Селиванов"]),
]
FINDER = NameFinder(PEOPLE)


def linked(text: str) -> dict[str, set[object]]:
    """What stands there -> who is linked by it."""
    spans = FINDER.find(text, "ru")
    return {span.surface: set(span.persons) for span in spans if span.score >= 0.9}


def test_it_is_a_shorter_mention_of_whoever_bears_both() -> None:
    found = linked("Анна Викторовна Орлова пришла. С Анной Викторовной говорили.")
    assert found["Анной Викторовной"] == {"sister"}


def test_it_tells_namesakes_apart_who_were_named_without_a_patronymic() -> None:
    found = linked("Виктор Калнберг уехал. Виктор Фёдорович живёт в Ростове.")
    assert found == {"Виктор Калнберг": {"elder"}, "Виктор Фёдорович": {"elder"}}


def test_nobody_is_meant_whom_the_text_does_not_name_or_who_has_another_patronymic() -> None:
    assert linked("С Анной Викторовной говорили.") == {}
    assert linked("Виктор Калнберг уехал. Виктор Петрович живёт в Ростове.") == {}


def test_a_patronymic_beside_another_name_is_not_alone() -> None:
    found = linked("Анна Викторовна Орлова пришла. Анна Викторовна Смирнова ушла.")
    assert "Анна Викторовна" not in found


def test_it_is_open_where_the_text_names_somebody_else_who_bears_both() -> None:
    found = linked("Анна Орлова пришла. Анна Викторовна Смирнова ушла. Анна Викторовна дома.")
    assert found == {"Анна Орлова": {"sister"}}


def test_namesakes_of_whom_one_has_no_patronymic_on_record_stay_open() -> None:
    people = [
        known_person("one", ["Калнберг Виктор Фёдорович"]),
        known_person("two", ["Калнберг Виктор"]),
    ]
    spans = NameFinder(people).find("Виктор Калнберг уехал. Виктор Фёдорович дома.", "ru")
    assert set(spans[0].persons) == {"one", "two"}
    assert spans[0].score < 0.9
