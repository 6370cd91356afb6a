"""`python -m tracker.embedded run | stop | status | with COMMAND...`."""

import json
import os
import re
import signal
import subprocess
import sys
import time

from tracker.embedded.env_file import load_env_file
from tracker.embedded.folders import Folders, current_folders, is_locked
from tracker.embedded.problems import CannotStart

_USAGE = """usage: python -m tracker.embedded run | stop | status | with COMMAND...

  run     start everything and keep it running until Ctrl-C
  stop    stop what runs on this var folder
  status  say what runs on this var folder
  with    run one command with the embedded servers up, for example: with ./manage.py shell
"""


def main(words: list[str]) -> int:
    """Do what the words ask for; the exit code. Expected problems are one sentence and code 1."""
    try:
        load_env_file()
        match words:
            case ["run"]:
                from tracker.embedded.first_start import run

                return run()
            case ["stop"]:
                return _stop(current_folders())
            case ["status"]:
                return _status(current_folders())
            case ["with", *command] if command:
                from tracker.embedded.servers import servers_running

                with servers_running(f"process {os.getpid()}, running {command[0]}"):
                    return subprocess.call(command)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    print(_USAGE, file=sys.stderr)
    return 2


def _stop(folders: Folders) -> int:
    if not is_locked(folders):
        print(f"Nothing runs on {folders.var}.")
        return 0
    holder = folders.lock.read_text()
    found = re.match(r"process (\d+)", holder)
    if found is None:
        raise CannotStart(f"Something holds {folders.lock}, and it does not say what: {holder!r}.")
    os.kill(int(found[1]), signal.SIGTERM)
    deadline = time.monotonic() + 20
    while is_locked(folders):
        if time.monotonic() > deadline:
            raise CannotStart(f"Process {found[1]} was asked to stop but still runs: {holder}")
        time.sleep(0.05)
    print("Stopped.")
    return 0


def _status(folders: Folders) -> int:
    if not is_locked(folders):
        print(f"Nothing runs on {folders.var}.")
        return 1
    print(f"Running on {folders.var}: {folders.lock.read_text().strip()}")
    try:
        parts = json.loads((folders.run / "processes.json").read_text())
    except FileNotFoundError:
        return 0
    for name, process_id in parts.items():
        alive = os.path.exists(f"/proc/{process_id}")
        print(f"  {name:<11} process {process_id}{'' if alive else ', ended'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
