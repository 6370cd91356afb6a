"""How well events are read: floors for both halves of the labelled set, and what must never fire."""

from datetime import date

import pytest

from cases.proposals.reading import read_events
from tests.quality import proposals as quality

# A little below what is reached; `python -m tests.quality.proposals` prints the figures.
PRECISION, RECALL = 0.95, 0.70


@pytest.mark.parametrize("name", quality.SETS)
def test_each_half_of_the_labelled_set_is_read_as_well_as_promised(name: str) -> None:
    counts = quality.counted([name], quality.own_answer)
    assert counts.precision >= PRECISION, f"{name}: {counts}"
    assert counts.recall >= RECALL, f"{name}: {counts}"


def test_the_labelled_set_is_large_and_half_of_it_says_nothing() -> None:
    rows = [one for name in quality.SETS for one in quality.samples(name)]
    assert len(rows) >= 400
    assert sum(not one.expected for one in rows) >= 0.4 * len(rows)


def test_keywords_alone_are_much_less_precise() -> None:
    own = quality.counted(quality.SETS, quality.own_answer, whole=False)
    plain = quality.counted(quality.SETS, quality.by_keywords, whole=False)
    assert own.precision > plain.precision + 0.2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "«" * 5000,
        "." * 100_000,
        "а" * 100_000,
        "Суд. " * 20_000,
        "приговорил " * 5000,
        "\ud800\x00",
    ],
)
def test_no_text_breaks_the_reader(text: str) -> None:
    span = quality.NamedSpan(0, min(3, len(text)), "A", True)
    assert read_events(text, "ru", date(2025, 7, 3), [span]) == []
    assert read_events(text, "en", date(2025, 7, 3), [span]) == []


def test_a_language_without_tables_says_nothing() -> None:
    span = quality.NamedSpan(0, 4, "A")
    assert read_events("Adam został skazany na 5 lat.", "pl", date(2025, 7, 3), [span]) == []
