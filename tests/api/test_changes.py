"""The change stream: gapless in commit order, silent about what never was public."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from cases.changes.models import Change, ChangeKind
from cases.changes.services import record_change
from cases.publishing.services import publish, withdraw
from people.models import Account
from tests.factories.people import make_person
from tracker.lib.errors import Refused


def stream(client: Client, url: str = "/api/v1/changes/") -> tuple[list[dict[str, object]], str]:
    """Everything from the address on, and where to go on later."""
    rows: list[dict[str, object]] = []
    while True:
        answer = client.get(url).json()
        rows += answer["results"]
        url = answer["next"] or url
        if not answer["more"]:
            return rows, url


def news(client: Client, url: str, number: int) -> tuple[list[dict[str, object]], str]:
    """So many changes from the address on. Transactions of other tests in the cluster may hold them back."""
    while True:
        rows, following = stream(client, url)
        if len(rows) >= number:
            return rows, following
        time.sleep(1)  # or the API would call it too many requests


@pytest.mark.django_db(transaction=True)
def test_a_reader_steps_over_nothing_when_an_older_transaction_commits_later(
    client: Client,
) -> None:
    slow_person, fast_person = make_person(), make_person()
    slow_has_written, fast_is_done = threading.Event(), threading.Event()

    def slow_writer() -> None:
        try:
            with transaction.atomic():
                record_change(ChangeKind.UPDATED, slow_person)
                slow_has_written.set()
                fast_is_done.wait()
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    try:
        slow_has_written.wait()
        with transaction.atomic():
            record_change(ChangeKind.UPDATED, fast_person)
        # The faster one is committed, but an older one is still open: neither is told yet.
        early, later = stream(client)
        assert early == []
    finally:
        fast_is_done.set()
        thread.join()
    rows, _next = news(client, later, 2)
    assert [row["record"] for row in rows] == [
        str(slow_person.public_id),
        str(fast_person.public_id),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_is_told_and_the_name_is_gone_from_the_stream(
    client: Client, publisher: Account
) -> None:
    person = make_person("Ivan Testov", state="draft")
    publish(person, by=publisher, reason="checked")
    rows, later = news(client, "/api/v1/changes/", 1)
    assert [(row["kind"], row["title"]) for row in rows] == [("published", "Ivan Testov")]
    with pytest.raises(Refused):
        withdraw(person, by=publisher, reason=" ")
    withdraw(person, by=publisher, reason="at the family's request")
    told, _next = news(client, later, 1)
    assert [row["kind"] for row in told] == ["withdrawn"]
    assert told[0]["reason"] == "at the family's request"
    again, _next = stream(client)
    assert "Testov" not in str(again)
    assert client.get(f"/api/v1/people/{person.public_id}/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_a_change_of_a_draft_is_kept_for_staff_and_not_told(client: Client) -> None:
    draft = make_person("Secret Draft", state="draft")
    with transaction.atomic():
        record_change(ChangeKind.UPDATED, draft)
    assert Change.objects.filter(record_id=draft.pk).exists()
    assert stream(client)[0] == []


@pytest.mark.django_db
def test_a_change_is_never_rewritten_and_never_deleted() -> None:
    person = make_person()
    change = record_change(ChangeKind.UPDATED, person)
    for statement in (
        "UPDATE cases_change SET title = 'other' WHERE id = %s",
        "DELETE FROM cases_change WHERE id = %s",
    ):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement, [change.pk])
    change.refresh_from_db()
    assert change.title == str(person)
