"""CPU time of processes and all that they started, from /proc."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tracker.embedded.kernel import children_of

_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """Stops the clock and the CPU of processes over a `with` block."""

    def __init__(self, *processes: int, without: int = 0) -> None:
        """The processes and all that they started are counted, except `without`."""
        self._processes = processes
        self._without = without
        self.seconds = self.cpu = 0.0

    def __enter__(self) -> Watch:
        self.cpu, self.seconds = -self._used(), -time.perf_counter()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.seconds += time.perf_counter()
        self.cpu += self._used()

    def _used(self) -> float:
        return sum(cpu_of(one, without=self._without) for one in self._processes)


def cpu_of(process_id: int, *, without: int = 0) -> float:
    """Seconds of CPU that a process, its living descendants and its ended children have used."""
    if process_id == without:
        return 0.0
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return 0.0
    fields = stat[stat.rindex(")") + 2 :].split()
    own = sum(int(fields[at]) for at in (11, 12, 13, 14)) / _TICKS
    return own + sum(cpu_of(child, without=without) for child in children_of(process_id))
