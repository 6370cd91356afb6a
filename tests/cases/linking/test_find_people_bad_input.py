"""The command for archives on what archives hold: each bad line costs that line, the rest goes on."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.management import CommandError, call_command

from people.names import NameFinder
from people.names.archives import BadLine, answer_for, known_person_of

ROOT: Final = Path(__file__).parents[3]
COMMAND: Final = [sys.executable, "manage.py", "find_people"]
PEOPLE: Final = b'{"people": [{"id": "p", "names": ["Alexei Gorinov"]}]}\n'
GOOD: Final = b'{"id": %d, "lang": "en", "text": "Alexei Gorinov was jailed."}\n'

BAD_LINES: Final[dict[str, bytes]] = {
    "no JSON": b"{",
    "a list": b"[1]",
    "null": b"null",
    "a number": b"7",
    "a text": b'"Alexei Gorinov"',
    "no id": b'{"lang": "en", "text": "Alexei Gorinov"}',
    "an id that is null": b'{"id": null, "text": "x"}',
    "an id that is an object": b'{"id": {"a": 1}, "text": "x"}',
    "an id that is true": b'{"id": true, "text": "x"}',
    "NaN": b'{"id": NaN, "text": "x"}',
    "Infinity": b'{"id": -Infinity, "text": "x"}',
    "a number beyond all floats": b'{"id": 1e999, "text": "x"}',
    "five thousand digits": b'{"id": ' + b"9" * 5_000 + b', "text": "x"}',
    "deep nesting": b"[" * 100_000,
    "deep nesting, closed": b'{"id": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "a text that is null": b'{"id": 1, "text": null}',
    "a text that is a list": b'{"id": 1, "text": ["Alexei Gorinov"]}',
    "a language that is a number": b'{"id": 1, "lang": 5, "text": "x"}',
    "a language that is a list": b'{"id": 1, "lang": ["en"], "text": "x"}',
    "bytes of another encoding": b"\xff\xfe{\x00}",
    "nul": b"\x00\x00",
    "two documents": b'{"id": 1, "text": "x"} {"id": 2, "text": "x"}',
}

ODD_LINES: Final[dict[str, bytes]] = {
    "broken bytes inside the text": b'{"id": 0, "lang": "en", "text": "\xd0\xff Alexei Gorinov"}',
    "half a surrogate pair": b'{"id": 0, "lang": "en", "text": "Alexei Gorinov \\ud800"}',
    "nul inside the text": b'{"id": 0, "lang": "en", "text": "\\u0000Alexei Gorinov"}',
    "a byte order mark": b'\xef\xbb\xbf{"id": 0, "lang": "en", "text": "Alexei Gorinov"}',
    "an unknown language": b'{"id": 0, "lang": "klingon", "text": "Alexei Gorinov"}',
    "a language that is null": b'{"id": 0, "lang": null, "text": "Alexei Gorinov"}',
    "no language": b'{"id": 0, "text": "Alexei Gorinov"}',
    "fields nobody knows": b'{"id": 0, "text": "Alexei Gorinov", "lang": "en", "deep": [[[]]]}',
    "the key twice": b'{"id": 0, "text": "x", "text": "Alexei Gorinov", "lang": "en"}',
    "windows line ends": b'{"id": 0, "lang": "en", "text": "Alexei Gorinov"}\r',
}


def run(whole: bytes) -> tuple[list[dict[str, Any]], str, int]:
    done = subprocess.run(COMMAND, input=whole, capture_output=True, cwd=ROOT, check=False)
    return (
        [strict(line) for line in done.stdout.splitlines()],
        done.stderr.decode(),
        done.returncode,
    )


def strict(line: bytes) -> dict[str, Any]:
    """A line as any reader of JSON has to accept it: no NaN, no Infinity."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    answer = json.loads(line, parse_constant=refuse)
    assert isinstance(answer, dict)
    return answer


def test_every_bad_line_is_answered_with_its_number_and_no_other_line_is_lost() -> None:
    lines = b"".join(line + b"\n" + GOOD % number for number, line in enumerate(BAD_LINES.values()))
    answers, progress, code = run(PEOPLE + lines)

    assert code == 0
    assert "Traceback" not in progress
    bad, good = answers[::2], answers[1::2]
    numbers = dict(zip(BAD_LINES, (answer.get("line") for answer in bad), strict=True))
    assert numbers == {name: 2 + 2 * at for at, name in enumerate(BAD_LINES)}
    assert all(answer["error"] for answer in bad)
    assert [answer["id"] for answer in good] == list(range(len(BAD_LINES)))
    assert all([link["person"] for link in answer["links"]] == ["p"] for answer in good)
    assert f"{len(BAD_LINES)} bad lines" in progress


def test_odd_lines_that_can_be_read_are_read() -> None:
    answers, progress, code = run(PEOPLE + b"\n".join(ODD_LINES.values()) + b"\n\n  \n")
    assert code == 0, progress
    found = {
        name: [link["person"] for link in answer.get("links", ())]
        for name, answer in zip(ODD_LINES, answers, strict=True)
    }
    assert found == dict.fromkeys(ODD_LINES, ["p"])


def test_the_places_of_an_answer_count_code_points_of_the_text() -> None:
    text = "\U0001f642\u200b Alexei Gorinov"
    document = json.dumps({"id": 1, "lang": "en", "text": text}).encode()
    finder = NameFinder(known_person_of(row) for row in strict(PEOPLE)["people"])
    (link,) = answer_for(finder, document.decode())["links"]
    assert text[link["start"] : link["end"]] == "Alexei Gorinov"


def test_a_reader_who_stops_reading_ends_the_run_without_a_traceback() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(PEOPLE + GOOD % 1)
        process.stdin.flush()
        assert strict(process.stdout.readline())["id"] == 1
        process.stdout.close()
        try:
            for number in range(2, 200):
                process.stdin.write(GOOD % number)
            process.stdin.close()
        except BrokenPipeError:
            process.stdin = None  # it ended before it had read everything, as it may
        complaint = process.stderr.read().decode()
    assert process.returncode == 0
    assert "Traceback" not in complaint
    assert "gone" in complaint


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b"{",
        b'{"people": null}',
        b'{"people": {}}',
        b'{"people": "Alexei Gorinov"}',
        b'{"people": [{"id": NaN, "names": ["x"]}]}',
        b"[" * 100_000,
        b'{"id": 1, "text": "Alexei Gorinov"}',
    ],
    ids=lambda first: repr(first[:30]),
)
def test_a_first_line_without_people_is_refused_with_a_sentence(
    first: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(first.decode() + "\n"))
    with pytest.raises(CommandError, match=r"^Line 1 must be .*people"):
        call_command("find_people", quiet=True)
    assert capsys.readouterr().out == ""


def test_empty_lists_of_people_and_of_names_are_allowed() -> None:
    first = (
        b'{"people": [{"id": 1, "names": []}, {"id": 2, "names": [""]}, {"id": 3, "names": [{}]}]}'
    )
    finder = NameFinder(known_person_of(row) for row in strict(first)["people"])
    assert answer_for(finder, (GOOD % 1).decode()) == {"id": 1, "links": []}


@pytest.mark.parametrize(
    "row",
    [
        {"id": None, "names": ["x"]},
        {"id": 1.5, "names": ["x"]},
        {"id": True, "names": ["x"]},
        {"id": [1], "names": ["x"]},
        {"names": ["x"]},
        {"id": 1, "names": None},
        {"id": 1, "names": {"given": "x"}},
        {"id": 1, "names": [None]},
        {"id": 1, "names": [["x"]]},
        None,
        [],
        "x",
    ],
    ids=repr,
)
def test_a_person_of_wrong_types_is_refused(row: Any) -> None:
    with pytest.raises(BadLine):
        known_person_of(row)


def test_parts_of_wrong_types_in_a_name_are_passed_over() -> None:
    name = {"given": 3, "surname": "Gorinov", "text": None, "language": ["en"]}
    finder = NameFinder([known_person_of({"id": 1, "names": [name]})])
    answer = answer_for(finder, '{"id": "a", "lang": "en", "text": "Gorinov left."}')
    assert all(link["confidence"] < 0.9 for link in answer["links"])
