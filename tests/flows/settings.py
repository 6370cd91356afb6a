"""The tracker's own settings, with the address guard opened for the test's site on loopback.

For the processes that a flow starts: `DJANGO_SETTINGS_MODULE=tests.flows.settings`.
"""

from tracker.settings import *  # noqa: F403  (the whole point of this module)
from tracker.settings.env import env_list

FETCH_ALLOWED_ADDRESSES = frozenset(env_list("TRACKER_TEST_SITE", []))
