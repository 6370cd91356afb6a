"""The whole tracker as processes, and kill -9 for each of them. Real parts, nothing replaced."""

import json
import os
import signal
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest

from tests.support.processes import Running, clean_environment, is_alive, running, wait_until
from tracker.embedded import kernel
from tracker.embedded.processes import leftovers

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

PARTS = ["web", "worker", "beat", "valkey", "postgres"]
Start = Callable[[], Running]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """The tracker of this file, on one var folder: the one that runs, or a new start of it."""
    folder = tmp_path_factory.mktemp("processes")
    current: list[Running] = []
    with ExitStack() as stack:

        def running_one() -> Running:
            if current and current[-1].process.poll() is None:
                return current[-1]
            environment = clean_environment(folder / "var", TRACKER_DEMO="0")
            log = folder / f"{len(current)}.out"
            words = ["-m", "tracker.embedded", "run"]
            tracker = stack.enter_context(running(words, environment, log))
            tracker.wait_for_words("The tracker runs.")
            current.append(tracker)
            return tracker

        yield running_one


def process_of(tracker: Running, name: str) -> int:
    return int(json.loads((tracker.var / "run" / "processes.json").read_text())[name])


def descendants(process_id: int) -> list[int]:
    children = kernel.children_of(process_id)
    return [*children, *(below for child in children for below in descendants(child))]


def is_ready(tracker: Running) -> bool:
    """Whether the site answers and finds its database."""
    url = f"http://127.0.0.1:{tracker.environment['TRACKER_PORT']}/health/ready"
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def write_note(tracker: Running, text: str) -> None:
    with _connect(tracker) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS fault_note (text text)")
        connection.execute("INSERT INTO fault_note VALUES (%s)", [text])


def notes(tracker: Running) -> list[str]:
    with _connect(tracker) as connection:
        return [str(row[0]) for row in connection.execute("SELECT text FROM fault_note")]


def _connect(tracker: Running) -> psycopg.Connection[tuple[object, ...]]:
    arguments = Path(f"/proc/{process_of(tracker, 'postgres')}/cmdline").read_bytes().split(b"\0")
    (folder,) = (a for a in arguments if a.startswith(b"unix_socket_directories="))
    return psycopg.connect(host=folder.decode().split("=")[1], user="tracker", dbname="tracker")


@pytest.mark.parametrize("name", PARTS)
def test_a_killed_part_comes_back_and_the_site_answers(start: Start, name: str) -> None:
    tracker = start()
    before = process_of(tracker, name)
    below = descendants(before)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: process_of(tracker, name) != before, f"a new {name}")
    wait_until(lambda: is_ready(tracker), "the site to be ready again")
    assert not any(is_alive(process) for process in below), "its children lived on"


def test_ctrl_c_ends_everything_and_is_no_failure(start: Start) -> None:
    tracker = start()
    everybody = descendants(tracker.process.pid)
    assert tracker.stop() == 0, tracker.output()
    assert not any(is_alive(process) for process in everybody)
    assert "Stopped in" in tracker.output()


def test_a_killed_web_process_is_replaced(start: Start) -> None:
    tracker = start()
    (serving,) = descendants(process_of(tracker, "web"))
    os.kill(serving, signal.SIGKILL)
    wait_until(lambda: not is_alive(serving), "its end")
    wait_until(lambda: is_ready(tracker), "the site to be ready again")


def test_killing_the_supervisor_leaves_nobody_and_loses_nothing(start: Start) -> None:
    tracker = start()
    write_note(tracker, "before the supervisor died")
    everybody = descendants(tracker.process.pid)
    assert len(everybody) > 10, "too few processes to be the whole tracker"
    os.kill(process_of(tracker, "supervisor"), signal.SIGKILL)
    assert tracker.process.wait() == 1
    assert not any(is_alive(process) for process in everybody)
    assert leftovers(tracker.var) == []
    assert "before the supervisor died" in notes(start())


def test_killing_the_watcher_leaves_nobody(start: Start) -> None:
    tracker = start()
    everybody = descendants(tracker.process.pid)
    tracker.process.kill()
    tracker.process.wait()
    wait_until(lambda: not any(is_alive(process) for process in everybody), "everybody's end")


def test_after_kill_of_all_and_with_a_pid_file_that_names_a_stranger_it_goes_on(
    start: Start,
) -> None:
    tracker = start()
    write_note(tracker, "before all were killed")
    everybody = [tracker.process.pid, *descendants(tracker.process.pid)]
    for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped, nobody gets to tidy up after another
        for process in everybody:
            with suppress(ProcessLookupError):  # one that had just ended by itself
                os.kill(process, number)
    tracker.process.wait()
    wait_until(lambda: not any(is_alive(process) for process in everybody), "everybody's end")
    # As after a reboot, or in a container: the number belongs to somebody else by now.
    pid_file = tracker.var / "pgdata" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    again = start()
    assert "before all were killed" in notes(again)
    wait_until(lambda: is_ready(again), "the site to be ready")


def test_the_broker_may_lose_everything(start: Start) -> None:
    tracker = start()
    process = process_of(tracker, "valkey")
    os.kill(process, signal.SIGKILL)
    for file in (tracker.var / "valkey").rglob("*.incr.aof"):
        file.unlink()  # what is left does not fit together, and no server starts from it
    heartbeat = tracker.var / "run" / "worker-heartbeat"
    wait_until(lambda: process_of(tracker, "valkey") != process, "a new broker")
    heartbeat.unlink(missing_ok=True)
    wait_until((tracker.var / "valkey.damaged").exists, "the broken files to be set aside")
    # Beat sends again, the worker works again: nobody has to be told.
    wait_until(heartbeat.exists, "the next heartbeat through the new broker")
