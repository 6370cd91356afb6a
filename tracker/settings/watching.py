"""Product knobs of the watcher: intervals, who we say we are, thresholds."""

from pathlib import Path

from tracker.settings.core import DEMO, SITE_URL, VAR_DIR
from tracker.settings.env import (
    address_template,
    env_bool,
    env_float,
    env_int,
    env_secret,
    env_str,
    rising_hours,
)

# What a site's owner reads in the log; the contact belongs in it (RFC 9110, section 10.1.5).
WATCHER_CONTACT = env_str("WATCHER_CONTACT", "")
_contact = WATCHER_CONTACT or SITE_URL
WATCHER_USER_AGENT = "CaseTracker/1 (human-rights case tracker" + (
    f"; {_contact})" if _contact else ")"
)
# Ways for sources that are set to be reached so: proxies that speak HTTP CONNECT, http://host:port.
WATCHER_PROXY = env_secret("WATCHER_PROXY")
WATCHER_TOR = env_secret("WATCHER_TOR")
# Real outlets are loaded switched off; this setting lets their feeds be polled.
WATCH_REAL_OUTLETS = env_bool("WATCH_REAL_OUTLETS", False)

DEMO_PORT = env_int("TRACKER_DEMO_PORT", 8099, least=1024, most=65_535)
# The guard is opened for exactly this address of the demo's outlets and nothing else on loopback.
FETCH_ALLOWED_ADDRESSES = frozenset({f"127.0.0.1:{DEMO_PORT}"} if DEMO else set())

# One host, asked by all workers together: connections at a time, and seconds between two requests
# (a longer Crawl-delay of its robots.txt wins).
HOST_CONNECTIONS = env_int("HOST_CONNECTIONS", 2, least=1, most=16)
HOST_DELAY = env_float("HOST_DELAY", 1.0, least=0.0, most=60.0)
# The addresses opened above are our own; tests and figures are polite to them as to strangers.
POLITE_TO_OWN_ADDRESSES = False

FEED_SHORTEST_INTERVAL = env_int("FEED_SHORTEST_INTERVAL", 5 * 60, least=5, most=86_400)  # seconds
FEED_LONGEST_INTERVAL = env_int("FEED_LONGEST_INTERVAL", 24 * 3600, least=60, most=7 * 86_400)
# How long the log of polls is kept.
FEED_POLL_KEPT_DAYS = env_int("FEED_POLL_KEPT_DAYS", 90, least=1, most=3_650)

# After how many hours an article's page is asked for again, to notice silent edits; or never.
RECHECK_AFTER_HOURS = rising_hours(
    "RECHECK_AFTER_HOURS", env_str("RECHECK_AFTER_HOURS", "1,6,24,168")
)
# A web archive that is asked to keep each page: its address for saving, with {url} in it; empty: none.
WEB_ARCHIVE_SAVE_URL = address_template("WEB_ARCHIVE_SAVE_URL", env_str("WEB_ARCHIVE_SAVE_URL", ""))
WEB_ARCHIVE_DELAY = env_float("WEB_ARCHIVE_DELAY", 15.0, least=0.0, most=3600.0)  # seconds

# A link at or above the first is made by the machine; at or above the second it is asked about.
LINK_AUTOMATIC_THRESHOLD = env_float("LINK_AUTOMATIC_THRESHOLD", 0.9, least=0.5, most=1.0)
LINK_REVIEW_THRESHOLD = env_float("LINK_REVIEW_THRESHOLD", 0.1, least=0.0, most=1.0)
# The share of the machine's own links that a person is asked to check, drawn by lot.
LINK_AUDIT_SHARE = env_float("LINK_AUDIT_SHARE", 0.01, least=0.0, most=1.0)
STORY_THRESHOLD = env_float("STORY_THRESHOLD", 0.32, least=0.05, most=1.0)
STORY_WINDOW_HOURS = env_int("STORY_WINDOW_HOURS", 168, least=1, most=24 * 60)

# The index of names on record: made from the database where it is missing, shared by all processes.
NAME_INDEX_FOLDER = Path(env_str("NAME_INDEX_FOLDER", "") or VAR_DIR / "index")
