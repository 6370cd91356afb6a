"""One worker wins each row. Real connections, real locks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from django.utils import timezone

from tests.support.race import race
from tracker.lib.claiming import claim_batch, claim_batches

LEASE = timedelta(minutes=5)


@pytest.fixture
def jobs(transactional_db: None) -> Iterator[type[Any]]:
    """A table of waiting work, as any stage of the pipeline has one."""
    with isolate_apps("tests"):

        class Job(models.Model):
            label = models.CharField(max_length=20, default="")
            next_attempt_at = models.DateTimeField(null=True)
            due_at = models.DateTimeField(null=True)

            class Meta:
                app_label = "tests"
                db_table = "test_claiming_job"

    with connection.schema_editor() as editor:
        editor.create_model(Job)
    yield Job
    with connection.schema_editor() as editor:
        editor.delete_model(Job)


def make(jobs: type[Any], *, minutes: list[int | None]) -> list[int]:
    """Rows that are due so many minutes from now (None: not waiting)."""
    now = timezone.now()
    return [
        jobs.objects.create(
            next_attempt_at=None if offset is None else now + timedelta(minutes=offset)
        ).pk
        for offset in minutes
    ]


def test_due_rows_are_claimed_longest_due_first_and_come_back_after_the_lease(
    jobs: type[Any],
) -> None:
    a, b, c, later, idle = make(jobs, minutes=[-1, -30, -10, 5, None])
    before = timezone.now()
    assert claim_batch(jobs.objects.all(), limit=2, lease=LEASE) == [b, c]
    assert claim_batch(jobs.objects.all(), limit=2, lease=LEASE) == [a]
    assert claim_batch(jobs.objects.all(), limit=2, lease=LEASE) == []

    due = jobs.objects.get(pk=b).next_attempt_at
    assert before + LEASE <= due <= timezone.now() + LEASE
    jobs.objects.filter(pk=b).update(next_attempt_at=due - LEASE - timedelta(seconds=1))
    assert claim_batch(jobs.objects.all(), limit=9, lease=LEASE) == [b]


def test_a_long_queue_is_claimed_in_several_batches_at_once(jobs: type[Any]) -> None:
    a, b, c, d, e, _idle = make(jobs, minutes=[-5, -4, -3, -2, -1, None])
    waiting = jobs.objects.all()
    assert claim_batches(waiting, size=2, most=3, lease=LEASE) == [[a, b], [c]]
    assert claim_batches(waiting, size=5, most=9, lease=LEASE) == [[d, e]]
    assert claim_batches(waiting, size=2, most=9, lease=LEASE) == []


def test_only_rows_of_the_queryset_and_its_due_field_are_claimed(jobs: type[Any]) -> None:
    now = timezone.now()
    mine = jobs.objects.create(label="mine", due_at=now).pk
    jobs.objects.create(label="other", due_at=now)
    claimed = claim_batch(
        jobs.objects.filter(label="mine"), limit=9, lease=LEASE, due_field="due_at"
    )
    assert claimed == [mine]
    assert jobs.objects.get(label="other").due_at == now


def test_two_workers_at_once_never_get_the_same_row_96(jobs: type[Any]) -> None:
    ids = set(make(jobs, minutes=[-1] * 200))

    def worker() -> list[int]:
        mine: list[int] = []
        while batch := claim_batch(jobs.objects.all(), limit=7, lease=LEASE):
            mine += batch
        return mine

    claimed = race(worker, worker, worker)
    together = [pk for batch in claimed for pk in batch]
    # A worker may step over rows that another holds and finish early; nothing may be done twice.
    assert len(together) == len(set(together))
    assert set(together) == ids


def test_rows_that_another_worker_is_claiming_are_stepped_over_without_waiting(
    jobs: type[Any],
) -> None:
    first, second = make(jobs, minutes=[-10, -5])

    def held() -> list[int]:
        return list(race(lambda: claim_batch(jobs.objects.all(), limit=9, lease=LEASE))[0])

    with transaction.atomic():
        jobs.objects.select_for_update().get(pk=first)
        assert held() == [second]
    assert held() == [first]


def test_a_claim_inside_a_transaction_is_refused_since_it_would_not_count_yet(
    jobs: type[Any],
) -> None:
    make(jobs, minutes=[-1])
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        claim_batch(jobs.objects.all(), limit=1, lease=LEASE)
