"""Every page of the admin opens, in both languages, without anything inline."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from cases.admin.site import GROUPS
from people.models import Account
from tests.admin.world import build_world

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


@pytest.fixture
def browser(administrator: Account) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_list_form_and_history_opens_without_inline_code(
    browser: Client, language: str
) -> None:
    build_world(rows=2)
    browser.cookies["django_language"] = language
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{name}_changelist")]
        model_admin = admin.site._registry[model]
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            addresses += [
                reverse(f"{name}_change", args=[row.pk]),
                reverse(f"{name}_history", args=[row.pk]),
            ]
        answer = browser.get(reverse(f"{name}_add"))
        may_add = model_admin.has_add_permission(answer.wsgi_request)
        assert answer.status_code == (200 if may_add else 403), model
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            assert answer.headers["Content-Language"] == language
            found = INLINE.search(answer.content.decode())
            assert found is None, f"{address}: {found and found.group()}"


def test_every_table_of_cases_stands_in_a_group_of_the_first_page() -> None:
    named = {label for _title, labels in GROUPS for label in labels}
    ours = {model._meta.label for model in MODELS if model._meta.app_label in ("cases", "people")}
    assert ours <= named
