"""Starting and ending processes of ours so that none outlives its parent."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from tracker.embedded import kernel

# In the environment of everything we start, with the var folder as its value. The next start, which
# holds the lock of that folder, recognises by it what a kill -9 of all parents left behind.
MARK = "TRACKER_SUPERVISED"


def start_process(
    words: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    log: Path | None,
    on_parent_death: signal.Signals,
    change_user: Callable[[], None] | None = None,
    folder: Path | str = "/",
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own that gets `on_parent_death` when we end.

    Its output is appended to `log`, or goes where ours goes. OSError if it cannot be started.
    """
    parent = os.getpid()

    def before_exec() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])  # we block signals to wait for them
        if change_user is not None:
            change_user()
        kernel.die_with_parent(on_parent_death)
        if os.getppid() != parent:
            os._exit(0)  # the parent ended before the kernel knew that we wanted to hear of it

    output = log.open("ab") if log is not None else None
    try:
        return subprocess.Popen(
            [os.fspath(word) for word in words],
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            start_new_session=True,
            preexec_fn=before_exec,
        )
    finally:
        if output is not None:
            output.close()


def end_process(
    process: subprocess.Popen[bytes], stop_signal: signal.Signals, *, within: float
) -> bool:
    """Ask a process to stop, by force after `within` seconds; true if it stopped by itself."""
    if process.poll() is None:
        process.send_signal(stop_signal)
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True


def end_strays(known: Collection[int], *, patience_with_servers: float = 0.0) -> int:
    """End every child of ours that is not in `known`; the number of those ended by force.

    These are grandchildren whose own parent died (we adopt orphans): pool processes of a killed
    worker, backends of a killed PostgreSQL. A database or broker gets time to write down what it
    has. Ending one process may orphan its children to us in turn, hence the loop.
    """
    deadline = time.monotonic() + patience_with_servers
    killed: set[int] = set()
    while strays := [child for child in kernel.children_of(os.getpid()) if child not in known]:
        for stray in strays:
            spared = time.monotonic() < deadline and _is_server(stray)
            if not spared and stray not in killed:
                os.kill(stray, signal.SIGKILL)
                killed.add(stray)
            os.waitpid(stray, os.WNOHANG)  # none of these is a Popen that waits for itself
        time.sleep(0.02)
    return len(killed)


def leftovers(var: Path) -> list[int]:
    """Processes of an earlier run on this var folder, told by the mark in their environment."""
    mark = f"{MARK}={var}".encode(errors="surrogateescape")
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # of another user, or just ended
        if mark in words:
            found.append(int(entry.name))
    return found


def end_leftovers(var: Path, *, patience: float = 3.0) -> int:
    """End what an earlier run left behind; their number. Call it with the folder's lock held."""
    found = leftovers(var)
    for process_id in found:
        _send(process_id, signal.SIGINT if _is_server(process_id) else signal.SIGKILL)
    deadline = time.monotonic() + patience
    while remaining := leftovers(var):
        if time.monotonic() >= deadline:
            for process_id in remaining:
                _send(process_id, signal.SIGKILL)
        time.sleep(0.05)
    return len(found)


def _is_server(process_id: int) -> bool:
    words = kernel.command_of(process_id)
    return bool(words) and os.path.basename(words[0]).split(":")[0].split(" ")[0] in (
        "postgres",
        "valkey-server",
        "redis-server",
    )


def _send(process_id: int, signal_number: signal.Signals) -> None:
    try:
        os.kill(process_id, signal_number)
    except ProcessLookupError:
        return  # it ended by itself: that is what we want
