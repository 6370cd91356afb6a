"""The process in the foreground: it starts the supervisor and ends everything if that is killed.

Every process of the tracker descends from the watcher. A kill -9 gives the supervisor no chance to
stop anything; the kernel then makes the watcher the parent of all that is left, and it ends them.
If the watcher is killed instead, the supervisor is told by the kernel and stops in order.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from tracker.embedded import kernel, processes


def _be_the_supervisor(supervise: Callable[[], int]) -> NoReturn:
    """Never come back into the watcher's code, whatever happens."""
    code = 1
    try:
        code = supervise()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def watch_over(supervise: Callable[[], int], say: Callable[[str], None]) -> int:
    """Run `supervise` in a child process; its exit code, with nothing of it left alive."""
    watcher = os.getpid()
    kernel.adopt_orphans()
    stops = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    # Until the handlers below are in place nothing must get between us and the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    supervisor = os.fork()
    if supervisor == 0:
        os.setpgid(0, 0)  # Ctrl-C reaches it once, through the watcher
        kernel.die_with_parent(signal.SIGTERM)
        if os.getppid() != watcher:
            os._exit(1)
        _be_the_supervisor(supervise)

    def pass_on(signal_number: int, frame: FrameType | None) -> None:
        os.kill(supervisor, signal.SIGTERM)

    for stop in stops:
        signal.signal(stop, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == supervisor:
            break
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        say("The supervisor was killed: everything it had started is being ended.")
    processes.end_strays((), patience_with_servers=3)
    return code if code >= 0 else 1
