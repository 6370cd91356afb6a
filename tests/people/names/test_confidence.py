"""What a person would insist on, whatever the weights have learned."""

import pytest

from people.names import NameFinder, NameSpan, Reason, known_person
from people.names.evidence import WORDS
from people.names.finding.confidence import (
    BASE,
    MOST_FOR_REVIEW,
    REVIEW_ONLY,
    features,
    name_confidence,
    weigh_spans,
    weight_of,
    weights,
)


def span(*against: str, persons: tuple[int, ...] = (1,), kind: str = "full") -> NameSpan:
    reasons = (Reason("full_exact", "A B"), *(Reason(code, against=True) for code in against))
    return NameSpan(persons, 0, 3, "A B", kind, True, False, 0.99, reasons)


def score(one: NameSpan, language: str = "ru") -> float:
    return weigh_spans([one], language)[0].score


@pytest.mark.parametrize("code", sorted(REVIEW_ONLY))
def test_what_a_person_has_to_look_at_is_never_automatic(code: str) -> None:
    assert score(span(code)) <= MOST_FOR_REVIEW


def test_namesakes_share_what_certainty_there_is() -> None:
    assert score(span("namesakes", persons=(1, 2, 3))) <= 1 / 3


def test_a_plain_full_name_is_automatic_with_or_without_a_language() -> None:
    assert score(span()) >= 0.9
    assert score(span(), "") >= 0.9


def test_a_further_reason_against_never_raises_the_score() -> None:
    for code in REVIEW_ONLY:
        assert score(span("line_break", code)) <= score(span("line_break"))


def test_no_reason_against_has_learned_to_speak_for() -> None:
    for code in REVIEW_ONLY:
        assert weight_of(code, against=True) <= 0


def test_a_surname_is_no_surer_than_the_full_name_it_rests_on() -> None:
    finder = NameFinder([known_person(1, ["Алексей Горинов"])])
    full, alone = finder.find("Лёша Горинов вышел. Горинова ждали.", "ru")
    assert full.score < 0.9
    assert alone.score <= full.score


def test_every_weight_belongs_to_something_the_finder_says() -> None:
    traits = {BASE, "mentions", "no_language", "distance", "surname_first", "frequent"}
    traits.add("surname_distance")
    traits.add("beside_capital")
    for name in weights():
        assert name.removesuffix("!") in WORDS or name in traits


def test_a_reason_that_can_speak_either_way_is_counted_apart() -> None:
    found = features(span("extra_name"), 1, "ru")
    assert "extra_name!" in found
    assert "extra_name" not in found


def test_a_span_that_was_never_weighed_is_still_capped() -> None:
    assert name_confidence(span("initials_only")) == MOST_FOR_REVIEW
