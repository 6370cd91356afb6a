"""Every resource answers with what a copy needs, page by page, in a bounded number of queries."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access.models import PartnerOrganisation
from cases.access.services import issue_key, revoke_key
from people.models import Person
from tests.factories.people import make_person
from tests.factories.records import (
    make_article,
    make_case,
    make_charge,
    make_citation,
    make_event,
    make_institution,
    make_law,
    make_letter,
    make_link,
    make_party,
    make_recognition,
    make_story,
)
from tracker.lib.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
COUNTS = Path(__file__).with_name("query_counts.json")
ROUTES = [
    "people",
    "cases",
    "charges",
    "provisions",
    "laws",
    "letters",
    "stories",
    "articles",
    "outlets",
    "links",
]


def build(number: int) -> None:
    """Records of every kind, each hanging on others."""
    people = [make_person() for _ in range(number)]
    for person in people:
        case = make_case(person=person)
        charge = make_charge(person, case=case, outcome="convicted")
        make_event(case, court=make_institution(), happened=PartialDate("2022-03"))
        make_citation(person, field="born")
        make_citation(charge)
        make_recognition(person)
        make_law()
        article = make_article()
        make_story(articles=(article,))
        make_link(article, person)
    make_letter(signed_by=tuple(people))


@pytest.mark.parametrize("route", ROUTES)
def test_a_list_costs_the_same_queries_for_three_rows_and_for_thirty(
    client: Client, route: str
) -> None:
    build(3)
    client.get(f"/api/v1/{route}/")  # content types are looked up once a process
    with CaptureQueriesContext(connection) as few:
        assert client.get(f"/api/v1/{route}/").status_code == 200
    build(27)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(f"/api/v1/{route}/").json()
    assert len(answer["results"]) >= 2
    # TRACKER_RENEW_QUERY_COUNTS=1 writes the file anew; a reviewer sees the difference.
    counts = json.loads(COUNTS.read_text())
    if os.environ.get("TRACKER_RENEW_QUERY_COUNTS"):
        counts[route] = len(few)
        COUNTS.write_text(json.dumps(counts, indent=2, sort_keys=True) + "\n")
    assert len(many) == len(few) == counts[route] <= 8


def test_a_person_comes_with_names_dates_and_the_source_of_each(client: Client) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов", born=PartialDate("1961-07-26"))
    make_citation(person, field="born", quote="родился 26 июля 1961 года")
    answer = client.get(f"/api/v1/people/{person.public_id}/").json()
    assert answer["name"] == {"en": "Alexei Gorinov", "ru": "Алексей Горинов"}
    assert answer["born"]["edtf"] == "1961-07-26"
    assert answer["sources"][0]["field"] == "born"
    assert answer["sources"][0]["quote"] == "родился 26 июля 1961 года"


def test_a_copy_made_page_by_page_misses_nothing_and_repeats_nothing(client: Client) -> None:
    expected = {str(make_person().public_id) for _ in range(25)}
    url, seen = "/api/v1/people/?page_size=7", []
    while url:
        answer = client.get(url)
        seen += [row["id"] for row in answer.json()["results"]]
        url = answer.json()["next"]
        assert bool(url) == ('rel="next"' in answer.get("Link", ""))
    assert len(seen) == len(set(seen)) == 25
    assert set(seen) == expected


def test_a_filter_finds_people_by_provision_and_an_unknown_filter_is_refused(
    client: Client,
) -> None:
    charge = make_charge(make_person())
    make_person()
    found = client.get(f"/api/v1/people/?provision={charge.provision.public_id}").json()
    assert [row["id"] for row in found["results"]] == [str(charge.party.person.public_id)]
    refused = client.get("/api/v1/people/?provison=x")
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["errors"][0]["field"] == "provison"


@pytest.mark.parametrize("cursor", ["x", "%FF", "9" * 3000, "LTEuMA"])
@pytest.mark.parametrize("route", ["people", "changes"])
def test_a_broken_cursor_is_a_clear_refusal(client: Client, route: str, cursor: str) -> None:
    make_person()
    answer = client.get(f"/api/v1/{route}/?cursor={cursor}")
    assert answer.status_code in (400, 404)
    assert answer.json()["status"] == answer.status_code


def test_a_merged_person_leads_to_the_one_it_became(client: Client) -> None:
    kept, merged = make_person(), make_person()
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    answer = client.get(f"/api/v1/people/{merged.public_id}/")
    assert answer.status_code in (301, 308)
    assert str(kept.public_id) in answer["Location"]


def test_a_partner_key_is_accepted_until_it_is_revoked(client: Client) -> None:
    partner = PartnerOrganisation.objects.create(name="Example NGO")
    row, key = issue_key(partner=partner, name="copy")
    header: dict[str, Any] = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/people/", headers=header).status_code == 200
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert key not in json.dumps([row.prefix, row.digest])
    revoke_key(row)
    refused = client.get("/api/v1/people/", headers=header)
    assert refused.status_code == 401
    assert "key" in refused.json()["detail"].lower()


def test_a_party_of_two_cases_is_found_in_both(client: Client) -> None:
    person = make_person()
    first, second = make_case(person=person), make_case()
    make_party(second, person)
    found = client.get(f"/api/v1/cases/?person={person.public_id}").json()["results"]
    assert {row["id"] for row in found} == {str(first.public_id), str(second.public_id)}
