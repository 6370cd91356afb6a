"""What `make run` does, step by step, saying what it does."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tracker.embedded import addresses, processes
from tracker.embedded.folders import (
    Folders,
    current_folders,
    disk_full_sentence,
    make_folders,
    note_holder,
    take_lock,
)
from tracker.embedded.parts import (
    Part,
    Plan,
    application_parts,
    child_environment,
    plan_from_environment,
    server_parts,
)
from tracker.embedded.problems import CannotStart
from tracker.embedded.signals import StopAsked
from tracker.embedded.supervisor import Supervisor
from tracker.embedded.watcher import watch_over

_BEGAN = time.monotonic()


def say(text: str) -> None:
    """Print a line with the seconds since the start."""
    print(f"[{time.monotonic() - _BEGAN:5.1f} s] {text}", flush=True)


def run() -> int:
    """Start everything, keep it running until Ctrl-C; the exit code. CannotStart says why not."""
    folders = current_folders()
    plan = _plan(folders)
    make_folders(folders)
    lock = take_lock(folders)
    note_holder(lock, f"process {os.getpid()}, http://127.0.0.1:{plan.web_port}/")
    if found := processes.end_leftovers(folders.var):
        say(f"Ended {found} processes that a killed run had left behind.")
    _check_port(plan.web_port, "TRACKER_PORT")
    if plan.demo_port is not None:
        if plan.demo_port == plan.web_port:
            raise CannotStart("TRACKER_PORT and TRACKER_DEMO_PORT are the same: change one.")
        _check_port(plan.demo_port, "TRACKER_DEMO_PORT")
    silence = _silence_allowed()
    try:
        return watch_over(lambda: _supervise(plan, silence), say)
    finally:
        lock.close()


def _plan(folders: Folders) -> Plan:
    try:
        return plan_from_environment(folders)
    except ValueError as error:
        raise CannotStart(str(error)) from error


def _silence_allowed() -> float:
    text = os.environ.get("TRACKER_WORKER_SILENCE", "").strip() or "180"
    if not text.isdigit() or int(text) < 5:
        raise CannotStart(
            f"TRACKER_WORKER_SILENCE is {text!r}: set it to a number of seconds, 5 or more."
        )
    return float(text)


def _check_port(port: int, variable: str) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
            trial.listen(1)
        except OSError as error:
            raise CannotStart(
                f"Port {port} is used by another program ({error.strerror}): stop that program, or "
                f"choose another port, for example `{variable}={port + 1} make run`."
            ) from error


def _supervise(plan: Plan, silence_allowed: float) -> int:
    """The supervisor's whole life, in its own process; the exit code."""
    supervisor = Supervisor(plan.folders, say, silence_allowed=silence_allowed)
    code = 0
    try:
        _bring_up(supervisor, plan)
        supervisor.keep_alive()
    except StopAsked:
        say("Stopping ...")
    except CannotStart as problem:
        say(str(problem))
        code = 1
    except OSError as error:
        # The disk that filled up, or a limit of the machine: what runs must not be left alone.
        say(_explain_os_error(plan.folders, error))
        code = 1
    began = time.monotonic()
    supervisor.stop()
    say(f"Stopped in {time.monotonic() - began:.1f} s.")
    return code


def _explain_os_error(folders: Folders, error: OSError) -> str:
    free = shutil.disk_usage(folders.var).free
    if free < 1_000_000:
        return disk_full_sentence(folders.var, free)
    return f"The machine refused something the tracker needs ({error}): see {folders.logs}."


def _bring_up(supervisor: Supervisor, plan: Plan) -> None:
    servers = server_parts(plan)
    if servers:
        new = plan.own_database and not plan.folders.cluster.exists()
        first = " (first start: making its data folder)" if new else ""
        say("Starting " + " and ".join(_TITLES[part.name] for part in servers) + first + " ...")
        for part in servers:
            supervisor.launch(part)
        supervisor.wait_for(servers)
    say("Preparing the database and starting the web server ...")
    web, *others = application_parts(plan)
    # Loading its code takes as long as the preparation, and it asks the database nothing meanwhile.
    supervisor.launch(web)
    if supervisor.run_to_end(_preparation(plan.folders)) != 0:
        raise CannotStart("The preparation failed; the lines above say why.")
    say("Starting " + ", ".join(_TITLES[part.name] for part in others) + " ...")
    for part in others:
        supervisor.launch(part)
    supervisor.wait_for([web, *others])
    site = f"http://127.0.0.1:{plan.web_port}/"
    say("The tracker runs. Ctrl-C stops everything.")
    print(f"\n  Site            {site}")
    print(f"  Administration  {site}admin/")
    print(f"  API             {site}api/v1/")
    if plan.demo_port is not None:
        print(f"  Demo's outlets  http://127.0.0.1:{plan.demo_port}/")
    print(f"  Logs            {plan.folders.logs}\n", flush=True)


_TITLES = {
    "valkey": "Valkey",
    "postgres": "PostgreSQL",
    "web": "the web server",
    "worker": "the worker",
    "beat": "the clock (beat)",
    "outlets": "the demo's outlets",
}


def _preparation(folders: Folders) -> Part:
    """`manage.py prepare`, whose progress goes to our own output."""

    def start() -> subprocess.Popen[bytes]:
        return processes.start_process(
            [sys.executable, addresses.PROJECT_ROOT / "manage.py", "prepare"],
            environment=child_environment(folders),
            log=None,
            on_parent_death=signal.SIGKILL,
            folder=addresses.PROJECT_ROOT,
        )

    return Part("preparation", start, signal.SIGTERM, Path(os.devnull))
