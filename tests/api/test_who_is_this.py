"""“Who is this?” over the API: published people only, with reasons, in a bounded number of queries."""

from typing import Any

import pytest
from django.test import Client

from people.models import NameKind
from people.services.name_forms import rebuild_name_keys
from tests.factories import make_person
from tests.factories.people import make_name_form

pytestmark = pytest.mark.django_db
ROUTE = "/api/v1/people/who-is-this/"


@pytest.fixture
def people() -> dict[str, Any]:
    """Two namesakes in public, one kept inside; names with their keys."""
    found = {
        "elder": make_person("Alexei Gorinov", "Алексей Горинов", born="1961-07-26"),
        "younger": make_person("Alexei Gorinov", "Алексей Горинов", born="1990"),
        "draft": make_person("Alexei Gorinov", "Алексей Горинов", state="draft"),
    }
    make_name_form(found["elder"], "Лев Зеленцов", language="ru", kind=NameKind.FORMER)
    rebuild_name_keys()
    return found


def test_a_name_in_another_alphabet_is_answered_with_reasons(
    client: Client, people: dict[str, Any]
) -> None:
    answer = client.get(ROUTE, {"name": "Gorinow Aleksej", "birth_year": "1961"}).json()

    first, second = answer["candidates"]
    assert (first["id"], first["slug"]) == (
        str(people["elder"].public_id),
        people["elder"].slug,
    )
    assert first["name"] == {"en": "Alexei Gorinov", "ru": "Алексей Горинов"}
    assert (first["born"]["edtf"], first["status"]) == ("1961-07-26", "unknown")
    assert first["score"] > 0.9 > second["score"]
    reasons = {reason["part"]: reason["how"] for reason in first["reasons"]}
    assert set(reasons) == {"surname", "given name", "birth year"}
    assert second["reasons"][-1]["how"] == "different"
    assert answer["more"] is False


def test_neither_drafts_nor_former_names_are_given_away(
    client: Client, people: dict[str, Any]
) -> None:
    found = client.get(ROUTE, {"name": "Горинов"}).json()["candidates"]
    assert str(people["draft"].public_id) not in {one["id"] for one in found}
    assert client.get(ROUTE, {"name": "Лев Зеленцов"}).json()["candidates"] == []


def test_an_answer_costs_few_queries_however_many_bear_the_name(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_person("Ivan Orlov", "Иван Орлов")
    rebuild_name_keys()
    with django_assert_max_num_queries(6):
        answer = client.get(ROUTE, {"name": "Orlov"}).json()
    assert (len(answer["candidates"]), answer["more"]) == (20, True)


@pytest.mark.parametrize(
    "query, field",
    [
        ({}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Orlov", "birth_year": "soon"}, "birth_year"),
        ({"name": "Orlov", "city": "Moscow"}, "city"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    client: Client, query: dict[str, str], field: str
) -> None:
    answer = client.get(ROUTE, query)
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {field}


def test_a_text_without_a_name_is_answered_with_nobody(client: Client) -> None:
    assert client.get(ROUTE, {"name": "123 …"}).json() == {"candidates": [], "more": False}
