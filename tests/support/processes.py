"""Starting the tracker's commands as a person would, and looking at the processes that result."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.embedded.processes import leftovers

ROOT = Path(__file__).resolve().parent.parent.parent
# What the test run itself set for its own servers, and what a developer may have set.
_NOT_PASSED_ON = ("TRACKER_", "DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")


def clean_environment(var: Path, **extra: str) -> dict[str, str]:
    """The environment of a person in a new terminal, with this var folder and free ports."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_NOT_PASSED_ON)}
    ports = free_ports(2)
    own = {
        "TRACKER_VAR": str(var),
        "TRACKER_ENV_FILE": "",
        "TRACKER_PORT": str(ports[0]),
        "TRACKER_DEMO_PORT": str(ports[1]),
    }
    return kept | own | extra


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def run_command(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a Python module of ours to its end."""
    return subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, text=True
    )


class Running:
    """A started command whose output can be read while it runs."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path) -> None:
        self.environment = environment
        self.var = Path(environment["TRACKER_VAR"])
        self.log = log
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        """Everything said so far."""
        return self.log.read_text(errors="replace")

    def wait_for_words(self, words: str) -> None:
        """Return once the output has these words; fail if the command ends before."""
        wait_until(
            lambda: words in self.output() or self.process.poll() is not None,
            f"{words!r}, but only:\n{self.output()}",
        )
        assert words in self.output(), self.output()

    def stop(self) -> int:
        """Ctrl-C, then the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait()


@contextmanager
def running(words: list[str], environment: dict[str, str], log: Path) -> Iterator[Running]:
    """Start a command; at the end of the block nothing of it is left, whatever happened inside."""
    started = Running(words, environment, log)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.send_signal(signal.SIGINT)
            started.process.wait()
        for process_id in leftovers(started.var):
            try:
                os.kill(process_id, signal.SIGKILL)
            except ProcessLookupError:
                continue


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Return once the condition holds. The bound is there so that a hang ends with a message."""
    deadline = time.monotonic() + 120
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited two minutes for {what}")
        time.sleep(0.05)


def is_alive(process_id: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat[stat.rindex(")") + 2] not in "ZX"
