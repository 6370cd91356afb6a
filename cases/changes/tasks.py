"""The sweep that settles changes into the stream."""

from celery import shared_task

from cases.changes import services


@shared_task(name="cases.changes.tasks.settle_changes")
def settle_changes() -> None:
    """Give settled changes their positions."""
    services.settle_changes()
