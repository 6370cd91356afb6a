"""Articles as JSON lines: what goes in, what comes out, and what is said of a bad line."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.stories.streams import BadLine, group_lines

WEEK = timedelta(days=7)
ENGLISH = {
    "id": "a",
    "lang": "en",
    "title": "Thieves steal three Verhoeven paintings from the Hollander Museum",
    "text": "They entered by a skylight and took still lifes by Pieter Verhoeven.",
    "published": "2031-03-03T10:00:00+00:00",
}
FRENCH = {
    "id": 7,
    "lang": "fr",
    "title": "Vol de trois Verhoeven au musée Hollander",
    "text": "Les cambrioleurs ont emporté trois natures mortes de Pieter Verhoeven.",
    "published": "2031-03-03",
}
OTHER = {"id": "c", "lang": "de", "title": "Regen am Wochenende", "text": "Es wird kühl."}


def lines(*rows: object) -> list[str]:
    return [json.dumps(row) for row in rows]


def grouped(*rows: object) -> dict[object, int]:
    return dict(group_lines(lines(*rows), threshold=0.32, window=WEEK))


def test_two_languages_meet_and_ids_come_back_as_they_were_given() -> None:
    found = grouped(ENGLISH, OTHER, FRENCH)
    assert list(found) == ["a", "c", 7]
    assert found["a"] == found[7] != found["c"]


def test_the_same_event_a_month_later_is_another_story() -> None:
    found = grouped(ENGLISH, FRENCH | {"published": "2031-04-05"})
    assert found["a"] != found[7]


def test_dates_at_the_ends_of_the_calendar_are_no_fault() -> None:
    found = grouped(ENGLISH | {"published": "0001-01-01"}, FRENCH | {"published": "9999-12-31"})
    assert found["a"] != found[7]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not a JSON object"),
        ('{"title": "x"}', "line 2: field id"),
        ('{"id": 1, "title": 5}', "line 2: field title"),
        ('{"id": 1, "published": "yesterday"}', "line 2: field published"),
        (json.dumps(ENGLISH), "line 2: the id"),
    ],
)
def test_a_bad_line_is_named_with_its_field(bad: str, said: str) -> None:
    with pytest.raises(BadLine, match=said):
        dict(group_lines([*lines(ENGLISH), bad], threshold=0.32, window=WEEK))


def test_the_command_reads_a_file_and_prints_a_line_for_each(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(lines(ENGLISH, FRENCH)), encoding="utf-8")
    output = StringIO()
    call_command("group_articles", str(file), stdout=output)
    first, second = map(json.loads, output.getvalue().splitlines())
    assert (first["id"], second["id"]) == ("a", 7)
    assert first["story"] == second["story"]


def test_the_command_prints_nothing_where_a_line_is_bad(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join([*lines(ENGLISH), "{"]), encoding="utf-8")
    output = StringIO()
    with pytest.raises(CommandError, match="line 2"):
        call_command("group_articles", str(file), stdout=output)
    assert output.getvalue() == ""
