"""The measure itself: small sets whose figures can be reckoned by hand."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.quality.baselines import by_likeness, by_word
from tests.quality.labelled import Document, LabelledSet, Mention, Record, factrueval, sets_in
from tests.quality.reliability import intervals, reliability_of
from tests.quality.report import measured, set_lines
from tests.quality.running import Finder, Run, part_of, run_command, run_finder
from tests.quality.scoring import (
    Answers,
    Counts,
    Link,
    count_places,
    count_questions,
    count_twins,
    pairs_of,
)

PEOPLE = (Record("a", ("A B",)), Record("b", ("C D",)), Record("t", ("A B",)))
KNOWN = frozenset(person.id for person in PEOPLE)


def document(name: str, **labels: object) -> Document:
    row: dict[str, object] = {"language": "ru", "topic": "x", "title": "", "text": "A B met C"}
    return Document(id=name, **(row | labels))  # type: ignore[arg-type]


DOCUMENTS = (
    document(
        "1",
        gold=(Mention("a", 0, 3), Mention("b", 8, 9)),
        full=frozenset("a"),
        mentions_complete=True,
    ),
    document(
        "2",
        language="uk",
        gold=(Mention("a", 2, 5),),
        full=frozenset("a"),
        ignored=frozenset("b"),
        mentions_complete=True,
    ),
    document("3", language="uk", mentions_complete=True),
)


def answers_of(**links: list[Link]) -> Answers:
    return {"1": [], "2": [], "3": []} | {name.strip("d"): each for name, each in links.items()}


MIXED = answers_of(
    d1=[Link("a", 0.95, (0, 3)), Link("b", 0.5, (8, 9))],
    d2=[Link("b", 1.0, (0, 1))],
    d3=[Link("a", 0.92, (0, 1))],
)


def test_links_questions_and_people_who_cannot_be_decided_are_counted_apart() -> None:
    figures = measured(LabelledSet("x", DOCUMENTS, PEOPLE), Run(MIXED, 0.0, 1.0))
    whole = figures.groups[0]
    assert whole.gold == 3
    # One right link, one wrong (document 3); what stands in "ignored" is neither.
    assert whole.counts == Counts(right=1, wrong=1, missed=2)
    assert (whole.full, whole.bare) == (0.5, 0.0)
    assert whole.found == pytest.approx(2 / 3)
    assert whole.queue == pytest.approx(1 / 3)
    assert figures.recall_at_99 == pytest.approx(1 / 3)


def test_each_language_has_figures_of_its_own() -> None:
    figures = measured(LabelledSet("x", DOCUMENTS, PEOPLE), Run(MIXED, 0.0, 1.0))
    by_name = {group.group: group for group in figures.groups}
    assert by_name["ru"].counts == Counts(1, 0, 1)
    assert by_name["uk"].counts == Counts(0, 1, 1)
    assert any(line.startswith("uk ") for line in set_lines(figures, written=False))


def test_a_person_linked_twice_in_a_text_counts_once_with_the_surer_link() -> None:
    answers = answers_of(d1=[Link("a", 0.2, (0, 3)), Link("a", 0.97, (0, 1))])
    (found,) = [pair for pair in pairs_of(DOCUMENTS, answers, KNOWN) if pair.confidence]
    assert (found.person, found.confidence, found.linked) == ("a", 0.97, True)


def test_a_place_is_right_when_it_overlaps_a_place_of_that_person() -> None:
    # Document 2: the link is to an ignored person. Document 3: wrong.
    assert count_places(DOCUMENTS, MIXED, KNOWN) == Counts(right=1, wrong=1, missed=2)


def test_people_of_one_place_are_one_question() -> None:
    namesakes = [Link("a", 0.5, (0, 3)), Link("t", 0.5, (0, 3)), Link("b", 0.3, (8, 9))]
    linked_elsewhere = [Link("a", 0.5, (0, 3)), Link("a", 0.95, (5, 8))]
    assert count_questions(DOCUMENTS, answers_of(d1=namesakes, d2=linked_elsewhere), KNOWN) == 2


def test_twins_are_reported_by_themselves_and_in_no_other_figure() -> None:
    documents = (document("2", gold=(Mention("a", 2, 5),), twins={"a": "t"}),)
    linked: Answers = {"2": [Link("t", 0.95)]}
    asked: Answers = {"2": [Link("a", 0.5), Link("t", 0.5)]}
    assert pairs_of(documents, linked, KNOWN) == []
    assert count_twins(documents, linked, KNOWN).linked == 1
    twins = count_twins(documents, asked, KNOWN)
    assert (twins.pairs, twins.linked, twins.offered) == (1, 0, 1)


def test_calibration_compares_what_a_tenth_claims_with_what_is_right() -> None:
    found = reliability_of([(0.95, True), (0.95, True), (0.25, True), (0.25, False)])
    assert [(tenth.low, tenth.answers) for tenth in found.tenths] == [(0.2, 2), (0.9, 2)]
    assert found.tenths[0].right == 0.5
    assert found.error == pytest.approx(0.5 * 0.25 + 0.5 * 0.05)
    assert found.brier == pytest.approx((2 * 0.05**2 + 0.75**2 + 0.25**2) / 4)


@pytest.mark.parametrize("confidence", [number / 10 for number in range(10)])
def test_a_confidence_of_so_many_tenths_lies_in_its_own_tenth(confidence: float) -> None:
    (tenth,) = reliability_of([(confidence, True)]).tenths
    assert tenth.low == confidence


def test_an_interval_holds_the_figure_and_is_wider_with_fewer_texts() -> None:
    def width(texts: int) -> float:
        documents = [document(str(n), gold=(Mention("a"),)) for n in range(texts)]
        answers = {d.id: [Link("a", 0.95 if int(d.id) % 4 else 0.5)] for d in documents}
        _, recall, _ = intervals(pairs_of(documents, answers, KNOWN), texts)
        assert recall.low < 0.75 < recall.high
        return recall.high - recall.low

    assert width(40) > width(400)


def test_the_archive_command_answers_for_the_right_people_and_documents() -> None:
    part = part_of(factrueval(), 4)
    named = {mention.person for each in part.documents for mention in each.gold}
    people = tuple(person for person in part.people if person.id in named)
    labelled = LabelledSet("part", part.documents, people)
    run = run_command(labelled)
    figures = measured(labelled, run)
    assert set(run.answers) == {each.id for each in part.documents}
    assert figures.groups[0].counts.right > 0
    assert figures.groups[0].counts.wrong == 0


def test_a_folder_without_labelled_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sets_in(tmp_path)


@pytest.mark.parametrize(
    ("make", "text", "found"),
    [
        (by_word.exact, "Суд: Алексей Горинов.", True),
        (by_word.exact, "Отказали Алексею Горинову.", False),
        (by_word.stem_prefix, "Отказали Алексею Горинову.", True),
        (by_word.lemma_match, "Отказали Алексею Горинову.", True),
        (by_likeness.LikeNames, "Sentenced: Alexey Gorinov.", True),
    ],
)
def test_a_baseline_finds_what_its_method_can(
    make: Callable[[Sequence[Record]], Finder], text: str, found: bool
) -> None:
    people = (Record("g", ("Алексей Горинов",)), Record("k", ("Дарья Козырева",)))
    labelled = LabelledSet("x", (document("1", text=text),), people)
    linked = [link.person for link in run_finder(make, labelled).answers["1"]]
    assert ("g" in linked) is found
