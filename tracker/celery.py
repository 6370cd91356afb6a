"""The Celery app. Rows are the queue of record; the broker only carries ids."""

import os
from pathlib import Path

from celery import Celery, shared_task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@shared_task(name="tracker.heartbeat")
def heartbeat() -> None:
    """Touch the file by which the supervisor knows that beat, broker and worker pass work on.

    Workers that silently stop consuming after a broker reconnect are a known fault of Celery
    (celery issues 8030, 9054, 10205); the supervisor restarts a worker whose file is old.
    """
    from django.conf import settings

    path = Path(settings.HEARTBEAT_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
