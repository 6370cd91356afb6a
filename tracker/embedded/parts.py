"""The processes that make up the running tracker, and how each is started and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tracker.embedded import addresses, broker, log_files, postgres
from tracker.embedded.folders import Folders
from tracker.embedded.processes import MARK, start_process


@dataclass
class Part:
    """One process that the supervisor keeps alive."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals
    log: Path
    answers: Callable[[], bool] = lambda: True
    explain: Callable[[], str] | None = None
    prepare: Callable[[], None] = lambda: None
    hurry_signal: signal.Signals | None = None  # when it takes long to stop, and before force
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0  # time.monotonic()
    start_again_at: float | None = None
    log_start: int = 0
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=20))

    def launch(self) -> None:
        """Start the process and note when and where its log begins. CannotStart if that fails."""
        self.prepare()
        self.log_start = log_files.size_of(self.log)
        self.process = self.start()
        self.started_at = time.monotonic()
        self.start_again_at = None

    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def why_it_ended(self) -> str:
        """A sentence on why it ended, from its log since the last start."""
        if self.explain is not None:
            return self.explain()
        lines = log_files.tail(self.log, since=self.log_start).strip().splitlines()
        last = lines[-1].strip() if lines else "it wrote nothing"
        return f"The {self.name} ended again and again ({last}): see {self.log} for the rest."


@dataclass(frozen=True)
class Plan:
    """What is to run, read once from the environment."""

    folders: Folders
    web_port: int
    demo_port: int | None  # None: no demo
    own_database: bool
    own_broker: bool
    web_workers: str


def plan_from_environment(folders: Folders) -> Plan:
    """The plan that the environment's variables describe. ValueError for a port that is none."""
    own_database = not _is_set("DATABASE_URL")
    demo = os.environ.get("TRACKER_DEMO", "").strip().lower() not in ("0", "false", "no", "off")
    return Plan(
        folders=folders,
        web_port=addresses.web_port(),
        # The founding story is for a machine of its own, never for a given server.
        demo_port=addresses.demo_port() if demo and own_database else None,
        own_database=own_database,
        own_broker=not _is_set("BROKER_URL"),
        web_workers=os.environ.get("TRACKER_WEB_WORKERS", "").strip() or "1",
    )


def _is_set(name: str) -> bool:
    return any(os.environ.get(n, "").strip() for n in (name, f"{name}_FILE"))


def child_environment(folders: Folders) -> dict[str, str]:
    """The environment of our Python processes."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tracker.settings"),
        "TRACKER_VAR": str(folders.var),
        "PYTHONUNBUFFERED": "1",
        MARK: str(folders.var),
    }


def python_part(
    folders: Folders,
    name: str,
    *words: str,
    stop_signal: signal.Signals = signal.SIGTERM,
    answers: Callable[[], bool] = lambda: True,
) -> Part:
    """A part that is a Python module with its arguments."""
    log = folders.log_of(name)

    def start() -> subprocess.Popen[bytes]:
        return start_process(
            [sys.executable, "-m", *words],
            environment=child_environment(folders),
            log=log,
            # Nothing to save: the rows are the queue. Its own children come to the watcher.
            on_parent_death=signal.SIGKILL,
            folder=addresses.PROJECT_ROOT,
        )

    return Part(name, start, stop_signal, log, answers)


def server_parts(plan: Plan) -> list[Part]:
    """The embedded servers that the plan asks for. CannotStart if their binaries are missing."""
    parts = []
    if plan.own_broker:
        queue = broker.Broker(plan.folders)
        part = Part("valkey", queue.start, broker.STOP_SIGNAL, queue.log, queue.answers)
        part.explain = queue.explain_end
        parts.append(part)
    if plan.own_database:
        base = postgres.Postgres(plan.folders)
        part = Part("postgres", base.start, postgres.STOP_SIGNAL, base.log, base.answers)
        part.explain, part.prepare = base.explain_end, base.make_cluster
        part.hurry_signal = signal.SIGQUIT  # no goodbyes; the next start recovers
        parts.append(part)
    return parts


def application_parts(plan: Plan) -> list[Part]:
    """Web server, worker, beat and, with the demo, the demo's outlets."""
    folders = plan.folders
    web = ["granian", "--interface", "wsgi", "tracker.wsgi:application", "--host", "127.0.0.1"]
    web += ["--port", str(plan.web_port), "--workers", plan.web_workers, "--no-ws", "--http", "1"]
    # Slow clients are waited for outside the threads; more requests than this wait in the backlog.
    web += ["--blocking-threads", "8", "--backpressure", "64", "--respawn-failed-workers"]
    web += ["--respawn-interval", "0.5"]
    web += ["--http1-header-read-timeout", "10000", "--workers-kill-timeout", "2"]
    # Django's own checks belong to `make check`; here they would load every page and form.
    celery = ["celery", "--skip-checks", "-A", "tracker"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle"]
    schedule = folders.run / "beat-schedule"
    beat = [*celery, "beat", "--schedule", str(schedule), "--pidfile="]
    parts = [
        python_part(folders, "web", *web, answers=lambda: answers_http(plan.web_port)),
        python_part(folders, "worker", *worker),
        python_part(folders, "beat", *beat),
    ]
    parts[1].hurry_signal = signal.SIGQUIT  # give up running tasks; their rows are due again
    if plan.demo_port is not None:
        port = plan.demo_port
        parts.append(
            python_part(folders, "outlets", "cases.demo.server", answers=lambda: answers_http(port))
        )
    return parts


def answers_http(port: int) -> bool:
    """Whether an HTTP server on loopback gives any answer at all."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            request = (
                f"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
            )
            connection.sendall(request.encode())
            return connection.recv(16).startswith(b"HTTP/")
    except OSError:
        return False
