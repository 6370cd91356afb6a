"""DATABASE_URL and BROKER_URL move the same code to other servers; those are not started by us."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.support.processes import clean_environment, running, wait_until
from tracker.embedded import addresses

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]


def test_given_servers_are_used_and_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("TRACKER_VAR", str(elsewhere))
    given = {
        "DATABASE_URL": addresses.database_url(),
        "BROKER_URL": addresses.broker_url(),
        "SECRET_KEY": "a-key-of-forty-characters-for-this-test-",
    }
    words = ["-m", "tracker.embedded"]
    servers = [*words, "with", "sh", "-c", "echo up; sleep 1000"]
    with running(servers, clean_environment(elsewhere), tmp_path / "servers.out") as others:
        others.wait_for_words("up\n")
        mine = clean_environment(tmp_path / "mine", **given)
        with running([*words, "run"], mine, tmp_path / "tracker.out") as tracker:
            tracker.wait_for_words("The tracker runs.")
            parts = json.loads((tracker.var / "run" / "processes.json").read_text())
            # A given server never gets the founding story, nor the demo's outlets.
            assert parts.keys() == {"supervisor", "web", "worker", "beat"}
            assert not (tracker.var / "pgdata").exists()
            url = f"http://127.0.0.1:{mine['TRACKER_PORT']}/health/ready"
            with urllib.request.urlopen(url) as answer:
                assert answer.status == 200
            heartbeat = tracker.var / "run" / "worker-heartbeat"
            wait_until(heartbeat.exists, "a task to go through the given broker")
            assert tracker.stop() == 0
