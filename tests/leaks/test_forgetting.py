"""What was told once and is hidden now: the change stream and the feeds forget the name."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.test import Client

from cases.changes.models import Change, ChangeKind
from cases.changes.services import record_change
from cases.publishing.services import withdraw
from people.models import Account, Person
from tests.factories.people import make_person
from tests.factories.records import make_recognition
from tracker.lib import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def settle() -> None:
    """Give every change its place: `settle_changes` waits for the transaction that the test is in."""
    Change.objects.filter(position__isnull=True).update(position=F("id"))


def test_after_a_withdrawal_the_stream_asks_for_removal_and_forgets_the_name(
    client: Client, publisher: Account
) -> None:
    person = make_person("Zqnameofaperson Testname")
    recognition = make_recognition(person, by_en="Example NGO")
    with transaction.atomic():
        record_change(ChangeKind.PUBLISHED, person)
        record_change(ChangeKind.CREATED, recognition, people=[person.pk])
    settle()
    for path in ("/api/v1/changes/", "/changes/", "/ru/changes/", "/changes.atom"):
        assert "Zqnameofaperson" in client.get(path).content.decode()
    withdraw(person, by=publisher, reason="The family asked.")
    settle()
    for path in ("/api/v1/changes/", "/changes/", "/ru/changes/", "/changes.atom"):
        assert "Zqnameofaperson" not in client.get(path).content.decode()
    rows = client.get("/api/v1/changes/").json()["results"]
    removal = next(row for row in rows if row["kind"] == "withdrawn")
    assert removal["record"] == str(person.public_id)
    assert removal["reason"] == "The family asked."


def test_an_embargo_set_later_hides_the_name_in_earlier_changes(client: Client) -> None:
    person = make_person("Zqnameofaperson Testname")
    Change.objects.create(
        kind="created",
        record_type="person",
        record_id=person.pk,
        record_public_id=person.public_id,
        title=str(person),
        public=True,
    )
    settle()
    assert "Zqnameofaperson" in client.get("/api/v1/changes/").content.decode()
    later = clock.now() + timedelta(days=1)
    Person.objects.filter(pk=person.pk).update(embargo_until=later)
    assert "Zqnameofaperson" not in client.get("/api/v1/changes/").content.decode()
