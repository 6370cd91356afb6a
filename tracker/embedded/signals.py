"""Waiting that a signal ends at once: blocked signals, fetched where we are ready for them."""

import signal

_STOP = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class Signals:
    """Blocks the signals that end us and the one that tells of an ended child; waits for them."""

    def __init__(self) -> None:
        """Block them from here on; started processes unblock them for themselves."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOP | {signal.SIGCHLD})

    def pause(self, seconds: float) -> None:
        """Wait, at most so long, for an ended child; StopAsked if we are to stop."""
        received = signal.sigtimedwait(_STOP | {signal.SIGCHLD}, max(seconds, 0))
        if received is not None and received.si_signo in _STOP:
            raise StopAsked
