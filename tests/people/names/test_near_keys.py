"""Names one letter away: found by keys, and told from names that are simply other names."""

import pytest

from people.names import name_keys, parse_name
from people.names.near_keys import near_keys, one_letter_apart


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("Алексей Торинов", "Алексей Горинов"),
        ("Алексей Гориднов", "Алексей Горинов"),
        ("Алексей Горивон", "Алексей Горинов"),
        ("Дарья Козырева", "Дарья Костырева"),
        ("Aleksei Gorimov", "Алексей Горинов"),
        ("Алекдей Горинов", "Алексей Горинов"),
    ],
)
def test_a_consonant_wrong_lost_or_exchanged_is_one_step_from_the_key_of_the_name(
    wrong: str, right: str
) -> None:
    assert near_keys(parse_name(wrong)) & name_keys(parse_name(right))


def test_a_name_of_few_consonants_has_no_neighbours_by_surname() -> None:
    assert not {key for key in near_keys(parse_name("Ли")) if key.startswith("s:")}


def test_the_keys_asked_for_stay_few() -> None:
    assert 50 < len(near_keys(parse_name("Александра Скочиленко"))) < 1_000


@pytest.mark.parametrize("a, b", [("Горинов", "Торинов"), ("Gorinov", "Торинов")])
def test_one_other_letter_is_one_letter_in_any_alphabet(a: str, b: str) -> None:
    assert one_letter_apart(a, b)
    assert one_letter_apart(b, a)


@pytest.mark.parametrize("a, b", [("Горинов", "Горинов"), ("Орлов", "Козлов"), ("Ким", "Дим")])
def test_the_same_another_or_a_short_name_is_not(a: str, b: str) -> None:
    assert not one_letter_apart(a, b)
