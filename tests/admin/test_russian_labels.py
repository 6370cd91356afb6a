"""Whoever works in Russian reads Russian: no column, filter, field or heading of the admin is English."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse
from django.utils import translation

from people.models import Account
from tests.admin.world import build_world

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OURS = [model for model in MODELS if model._meta.app_label in ("cases", "people")]

# Formats, protocols and services, which Russian writes in Latin letters too; and the language that
# is offered by its own name.
ALLOWED = frozenset(
    "api atom css csv english etag feed http json javascript last-modified opml rss sha telegram"
    " tor ttl txt url robots user agent".split()
)
LATIN = re.compile(r"[a-z]{3,}(?:-[a-z]{3,})*")
# A name that somebody gave: histories have it in their headings.
_QUOTED = re.compile("“.*?”")
# What a page is divided and asked by. Cells and options hold what people wrote, in any language.
LABELS = frozenset({"th", "label", "legend", "summary", "h3", "button", "caption", "dt"})


def _english(label: object) -> bool:
    """Whether a word of three or more Latin letters stands in the label, beside those allowed."""
    return not set(LATIN.findall(_QUOTED.sub("", str(label)).lower())) <= ALLOWED


class _Labels(HTMLParser):
    """Collects the texts of LABELS, and the values of buttons that are inputs.

    Not the headings of rows: those are names of records.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names_a_row = given.get("scope") == "row" or (given.get("class") or "").startswith("field-")
        if tag in LABELS and not (tag == "th" and names_a_row):
            self._open.append(tag)
            self.found.append("")
        elif tag == "option":
            self._open.append("")
        elif tag == "input" and given.get("type") == "submit":
            self.found.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == ("" if tag == "option" else tag):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1]:
            self.found[-1] += data


def _labels(page: str) -> list[str]:
    parser = _Labels()
    parser.feed(page)
    return [" ".join(label.split()) for label in parser.found]


@pytest.fixture
def browser(administrator: Account) -> Client:
    client = Client()
    client.force_login(administrator)
    client.cookies["django_language"] = "ru"
    return client


@pytest.fixture
def asked(administrator: Account) -> Any:
    """A request of somebody who may see everything."""
    request = RequestFactory().get("/admin/")
    request.user = administrator
    return request


def test_every_column_and_filter_of_every_list_is_named_in_russian(asked: Any) -> None:
    found = []
    with translation.override("ru"):
        for model in MODELS:
            shown = admin.site._registry[model]
            for column in shown.get_list_display(asked):
                label = label_for_field(column, model, shown)
                if _english(label):
                    found.append(f"{model.__name__}, column {column}: {label}")
            filters = shown.get_changelist_instance(asked).filter_specs
            found += [
                f"{model.__name__}, filter: {one.title}" for one in filters if _english(one.title)
            ]
    assert not found, "\n".join(found)


def test_every_field_of_ours_and_every_choice_of_it_is_named_in_russian() -> None:
    """Histories show fields that no form does."""
    found = []
    with translation.override("ru"):
        for model in OURS:
            for named in (model._meta.verbose_name, model._meta.verbose_name_plural):
                if _english(named):
                    found.append(f"{model.__name__}: {named}")
            for field in model._meta.get_fields():
                if not isinstance(field, models.Field) or not field.concrete or field.generated:
                    continue
                if _english(field.verbose_name):
                    found.append(f"{model.__name__}.{field.name}: {field.verbose_name}")
                found += [
                    f"{model.__name__}.{field.name}={value}: {label}"
                    for value, label in field.flatchoices
                    if _english(label)
                ]
    assert not found, "\n".join(found)


def _plain_pages() -> Iterator[str]:
    """Addresses of the admin that stand for themselves, such as the queues."""
    patterns: list[URLPattern | URLResolver] = admin.site.get_urls()
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and not pattern.pattern.converters and pattern.name:
            yield f"/admin/{pattern.pattern}"


def test_every_heading_label_and_button_of_every_page_is_russian(browser: Client) -> None:
    build_world(rows=1)
    addresses = [address for address in _plain_pages() if "/log" not in address]
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            addresses.append(reverse(f"{name}_change", args=[row.pk]))
            addresses.append(reverse(f"{name}_history", args=[row.pk]))
    found = []
    seen = 0
    for address in addresses:
        answer = browser.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        seen += 1
        found += [
            f"{address}: {label}" for label in _labels(answer.content.decode()) if _english(label)
        ]
    assert seen > 3 * len(MODELS)
    assert not found, "\n".join(found)
