"""A disk that fills up while the tracker runs: it says so, serves what it has, and goes on afterwards."""

import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.processes import clean_environment, running, wait_until

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

# A small disk of its own, seen by the tracker alone.
_WITH_SMALL_DISK = """
import os, sys
mount = 'mount -t tmpfs -o size=800m none "$TRACKER_VAR" && exec "$0" -m tracker.embedded run'
root = [] if os.geteuid() == 0 else ["--map-root-user"]
os.execvp("unshare", ["unshare", *root, "--mount", "sh", "-c", mount, sys.executable])
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A short path: a socket is reached through another process's view of it."""
    folder = Path(tempfile.mkdtemp(prefix="full-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


def status(port: str, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_full_disk_is_named_pages_are_served_and_all_goes_on_once_there_is_room(
    place: Path, tmp_path: Path
) -> None:
    environment = clean_environment(place, TRACKER_DEMO="0")
    port = environment["TRACKER_PORT"]
    with running(["-c", _WITH_SMALL_DISK], environment, tmp_path / "out") as tracker:
        tracker.wait_for_words("The tracker runs.")
        inside = Path(f"/proc/{tracker.process.pid}/root{place}")
        address = f"host={inside}/run user=tracker dbname=tracker"

        filler = inside / "filler"
        with filler.open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space"):
            while stream.write(bytes(1_000_000)):
                pass
        with (
            psycopg.connect(address, autocommit=True) as connection,
            pytest.raises(psycopg.errors.DiskFull),
        ):
            connection.execute(
                "CREATE TABLE big AS SELECT repeat('x', 999) FROM generate_series(1, 9999)"
            )
        wait_until(lambda: "is full" in tracker.output(), "a word about the disk")
        assert status(port, "/health/live") == 200
        assert status(port, "/health/ready") == 200
        assert tracker.process.poll() is None

        filler.unlink()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE small AS SELECT 1 AS one")
        heartbeat = inside / "run" / "worker-heartbeat"
        heartbeat.unlink(missing_ok=True)
        wait_until(heartbeat.exists, "work to go on")
        wait_until(lambda: "The disk has room again" in tracker.output(), "a word about the room")
        assert tracker.stop() == 0
