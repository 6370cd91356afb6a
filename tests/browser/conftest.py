"""The browser of the tests: the Chromium of the system, without a window."""

import os
import shutil
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture
def browser(live_server: object) -> Iterator[Browser]:
    """A Chromium that is closed again before the database is emptied."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium was not found: on Debian 12 'apt-get install chromium'."
    # Playwright's own loop runs in this thread; Django would take it for asynchronous code of ours.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # As root there is no sandbox to be had; the pages are our own.
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        chromium = playwright.chromium.launch(executable_path=found, args=flags)
        yield chromium
        chromium.close()
        # Inside that loop Django keeps connections of its own, which nobody else would close.
        connections.close_all()
    _wait_for_the_server()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


def _wait_for_the_server() -> None:
    """Until the threads that served the browser have let go of the database.

    They notice the closed browser a moment later; a database that somebody uses cannot be dropped.
    """
    query = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
        if row is not None and row[0] == 0:
            return
        time.sleep(0.05)
