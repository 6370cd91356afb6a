"""Lists, forms, histories and look-ups ask as many questions for many rows as for few."""

import json

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Account
from tests.admin.world import build_world
from tests.factories import make_article, make_outlet, make_person
from tracker.lib.admin.lists import BoundedAdmin

MODELS = sorted(
    (model for model, owner in admin.site._registry.items() if isinstance(owner, BoundedAdmin)),
    key=lambda model: model._meta.label,
)
# More than any page of ours needs; Django's own count on the form comes from permissions and inlines.
MOST_ON_A_LIST = 12


@pytest.fixture
def browser(administrator: Account) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def _questions(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def _addresses(first_ids: dict[str, int]) -> list[str]:
    found = []
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        pk = first_ids[model._meta.label]
        found.append(reverse(f"{name}_change", args=[pk]))
        found.append(reverse(f"{name}_history", args=[pk]))
    return [*found, reverse("admin:index")]


def test_pages_ask_the_same_number_of_questions_for_many_rows(browser: Client) -> None:
    build_world(rows=2)
    first = {
        model._meta.label: model._default_manager.order_by("pk").values_list("pk", flat=True)[0]
        for model in MODELS
    }
    few = {address: _questions(browser, address) for address in _addresses(first)}
    # The second world hangs its rows on records of its own; the first page of each list is full.
    before = {model: model._default_manager.order_by("-pk").first() for model in MODELS}
    build_world(rows=9)
    second = {}
    for model in MODELS:
        newest_of_first_world = before[model]
        assert newest_of_first_world is not None
        newer = model._default_manager.filter(pk__gt=newest_of_first_world.pk).order_by("pk")
        row = newer.first()
        assert row is not None, f"{model}: the world has only one row of it"
        second[model._meta.label] = row.pk
    many = {address: _questions(browser, address) for address in _addresses(second)}
    grown = []
    for (small, asked), (large, asked_later) in zip(few.items(), many.items(), strict=True):
        if asked_later > asked:
            grown.append(f"{large}: {asked} ({small}), then {asked_later}")
        if small.count("/") == 4 and asked_later > MOST_ON_A_LIST:
            grown.append(f"{large}: {asked_later} for a list")
    assert not grown, "\n".join(grown)


def test_look_ups_ask_the_same_number_of_questions_for_many_rows(browser: Client) -> None:
    build_world(rows=12)
    asked = {}
    for model in MODELS:
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target not in MODELS or not admin.site.get_model_admin(target).search_fields:
                continue
            query = (
                f"?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                f"&field_name={field.name}&term="
            )
            for term in ("", "test"):
                with CaptureQueriesContext(connection) as captured:
                    answer = browser.get(reverse("admin:autocomplete") + query + term)
                assert answer.status_code == 200, query
                assert isinstance(json.loads(answer.content)["results"], list)
                asked[f"{model._meta.label}.{field.name} “{term}”"] = len(captured)
    assert asked
    # Session, person, count, rows; a search may fetch ids first.
    assert {words: count for words, count in asked.items() if count > 6} == {}


@pytest.mark.parametrize("name", ["people_person", "cases_article"])
def test_a_list_of_three_hundred_asks_what_a_list_of_thirty_asks(
    browser: Client, name: str
) -> None:
    outlet = make_outlet()
    address = reverse(f"admin:{name}_changelist")

    def add(number: int) -> None:
        for _row in range(number):
            if name == "people_person":
                make_person()
            else:
                make_article(outlet=outlet)

    add(30)
    few = _questions(browser, address)
    add(270)
    assert _questions(browser, address) == few
    assert _questions(browser, f"{address}?q=test") <= few + 1
