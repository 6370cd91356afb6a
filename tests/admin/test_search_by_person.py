"""Charges, sentences, detentions are found by the name of their person, however old the row."""

from typing import Any

import pytest
from django.test import Client

from cases.charges.models import Charge
from people.models import Person
from people.services.name_forms import rebuild_name_keys
from tests.factories import make_person
from tests.factories.records import (
    make_charge,
    make_provision,
    make_recognition,
    make_sentence,
)
from tracker.lib.admin import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def charges(monkeypatch: pytest.MonkeyPatch) -> dict[str, Charge]:
    """Two old charges of one man and newer ones of others, in a list that searches its newest row only."""
    monkeypatch.setattr(search, "SEARCHED_ROWS", 1)
    gorinov = make_person("Alexei Gorinov", "Алексей Горинов")
    namesake = make_person("Andrei Gorinov", "Андрей Горинов")
    other = make_person("Darya Kozyreva", "Дарья Козырева")
    found = {}
    for key, person, article in (
        ("207", gorinov, "207.3"),
        ("280", gorinov, "280.3"),
        ("namesake", namesake, "205.2"),
        ("other", other, "280.3"),
    ):
        found[key] = make_charge(person, make_provision(article))
    rebuild_name_keys()
    return found


def _found(client: Client, kind: str, words: str) -> set[Any]:
    page = client.get(f"/admin/cases/{kind}/", {"q": words})
    assert page.status_code == 200
    return set(page.context["cl"].result_list)


@pytest.mark.parametrize(
    "words, expected",
    [
        ("Gorinov", ["207", "280", "namesake"]),
        ("горинов", ["207", "280", "namesake"]),
        ("Alexei Gorinov", ["207", "280"]),
        ("Горинов Алексей", ["207", "280"]),
        ("Gorinow Aleksej", ["207", "280"]),
        ("Gorinov 280", ["280"]),
        ("Gorinow Aleksej 207.3", ["207"]),
        ("Gorinov Kozyreva", []),
        ("Nobody Whosoever", []),
        ("280", ["other"]),
    ],
)
def test_charges_are_found_by_person_and_article_behind_the_newest_rows_too(
    researcher_client: Client, charges: dict[str, Charge], words: str, expected: list[str]
) -> None:
    assert _found(researcher_client, "charge", words) == {charges[key] for key in expected}


def test_a_short_piece_of_a_name_is_looked_for_among_the_newest_rows(
    researcher_client: Client, charges: dict[str, Charge]
) -> None:
    assert _found(researcher_client, "charge", "ko") == {charges["other"]}
    assert _found(researcher_client, "charge", "  ") == set(charges.values())


def test_words_of_the_row_itself_are_found_where_nobody_is_called_so(
    researcher_client: Client, charges: dict[str, Charge]
) -> None:
    party = charges["207"].party
    sentence = make_sentence(party, text_en="seven years in a colony")
    recognition = make_recognition(party.person, by_en="Gorizont")
    assert _found(researcher_client, "sentence", "colony") == {sentence}
    assert _found(researcher_client, "sentence", "seven colony") == {sentence}
    assert _found(researcher_client, "sentence", "Gorinov colony") == {sentence}
    assert _found(researcher_client, "sentence", "Gorinow Aleksej") == {sentence}
    assert _found(researcher_client, "recognition", "Gorizont") == {recognition}
    assert _found(researcher_client, "recognition", "Gorinov") == {recognition}
    assert _found(researcher_client, "recognition", "Kozyreva") == set()


def test_words_of_the_row_are_found_too_where_somebody_without_such_a_row_is_called_so(
    researcher_client: Client, charges: dict[str, Charge]
) -> None:
    make_person("Vladimir Kara", "Владимир Кара")
    sentence = make_sentence(charges["207"].party, text_en="in a colony near Vladimir")
    assert _found(researcher_client, "sentence", "Vladimir") == {sentence}


def test_a_search_by_person_asks_the_same_number_of_questions_for_many(
    researcher_client: Client, charges: dict[str, Charge], django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        make_charge(Person.objects.earliest("pk"))
    with django_assert_max_num_queries(8):
        assert len(_found(researcher_client, "charge", "Alexei Gorinov")) == 7
    with django_assert_max_num_queries(9):
        assert len(_found(researcher_client, "charge", "Gorinow Aleksej")) == 7
