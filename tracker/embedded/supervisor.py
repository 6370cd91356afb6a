"""One owner of all processes: starts them in order, starts the dead again, stops them in order.

A watcher above it (see watcher.py) ends everything if the supervisor itself is killed.
"""

import errno
import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable

from tracker.embedded import kernel, log_files, processes
from tracker.embedded.folders import (
    Folders,
    disk_full_sentence,
    folder_problem,
    remove_socket_folder,
)
from tracker.embedded.parts import Part
from tracker.embedded.problems import CannotStart
from tracker.embedded.signals import Signals, StopAsked

_MINUTE = 60.0
_DEATHS_OF_DATABASE = 3  # within a minute: it cannot live, and everything else needs it
_LONGEST_DELAY = 30.0
_APPLICATION_MAY_TAKE = 2.5  # seconds to stop; with the servers' share all is over within five
_SERVER_MAY_TAKE = 2.0
_HOUSEKEEPING_EVERY = 10.0
_FULL_DISK = 20_000_000  # bytes free; PostgreSQL writes its log ahead in pieces of 16 MB
_SERVERS = ("valkey", "postgres")


def delay_before_restart(deaths_in_last_minute: int) -> float:
    """Seconds to wait before a dead part is started again: none after its first death."""
    if deaths_in_last_minute <= 1:
        return 0.0
    return min(2.0 ** (deaths_in_last_minute - 2), _LONGEST_DELAY)


class Supervisor:
    """Keeps parts alive until it is told to stop."""

    def __init__(
        self, folders: Folders, say: Callable[[str], None], *, silence_allowed: float
    ) -> None:
        """`silence_allowed`: after so many seconds without a heartbeat the worker is restarted."""
        self.folders = folders
        self.signals = Signals()
        self.parts: list[Part] = []
        self._say = say
        self._silence_allowed = silence_allowed
        self._heartbeat = folders.run / "worker-heartbeat"
        self._beat_seen: tuple[float, float] = (0.0, 0.0)  # its mtime, and when we saw it change
        self._housekeeping_at = 0.0
        self._disk_was_full = False
        kernel.adopt_orphans()

    def launch(self, part: Part) -> None:
        """Start a part and look after it from now on."""
        self.parts.append(part)
        part.launch()
        self._note_processes()

    def wait_for(self, parts: Iterable[Part]) -> None:
        """Return once each of these parts answers. CannotStart if one keeps dying."""
        told = time.monotonic()
        waiting = list(parts)
        while waiting := [part for part in waiting if not (part.is_running() and part.answers())]:
            self._look_after_parts(tolerated_deaths=_DEATHS_OF_DATABASE)
            if time.monotonic() - told > 5:
                self._say("Still waiting for " + ", ".join(part.name for part in waiting) + " ...")
                told = time.monotonic()
            self.signals.pause(0.03)

    def run_to_end(self, part: Part) -> int:
        """Start a short-lived part and return its exit code once it has ended."""
        self.parts.append(part)
        part.launch()
        assert part.process is not None
        while part.process.poll() is None:
            self.signals.pause(1.0)
            self._look_after_parts(except_for=part)
        self.parts.remove(part)
        return part.process.returncode

    def keep_alive(self) -> None:
        """Look after the parts until StopAsked, or CannotStart when the database cannot live."""
        while True:
            self._look_after_parts()
            self._housekeeping()
            due = [part.start_again_at for part in self.parts if part.start_again_at is not None]
            self.signals.pause(min([1.0, *(at - time.monotonic() for at in due)]))

    def stop(self) -> None:
        """Stop the application first, then broker and database; by force if they linger."""
        servers = [part for part in self.parts if part.name in _SERVERS]
        application = [part for part in self.parts if part not in servers]
        self._stop_together(application, within=_APPLICATION_MAY_TAKE)
        processes.end_strays(self._known(), patience_with_servers=0)
        self._stop_together(servers, within=_SERVER_MAY_TAKE)
        processes.end_strays((), patience_with_servers=0)
        (self.folders.run / "processes.json").unlink(missing_ok=True)
        remove_socket_folder(self.folders)

    def _stop_together(self, parts: list[Part], *, within: float) -> None:
        began = time.monotonic()
        deadline = began + within
        for part in parts:
            if part.process is not None and part.is_running():
                part.process.send_signal(part.stop_signal)
        hurried = False
        while any(part.is_running() for part in parts) and time.monotonic() < deadline:
            if not hurried and time.monotonic() > began + within * 0.6:
                hurried = True
                for part in parts:
                    if part.process is not None and part.is_running() and part.hurry_signal:
                        part.process.send_signal(part.hurry_signal)
            try:
                self.signals.pause(0.05)
            except StopAsked:
                deadline = 0.0  # asked again: no more patience
        for part in parts:
            if part.process is not None and part.is_running():
                if part.name in _SERVERS:  # the others have nothing to lose
                    self._say(f"The {part.name} did not stop in time and was ended by force.")
                part.process.kill()
                part.process.wait()

    def _look_after_parts(
        self, *, tolerated_deaths: int | None = None, except_for: Part | None = None
    ) -> None:
        now = time.monotonic()
        for part in self.parts:
            if part is except_for or part.is_running():
                continue
            if part.start_again_at is None:
                self._take_note_of_death(part, tolerated_deaths)
            if part.start_again_at is not None and now >= part.start_again_at:
                part.launch()
                self._note_processes()

    def _take_note_of_death(self, part: Part, tolerated_deaths: int | None) -> None:
        now = time.monotonic()
        part.deaths.append(now)
        recent = sum(1 for at in part.deaths if now - at < _MINUTE)
        limit = _DEATHS_OF_DATABASE if part.name == "postgres" else tolerated_deaths
        if limit is not None and recent >= limit:
            raise CannotStart(part.why_it_ended())
        # What the dead process had started must be gone before its successor does the same work.
        processes.end_strays(self._known())
        delay = delay_before_restart(recent)
        part.start_again_at = now + delay
        assert part.process is not None
        how = _how(part.process.returncode)
        if delay:
            self._say(f"{part.why_it_ended()} Started again in {delay:.0f} s.")
        else:
            self._say(f"The {part.name} ended ({how}): started again now.")

    def _housekeeping(self) -> None:
        if time.monotonic() < self._housekeeping_at:
            return
        self._housekeeping_at = time.monotonic() + _HOUSEKEEPING_EVERY
        processes.end_strays(self._known())
        log_files.keep_small(self.folders.logs)
        self._watch_the_disk()
        self._restart_silent_worker()

    def _watch_the_disk(self) -> None:
        free = shutil.disk_usage(self.folders.var).free
        full = free < _FULL_DISK
        if full and not self._disk_was_full:
            self._say(disk_full_sentence(self.folders.var, free))
        elif self._disk_was_full and not full:
            self._say(f"The disk has room again ({free // 1_000_000} MB free).")
        self._disk_was_full = full

    def _restart_silent_worker(self) -> None:
        """Restart worker and beat when no heartbeat came through: one of them has stopped working.

        Measured from when we saw the file change, not by its time, so that a changed clock is no
        silence.
        """
        now = time.monotonic()
        pair = [part for part in self.parts if part.name in ("worker", "beat")]
        if not pair or not all(part.is_running() for part in pair):
            return
        try:
            changed = self._heartbeat.stat().st_mtime
        except FileNotFoundError:
            changed = 0.0
        if changed != self._beat_seen[0]:
            self._beat_seen = (changed, now)
        heard_at = max(self._beat_seen[1], *(part.started_at for part in pair))
        if now - heard_at > self._silence_allowed:
            self._say(f"No heartbeat of the worker for {now - heard_at:.0f} s: it is restarted.")
            self._stop_together(pair, within=_APPLICATION_MAY_TAKE)
            processes.end_strays(self._known())
            for part in pair:
                part.launch()
            self._note_processes()

    def _known(self) -> set[int]:
        return {part.process.pid for part in self.parts if part.process is not None}

    def _note_processes(self) -> None:
        """Write which process is which, for `status` and for whoever looks into a problem."""
        pids = {part.name: part.process.pid for part in self.parts if part.process is not None}
        path = self.folders.run / "processes.json"
        draft = path.with_suffix(".draft")
        try:
            draft.write_text(json.dumps({"supervisor": os.getpid(), **pids}))
            draft.replace(path)
        except OSError as error:
            # A note for people: a full disk must not end what still runs.
            self._say(folder_problem(self.folders.var, error))
            # Told here and not by the housekeeping: it must know, to tell when there is room again.
            self._disk_was_full = self._disk_was_full or error.errno == errno.ENOSPC


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"by {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"
