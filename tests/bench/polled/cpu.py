"""CPU time of processes and all that they started, from /proc."""

from __future__ import annotations

import os
from pathlib import Path

from tracker.embedded.kernel import children_of

_TICKS = os.sysconf("SC_CLK_TCK")


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
