"""The sweeps of the digests. Sending is done here, one claimed row after the other."""

from datetime import timedelta

from celery import shared_task

from cases.notices import services
from cases.notices.selectors import digests_to_send
from tracker.lib.claiming import claim_batch

# Longer than the hard limit of a task: a row comes back only when its sender is certainly gone.
LEASE = timedelta(minutes=5)
MOST_SENT = 20


@shared_task
def plan_staff_digests() -> None:
    """Make today's digests when their hour has come."""
    services.plan_digests()


@shared_task
def send_staff_digests() -> None:
    """Send what is due."""
    for _mail in range(MOST_SENT):
        ids = claim_batch(digests_to_send(), limit=1, lease=LEASE)
        if not ids:
            return
        services.send_digest(ids[0])
