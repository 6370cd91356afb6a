"""Labelled texts: nobody is linked who should not be, and the strong ones are all right."""

import random

from tests.quality.floors import answered, as_labelled
from tests.quality.labelled import sample_rows, sample_texts
from tests.quality.running import OwnFinder, run_finder


def test_every_strong_text_gives_the_labelled_links_and_questions() -> None:
    samples = sample_texts()
    run = run_finder(OwnFinder, samples)
    wrong = []
    for row, document in zip(sample_rows(), samples.documents, strict=True):
        links = list(run.answers[document.id])
        if row["strength"] == "strong" and not as_labelled(document, links):
            linked, asked = answered(document, links)
            wrong.append(f"{document.language} {document.text}: linked {linked}, asked {asked}")
    assert not wrong, "\n".join(wrong)


def test_the_order_in_which_people_are_entered_changes_nothing() -> None:
    samples = sample_texts()
    people = list(samples.people)
    first = OwnFinder(people)
    random.Random(2).shuffle(people)
    second = OwnFinder(people)
    for document in samples.documents:
        one, other = (answered(document, found.find(document)) for found in (first, second))
        assert one == other, document.text
