"""`.env.example` names every variable that the code reads, with the default that the code has."""

import re
from pathlib import Path

from tests.support.processes import ROOT

# Set by our own processes for each other, never by a person.
_INTERNAL = {"TRACKER_SUPERVISED", "TRACKER_TEST_CLUSTER", "TRACKER_WITHOUT_CELERY"}
# Read by compose.yaml, not by Python.
_ELSEWHERE = {"POSTGRES_PASSWORD"}


def documented() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = (re.fullmatch(r"#([A-Z][A-Z_]+)=(.*)", line) for line in lines)
    return {pair[1]: pair[2] for pair in pairs if pair}


def sources() -> list[str]:
    files = [*(ROOT / "tracker").rglob("*.py"), ROOT / "tests" / "private_cluster.py"]
    return [Path(file).read_text() for file in files]


def test_every_variable_of_the_code_is_documented_and_every_documented_one_exists() -> None:
    read: set[str] = set()
    for source in sources():
        read |= set(re.findall(r"env_(?:str|bool|int|float|list|secret)\(\s*\"([A-Z_]+)\"", source))
        read |= set(re.findall(r"\"((?:TRACKER|TEST)_[A-Z_]+)\"", source))
    assert documented().keys() == (read - _INTERNAL) | _ELSEWHERE


def test_the_numbers_shown_are_the_defaults() -> None:
    shown = documented()
    checked = 0
    for source in sources():
        pattern = r"env_(?:int|float)\(\s*\"([A-Z_]+)\",\s*([0-9_.* ]+),"
        for name, default in re.findall(pattern, source):
            product = 1.0
            for factor in default.split("*"):
                product *= float(factor)
            assert float(shown[name]) == product, name
            checked += 1
    assert checked > 10
