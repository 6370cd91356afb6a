"""Servers for one test run: `python -m tracker.embedded.throw_away FOLDER`.

Prints one line once both answer. Ends, and removes the folder, as soon as its standard input
closes, which the kernel sees to however the test run dies.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from tracker.embedded import broker, kernel, postgres, processes
from tracker.embedded.folders import current_folders, make_folders, take_lock
from tracker.embedded.problems import CannotStart


def main(folder: Path) -> int:
    """Run both servers on `folder` until standard input closes; the exit code."""
    os.environ["TRACKER_VAR"] = str(folder)
    # Ctrl-C in the terminal ends the tests, which then end us: until then they need the servers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kernel.adopt_orphans()
    folders = current_folders()
    running = []
    try:
        make_folders(folders)
        with take_lock(folders):
            database = postgres.Postgres(folders, throw_away=True)
            # Both start at once; the broker is ready long before the new cluster.
            queue = broker.Broker(folders, throw_away=True)
            running.append((queue.start_and_wait(), broker.STOP_SIGNAL))
            running.append((database.start_and_wait(), postgres.STOP_SIGNAL))
            print("ready", flush=True)
            sys.stdin.buffer.read()
    except CannotStart as problem:
        print(problem, flush=True)
        return 1
    finally:
        for process, stop_signal in running:
            processes.end_process(process, stop_signal, within=3)
        processes.end_strays((), patience_with_servers=1)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(folders.sockets, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
