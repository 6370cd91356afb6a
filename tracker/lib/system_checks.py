"""Checks of our settings, numbered; `manage.py check` and every start run them."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Combinations that would harm somebody."""
    found: list[CheckMessage] = []
    if settings.LINK_REVIEW_THRESHOLD > settings.LINK_AUTOMATIC_THRESHOLD:
        found.append(
            Error(
                "LINK_REVIEW_THRESHOLD is above LINK_AUTOMATIC_THRESHOLD: nothing would be asked about.",
                hint="Set LINK_REVIEW_THRESHOLD below LINK_AUTOMATIC_THRESHOLD.",
                id="tracker.E001",
            )
        )
    if settings.FEED_SHORTEST_INTERVAL > settings.FEED_LONGEST_INTERVAL:
        found.append(
            Error(
                "FEED_SHORTEST_INTERVAL is above FEED_LONGEST_INTERVAL.",
                hint="Swap the two.",
                id="tracker.E002",
            )
        )
    if settings.WATCH_REAL_OUTLETS and not settings.WATCHER_CONTACT:
        found.append(
            Warning(
                "WATCH_REAL_OUTLETS is on but WATCHER_CONTACT is empty: outlets cannot reach you.",
                hint="Set WATCHER_CONTACT to a mail or web address.",
                id="tracker.W001",
            )
        )
    if settings.DEBUG and settings.SITE_URL:
        found.append(
            Warning(
                "DEBUG is on for a site with a public address: faults would show settings to strangers.",
                hint="Leave DEBUG out.",
                id="tracker.W002",
            )
        )
    return found
