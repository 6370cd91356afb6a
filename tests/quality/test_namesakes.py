"""Two people of one name: nobody is linked wrongly, and clear evidence decides."""

import pytest

from tests.quality.namesakes import (
    Outcome,
    counted,
    mistakes,
    namesake_lines,
    outcome_of,
    texts,
)

pytestmark = pytest.mark.django_db

# Of the texts that are certain; a little below what is reached.
_LEAST_LINKED = 0.82


@pytest.fixture(scope="module")
def kept() -> list[Outcome]:
    """Outcomes for all tests of this file: a database is there only within a test."""
    return []


@pytest.fixture
def outcomes(db: None, kept: list[Outcome]) -> list[Outcome]:
    """What became of every labelled text; printed with `-s`, as `make quality` does."""
    if not kept:
        kept += [outcome_of(text) for text in texts()]
        print("", *namesake_lines(kept), sep="\n")
    return kept


def test_nobody_is_linked_for_a_namesake_or_where_nobody_could_know(
    outcomes: list[Outcome],
) -> None:
    assert mistakes(outcomes, {"wrong", "guessed"}) == []


def test_whoever_is_meant_is_linked_or_asked_about(outcomes: list[Outcome]) -> None:
    assert mistakes(outcomes, {"lost"}) == []


def test_most_texts_that_are_certain_are_linked(outcomes: list[Outcome]) -> None:
    count = counted(outcomes)
    assert count["sure and right"] / count["sure"] >= _LEAST_LINKED
