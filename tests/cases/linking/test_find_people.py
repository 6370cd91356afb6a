"""The command for archives: JSON lines through a real process; a bad line costs that line only."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from people.names import NameFinder
from people.names.archives import BadLine, answer_for, known_person_of

ROOT = Path(__file__).parents[3]
PEOPLE = {
    "people": [
        {"id": "p1", "names": ["Алексей Горинов"]},
        {"id": 2, "names": [{"given": "Darya", "surname": "Kozyreva", "language": "en"}]},
    ]
}


def run(*lines: str) -> tuple[list[dict[str, Any]], str, int]:
    done = subprocess.run(
        [sys.executable, "manage.py", "find_people"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode


def test_documents_are_answered_in_order_and_bad_lines_with_an_error_object() -> None:
    text = "Горинова судили. Алексей Горинов молчал, Дарью Козыреву ждали."
    answers, progress, code = run(
        json.dumps(PEOPLE),
        json.dumps({"id": "a", "lang": "ru", "title": "", "text": text}),
        "{not json",
        json.dumps(["a list"]),
        json.dumps({"id": "b", "lang": "ru", "text": 5}),
        json.dumps({"id": "c", "lang": "xx", "title": "", "text": "\ud800 nobody"}),
    )

    assert code == 0
    first, *bad, last = answers
    named = {(link["person"], text[link["start"] : link["end"]]) for link in first["links"]}
    assert named == {
        ("p1", "Горинова"),
        ("p1", "Алексей Горинов"),
        (2, "Дарью Козыреву"),
    }
    assert all(link["reasons"] and 0 < link["confidence"] <= 1 for link in first["links"])
    assert [answer["line"] for answer in bad] == [3, 4, 5]
    assert all(answer["error"] for answer in bad)
    assert last == {"id": "c", "links": []}
    assert "3 bad lines" in progress


def test_a_first_line_without_people_ends_the_run_with_a_sentence() -> None:
    answers, complaint, code = run(json.dumps({"id": "a", "text": "Алексей Горинов"}))
    assert (answers, code) == ([], 1)
    assert "Line 1" in complaint
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    "row", [{}, {"id": 1}, {"id": 1, "names": "x"}, {"id": 1, "names": [3]}, 7]
)
def test_a_person_that_is_not_one_is_named_in_the_refusal(row: Any) -> None:
    with pytest.raises(BadLine):
        known_person_of(row)


def test_what_needs_a_persons_eye_stays_below_nine_tenths() -> None:
    known = [known_person_of({"id": 1, "names": ["Дарья Козырева"]})]
    line = json.dumps({"id": "a", "lang": "en", "text": "Darya Kozyrev was jailed."})
    (link,) = answer_for(NameFinder(known), line)["links"]
    assert link["confidence"] < 0.9
