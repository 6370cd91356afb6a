"""Celery: JSON only, late acknowledgement, no results. The database is the queue of record."""

from tracker.embedded.addresses import broker_url
from tracker.schedule import SCHEDULE
from tracker.settings.env import env_int, env_secret

CELERY_BROKER_URL = env_secret("BROKER_URL") or broker_url()
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CONCURRENCY = env_int("WORKER_CONCURRENCY", 2, least=1, most=256)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# A dead worker's tasks come back within seconds, not after kombu's hundred (kombu PR 2558); the
# visibility timeout must exceed the hard limit, or a slow task would run twice.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 600, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if CELERY_BROKER_URL.startswith(("redis", "unix", "socket"))
    else {}
)
CELERY_BEAT_SCHEDULE = {
    # A sweep that waited longer than its own interval is stale: the next one does its work.
    name: {"task": task, "schedule": seconds, "options": {"expires": max(seconds * 2, 10)}}
    for name, task, seconds in SCHEDULE
}
