"""Floors on the labelled pairs of names: strong rows are all right, each slice keeps its share."""

from collections import defaultdict
from pathlib import Path

from people.names import compare_names, name_keys, parse_name
from people.names.keys import surname_keys

PAIRS = Path(__file__).parents[1] / "samples" / "names" / "pairs.tsv"
SAME, ASK = 0.9, 0.3
FLOOR = 0.95


def rows() -> list[tuple[str, str, str, str, str]]:
    """(name, name, expected, slice, strength) of the sample."""
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            one, other, expected, part, strength = line.split("\t")
            found.append((one, other, expected, part, strength))
    return found


def verdict(one: str, other: str) -> str:
    score = compare_names(parse_name(one), parse_name(other)).score
    return "same" if score >= SAME else "ask" if score >= ASK else "different"


def test_every_strong_pair_is_judged_as_labelled() -> None:
    wrong = [
        f"{one} / {other}: {verdict(one, other)}, not {expected} ({part})"
        for one, other, expected, part, strength in rows()
        if strength == "strong" and verdict(one, other) != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_each_slice_keeps_its_floor() -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for one, other, expected, part, _ in rows():
        right[part].append(verdict(one, other) == expected)
    low = {part: sum(all_) / len(all_) for part, all_ in right.items()}
    assert not {part: share for part, share in low.items() if share < FLOOR}


def test_no_pair_that_differs_is_ever_called_the_same_person() -> None:
    wrong = [
        f"{one} / {other}"
        for one, other, expected, _, _ in rows()
        if expected != "same" and verdict(one, other) == "same"
    ]
    assert not wrong


def test_comparing_is_symmetric() -> None:
    for one, other, *_ in rows():
        a, b = parse_name(one), parse_name(other)
        assert compare_names(a, b).score == compare_names(b, a).score, (one, other)


def test_names_of_one_person_share_a_key_by_which_sql_finds_them() -> None:
    apart = []
    for one, other, expected, _, _ in rows():
        a, b = parse_name(one), parse_name(other)
        wide = a.given == "" or b.given == ""
        keys = surname_keys if wide else name_keys
        if expected == "same" and not keys(a) & keys(b):
            apart.append(f"{one} / {other}")
    assert not apart
