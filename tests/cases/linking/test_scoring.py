"""Scores of links: evidence moves them, and what needs a person never passes the threshold."""

import pytest

from cases.linking.person_evidence import PersonEvidence
from cases.linking.scoring import (
    score_institution,
    score_law,
    score_letter,
    score_people,
    score_person,
    score_provision,
)
from cases.linking.subject_words import speaks_of_letter, subject_words
from people.names import NameSpan, Reason
from people.names.finding.confidence import MOST_FOR_REVIEW

STRONGEST = PersonEvidence(
    co_named=("A", "B", "C"), provisions=("ст. 1",), institutions=("суд",), subject=("приговор",)
)


def span(score: float = 0.98, *, against: str = "", persons: tuple[int, ...] = (1,)) -> NameSpan:
    reasons = [Reason("full_exact", "Алексей Горинов")]
    if against:
        reasons.append(Reason(against, "", against=True))
    return NameSpan(persons, 0, 15, "Алексей Горинов", "full", True, False, score, tuple(reasons))


def test_evidence_raises_the_score_and_comes_back_as_reasons() -> None:
    bare = score_person([span(0.965)], PersonEvidence())
    more = score_person([span(0.965)], PersonEvidence(co_named=("Дарья Козырева",)))
    assert more.score > bare.score
    assert [r.as_json()["text"] for r in more.reasons if r.code == "co_named"] == [
        "named together with people of the same case or letter: Дарья Козырева"
    ]


@pytest.mark.parametrize("code", ["namesakes", "misspelling", "other_gender", "initials_only"])
def test_no_evidence_lifts_a_doubtful_name_over_the_threshold(code: str) -> None:
    assert score_person([span(0.8, against=code)], STRONGEST).score <= MOST_FOR_REVIEW


def test_namesakes_stay_below_it_even_without_a_reason_against() -> None:
    assert score_person([span(persons=(1, 2))], STRONGEST).score <= MOST_FOR_REVIEW


def test_a_frequent_name_needs_something_that_points_to_the_person() -> None:
    assert score_person([span()], PersonEvidence(frequent=True)).score <= MOST_FOR_REVIEW
    assert score_person([span()], PersonEvidence(frequent=True, subject=("суд",))).score >= 0.9


def test_the_best_mention_decides_for_the_article() -> None:
    assert score_person([span(0.3, against="surname_only"), span()], PersonEvidence()).score >= 0.9


def test_a_letter_needs_its_title_or_three_signatories_a_letter_and_the_time() -> None:
    def score(names: int, *, title: str = "", letter: bool = True, near: bool = True) -> float:
        return score_letter(
            title=title,
            signatories=["X"] * names,
            speaks_of_letter=letter,
            near_in_time=near,
        ).score

    assert score(0, title="A title") >= 0.9
    assert score(3) >= 0.9
    assert 0 < score(2) < 0.9
    assert 0 < score(5, near=False) < 0.9
    assert score(1) == score(5, letter=False) == 0


def test_a_citation_without_a_code_or_with_a_doubtful_letter_is_asked_about() -> None:
    def score(*, code: bool = True, doubtful: bool = False) -> float:
        return score_provision(cited="x", has_code=code, doubtful=doubtful, whole=True).score

    assert score() >= 0.9
    assert score(code=False) < 0.9
    assert score(doubtful=True) < 0.9


def test_words_of_prosecution_are_seen_in_several_languages() -> None:
    assert subject_words("Его осудили, приговор вступил в силу")
    assert subject_words("He was sentenced by a court")
    assert not subject_words("Он забил два мяча в ворота гостей")
    assert speaks_of_letter("Открытое письмо мировым лидерам")
    assert speaks_of_letter("i firmatari della lettera aperta")
    assert not speaks_of_letter("Футбол вчера")


def test_of_namesakes_the_one_with_clear_evidence_is_meant_and_the_other_is_not() -> None:
    shared = span(0.5, against="namesakes", persons=(1, 2))
    scores = score_people(
        {1: [shared], 2: [shared]},
        {1: PersonEvidence(provisions=("ст. 207.3 УК РФ",)), 2: PersonEvidence()},
    )
    assert scores[1].score >= 0.9
    assert scores[2].score < 0.5


@pytest.mark.parametrize(
    "evidence",
    [
        PersonEvidence(subject=("приговор",)),
        PersonEvidence(suggested=("фейках об армии",)),
        PersonEvidence(places=("томск",), occupation="инженер"),
        PersonEvidence(provisions=("ст. 207.3 УК РФ",), other_occupation="футболист"),
    ],
)
def test_little_or_contradicted_evidence_tells_no_namesakes_apart(
    evidence: PersonEvidence,
) -> None:
    shared = span(0.5, against="namesakes", persons=(1, 2))
    scores = score_people({1: [shared], 2: [shared]}, {1: evidence, 2: PersonEvidence()})
    assert max(score.score for score in scores.values()) <= MOST_FOR_REVIEW


def test_a_misspelt_name_stays_a_question_even_when_namesakes_are_told_apart() -> None:
    reasons = (Reason("namesakes", "", against=True), Reason("near_spelling", "x", against=True))
    shared = NameSpan((1, 2), 0, 15, "Алексей Горинов", "full", True, False, 0.4, reasons)
    scores = score_people({1: [shared], 2: [shared]}, {1: STRONGEST, 2: PersonEvidence()})
    assert scores[1].score <= MOST_FOR_REVIEW


def test_a_number_alone_is_no_link_to_a_law_or_a_prison() -> None:
    assert score_law(cited="x", dated=True, others=0, new=False).score >= 0.9
    assert score_law(cited="x", dated=False, others=0, new=True).score < 0.9
    assert score_law(cited="x", dated=True, others=1, new=False).score < 0.9
    assert score_institution(named="x", how="name", others=0, person="").score >= 0.9
    assert score_institution(named="x", how="number", others=0, person="").score < 0.9
    assert score_institution(named="x", how="number", others=0, person="Y").score >= 0.9
    assert score_institution(named="x", how="unnamed", others=0, person="").score < 0.1
