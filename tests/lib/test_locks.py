"""Named locks between real connections."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from tests.support.race import race
from tracker.lib.locks import advisory_lock


def someone_else_gets(name: str) -> bool:
    """Whether another connection gets the lock right now."""

    def attempt() -> bool:
        with advisory_lock(name) as ours:
            return ours

    return race(attempt)[0]


@pytest.mark.django_db(transaction=True)
def test_one_at_a_time_holds_a_lock_and_it_is_let_go_at_the_end() -> None:
    with advisory_lock("stories") as ours:
        assert ours
        assert not someone_else_gets("stories")
        assert someone_else_gets("another")
    assert someone_else_gets("stories")


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_let_go_when_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), advisory_lock("stories"):
        raise ZeroDivisionError
    assert someone_else_gets("stories")


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_a_lock_is_kept_until_the_writes_can_be_seen() -> None:
    with transaction.atomic():
        with advisory_lock("stories") as ours:
            assert ours
        assert not someone_else_gets("stories")
    assert someone_else_gets("stories")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_failed_does_not_keep_the_lock() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), advisory_lock("stories"):
        raise ZeroDivisionError
    assert someone_else_gets("stories")


@pytest.mark.django_db(transaction=True)
def test_a_lock_goes_with_a_connection_that_breaks() -> None:
    with advisory_lock("stories") as ours:
        assert ours
        connection.close()
    assert someone_else_gets("stories")


@pytest.mark.django_db(transaction=True)
def test_who_waits_gets_the_lock_after_the_holder() -> None:
    order: list[str] = []
    held = threading.Event()

    def holder() -> None:
        with advisory_lock("stories", wait=True):
            held.set()
            while not waits():
                pass
            order.append("holder")

    def waiter() -> None:
        held.wait()
        with advisory_lock("stories", wait=True) as ours:
            assert ours
            order.append("waiter")

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype='advisory' AND NOT granted"
            )
            return bool(cursor.fetchone()[0])

    race(holder, waiter)
    assert order == ["holder", "waiter"]
