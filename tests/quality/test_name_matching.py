"""Labelled pairs of names: strong rows are all right, and no two people are called one."""

from people.names import compare_names, name_keys, parse_name
from people.names.keys import surname_keys
from tests.quality.labelled import sample_pairs
from tests.quality.report import verdict


def test_every_strong_pair_is_judged_as_labelled() -> None:
    wrong = [
        f"{pair.one} / {pair.other}: {verdict(pair)}, not {pair.expected} ({pair.slice})"
        for pair in sample_pairs()
        if pair.strength == "strong" and verdict(pair) != pair.expected
    ]
    assert not wrong, "\n".join(wrong)


def test_no_pair_that_differs_is_ever_called_the_same_person() -> None:
    wrong = [
        f"{pair.one} / {pair.other}"
        for pair in sample_pairs()
        if pair.strength != "weak" and pair.expected != "same" and verdict(pair) == "same"
    ]
    assert not wrong


def test_comparing_is_symmetric() -> None:
    for pair in sample_pairs():
        a, b = parse_name(pair.one), parse_name(pair.other)
        assert compare_names(a, b).score == compare_names(b, a).score, pair


def test_names_of_one_person_share_a_key_by_which_sql_finds_them() -> None:
    apart = []
    for pair in sample_pairs():
        a, b = parse_name(pair.one), parse_name(pair.other)
        wide = a.given == "" or b.given == ""
        keys = surname_keys if wide else name_keys
        if pair.strength != "weak" and pair.expected == "same" and not keys(a) & keys(b):
            apart.append(f"{pair.one} / {pair.other}")
    assert not apart
