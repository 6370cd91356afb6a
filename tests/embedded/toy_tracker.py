"""A tracker of two toy parts, run by the real watcher and supervisor: `python -m tests.embedded.toy_tracker`.

Each part has a child of its own that ignores SIGTERM and lives in another session, as pool processes
and database backends do. A part writes the ids of both into var/run/NAME.
"""

import os
import signal
import sys
import time

from tracker.embedded import processes
from tracker.embedded.first_start import say
from tracker.embedded.folders import current_folders, make_folders, note_holder, take_lock
from tracker.embedded.parts import python_part
from tracker.embedded.problems import CannotStart
from tracker.embedded.signals import StopAsked
from tracker.embedded.supervisor import Supervisor
from tracker.embedded.watcher import watch_over

NAMES = ("worker", "beat")


def be_a_part(name: str, fails: bool) -> None:
    child = os.fork()
    if child == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(60)
    if fails:
        print("out of luck", flush=True)
        os._exit(3)
    # Put in place whole: the test may be reading it.
    written = current_folders().run / f"{name}.{os.getpid()}"
    written.write_text(f"{os.getpid()} {child}")
    written.replace(current_folders().run / name)
    while True:
        time.sleep(60)


def supervise() -> int:
    folders = current_folders()
    silence = float(os.environ.get("TOY_SILENCE", "180"))
    supervisor = Supervisor(folders, say, silence_allowed=silence)
    extra = ("fails",) if "TOY_FAILS" in os.environ else ()
    module = "tests.embedded.toy_tracker"
    for name in NAMES:
        (folders.run / name).unlink(missing_ok=True)  # those of an earlier run
    code = 0
    try:
        for name in NAMES:
            answers = (folders.run / name).exists
            supervisor.launch(python_part(folders, name, module, name, *extra, answers=answers))
        supervisor.wait_for(supervisor.parts)
        say("up")
        supervisor.keep_alive()
    except StopAsked:
        say("stopping")
    except CannotStart as problem:
        say(str(problem))
        code = 1
    supervisor.stop()
    return code


def main() -> int:
    folders = current_folders()
    make_folders(folders)
    with take_lock(folders) as lock:
        note_holder(lock, f"process {os.getpid()}, toy")
        if found := processes.end_leftovers(folders.var):
            say(f"ended {found} leftovers")
        return watch_over(supervise, say)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        be_a_part(sys.argv[1], fails="fails" in sys.argv)
    else:
        sys.exit(main())
