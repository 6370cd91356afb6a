"""The project package: settings, the ground (lib) and the embedded servers.

The Celery app is loaded here so that `shared_task` binds to it, but only inside a Django
process: the supervisor imports `tracker.embedded` and must stay light.
"""

import os

if "DJANGO_SETTINGS_MODULE" in os.environ and not os.environ.get("TRACKER_WITHOUT_CELERY"):
    from tracker.celery import app as celery_app

    __all__ = ["celery_app"]
