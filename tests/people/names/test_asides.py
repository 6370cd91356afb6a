"""Marks, nicknames and brackets inside a name."""

import pytest

from people.names import NameFinder, known_person
from people.names.finding.asides import without_asides

FINDER = NameFinder([known_person(1, ["Алексей Горинов"]), known_person(2, ["Сергей Иванов"])])


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Суд над Алексеем (признан в РФ иноагентом) Гориновым.", "Алексеем (признан в РФ иноагентом) Гориновым"),
        ("Сергей «Крым» Иванов уехал.", "Сергей «Крым» Иванов"),
        ("Сергей (Серый) Иванов уехал.", "Сергей (Серый) Иванов"),
        ("Горинов (Алексей) вышел.", "Горинов (Алексей"),
        ("Алексей** Горинов вышел.", "Алексей** Горинов"),
    ],
)  # fmt: skip
def test_a_name_is_read_over_what_stands_inside_it(text: str, surface: str) -> None:
    (span,) = FINDER.find(text, "ru")
    assert (span.surface, span.score >= 0.9) == (surface, True)
    assert text[span.start : span.end] == surface


def test_blanking_keeps_every_place() -> None:
    text = "Алексей Горинов [внесён в реестр террористов]** и Сергей «Крым» Иванов"
    blanked = without_asides(text, "ru")
    assert len(blanked) == len(text)
    assert blanked.index("Иванов") == text.index("Иванов")
    assert "реестр" not in blanked


def test_a_newspaper_in_quotation_marks_does_not_join_its_neighbours() -> None:
    spans = FINDER.find("Газета «Алексей» Горинов не читает.", "ru")
    assert "full" not in {span.kind for span in spans}
