"""The var folder: made, checked and locked, with a sentence for each way in which that fails."""

import errno
import fcntl
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from tracker.embedded import addresses
from tracker.embedded.problems import CannotStart
from tracker.embedded.server_user import Way, server_user

# A new cluster takes 60 MB; below this the first start could fail half-way.
_LEAST_FREE_FIRST = 300_000_000
_LEAST_FREE = 50_000_000


@dataclass(frozen=True)
class Folders:
    """Every place in the var folder that the servers and the supervisor use."""

    var: Path
    sockets: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data folder."""
        return self.var / "pgdata"

    @property
    def broker(self) -> Path:
        """Valkey's folder with its append-only file."""
        return self.var / "valkey"

    @property
    def run(self) -> Path:
        """Short-lived files: the worker's heartbeat, beat's schedule."""
        return self.var / "run"

    @property
    def logs(self) -> Path:
        """One log per started process."""
        return self.var / "log"

    @property
    def lock(self) -> Path:
        """Locked by the one supervisor of this folder; its content says who and where."""
        return self.var / "supervisor.lock"

    def log_of(self, name: str) -> Path:
        """The log of the process with this name."""
        return self.logs / f"{name}.log"


def current_folders() -> Folders:
    """The folders that TRACKER_VAR (or its default) names. Nothing is made yet."""
    return Folders(var=addresses.var_folder(), sockets=addresses.socket_folder())


def make_folders(folders: Folders) -> None:
    """Make every folder, check owner, writability and space; CannotStart says what is wrong."""
    other = "or set TRACKER_VAR to another folder"
    try:
        folders.var.mkdir(parents=True, exist_ok=True)
        owner = folders.var.stat().st_uid
        if owner != os.geteuid():
            raise CannotStart(
                f"The folder {folders.var} belongs to {_user_name(owner)}, and this is "
                f"{_user_name(os.geteuid())}: start as {_user_name(owner)}, {other}."
            )
        # Of the last we only know that the settings name it for collected static files.
        for folder in (folders.run, folders.logs, folders.broker, folders.var / "static"):
            folder.mkdir(exist_ok=True)
        trial = folders.var / ".writable"
        trial.write_bytes(b"x" * 4096)
        trial.unlink()
    except OSError as error:
        raise CannotStart(folder_problem(folders.var, error)) from error
    _make_socket_folder(folders)
    least = _LEAST_FREE if folders.cluster.exists() else _LEAST_FREE_FIRST
    if (free := shutil.disk_usage(folders.var).free) < least:
        raise CannotStart(disk_full_sentence(folders.var, free))


def folder_problem(folder: Path, error: OSError) -> str:
    """A sentence about a folder that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full_sentence(folder, 0)
    return (
        f"The folder {folder} cannot be written ({error.strerror}): make it writable for "
        f"{_user_name(os.geteuid())}, or set TRACKER_VAR to a folder that is."
    )


def disk_full_sentence(folder: Path, free: int) -> str:
    """A sentence about a full disk, with the bytes that are left."""
    return (
        f"The disk that holds {folder} is full ({free // 1_000_000} MB free): free some space "
        "(a first start needs 300 MB), or set TRACKER_VAR to a folder on another disk. "
        "Nothing that was stored is lost."
    )


def _make_socket_folder(folders: Folders) -> None:
    """A folder that only we may enter. In /tmp somebody else may have made it: then refuse."""
    try:
        folders.sockets.mkdir(mode=0o700, exist_ok=True)
        found = folders.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or not _is_ours(found.st_uid):
            raise CannotStart(
                f"{folders.sockets} exists and is not ours: remove it, or set TRACKER_VAR to a "
                "shorter path without spaces."
            )
        folders.sockets.chmod(0o700)
    except OSError as error:
        raise CannotStart(folder_problem(folders.sockets, error)) from error


def remove_socket_folder(folders: Folders) -> None:
    """Leave nothing in /tmp once the servers have stopped; a folder below var stays."""
    if folders.sockets.parent != folders.var and not any(folders.sockets.iterdir()):
        folders.sockets.rmdir()


def _is_ours(owner: int) -> bool:
    """Whether a folder with this owner was made by us, or handed by us to the server's user."""
    if owner == os.geteuid():
        return True
    server = server_user()
    return server.way is Way.SETUID and server.user is not None and owner == server.user.pw_uid


def take_lock(folders: Folders) -> TextIOWrapper:
    """Lock the var folder for this process and its forks; free again when the last one ends.

    CannotStart if another start holds it, with where that one runs.
    """
    try:
        stream = folders.lock.open("a+")
    except OSError as error:
        raise CannotStart(folder_problem(folders.var, error)) from error
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.seek(0)
        holder = stream.read().strip() or "no details noted"
        stream.close()
        raise CannotStart(
            f"The tracker already runs on {folders.var} ({holder}): use that one, stop it with "
            "`make stop`, or set TRACKER_VAR and TRACKER_PORT to start a second one beside it."
        ) from None
    return stream


def is_locked(folders: Folders) -> bool:
    """Whether a start holds the var folder right now."""
    try:
        with folders.lock.open("r+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    except OSError as error:
        raise CannotStart(folder_problem(folders.var, error)) from error
    return False


def note_holder(stream: TextIOWrapper, text: str) -> None:
    """Write into the lock file who holds it, for a second start, `status` and `stop`."""
    stream.seek(0)
    stream.truncate()
    stream.write(text + "\n")
    stream.flush()


def _user_name(user_id: int) -> str:
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return f"user {user_id}"
