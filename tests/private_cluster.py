"""A throw-away PostgreSQL and Valkey for one test run, never the developer's own.

Loaded by `-p tests.private_cluster` before anything else, since pytest-django reads the settings
before any conftest.py: a cluster started there came too late and the tests used real data.
This module imports nothing of ours, so that Django's settings are chosen by pytest-django alone.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

_MARK = "TRACKER_TEST_CLUSTER"
# From outside they would name real servers. TEST_DATABASE_URL and TEST_BROKER_URL are for tests.
_NOT_OURS = (
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "BROKER_URL",
    "BROKER_URL_FILE",
    "SECRET_KEY_FILE",
)
_ROOT = Path(__file__).resolve().parent.parent
_keeper: subprocess.Popen[str] | None = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Start the servers; a wrapper, since pytest-django reads the settings in the same hook."""
    # Who was started with `&` by a script ignores Ctrl-C, and so would all commands that tests start and end with it.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if _MARK not in os.environ:
        _start()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the servers and wait until their folder is gone."""
    global _keeper
    if _keeper is not None:
        assert _keeper.stdin is not None
        _keeper.stdin.close()
        _keeper.wait()
        _keeper = None


def _start() -> None:
    global _keeper
    for name in _NOT_OURS:
        os.environ.pop(name, None)
    # A process of this run that is not told otherwise must not read the developer's file either.
    os.environ["TRACKER_ENV_FILE"] = ""
    folder = tempfile.mkdtemp(prefix="tracker-test-", dir=_memory_folder())
    os.environ["TRACKER_VAR"] = folder
    os.environ[_MARK] = folder  # the processes of pytest-xdist inherit it and start none
    if given := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = given
        os.environ.setdefault("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
    if given := os.environ.get("TEST_BROKER_URL"):
        os.environ["BROKER_URL"] = given
    _keeper = subprocess.Popen(
        [sys.executable, "-m", "tracker.embedded.throw_away", folder],
        cwd=_ROOT,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Not in our process group: Ctrl-C ends the tests first, the servers after them.
        start_new_session=True,
    )
    assert _keeper.stdout is not None
    answer = _keeper.stdout.readline().strip()
    if answer != "ready":
        raise pytest.UsageError(f"The tests' own servers did not start: {answer}")


def _memory_folder() -> str | None:
    memory = "/dev/shm"
    if not os.access(memory, os.W_OK):
        return None
    space = os.statvfs(memory)
    # Containers often get 64 MB there; a cluster with test databases takes a few hundred.
    return memory if space.f_bavail * space.f_frsize > 1_000_000_000 else None
