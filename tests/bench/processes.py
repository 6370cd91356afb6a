"""Start, later start, stop, memory at rest, and the size of what is installed."""

import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.processes import ROOT, Running, clean_environment, running
from tracker.embedded.kernel import children_of

_REST = 30.0  # seconds after which the first polls are done


def print_figures() -> None:
    """Print how long the tracker takes to start and stop, and what it needs."""
    print("Processes (with the founding story)")
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var")
        _line("first start", *_start_and_stop(environment, Path(folder), rest=_REST))
        _line("later start", *_start_and_stop(environment, Path(folder), rest=0))
    _line("installed packages", f"{_size_of(ROOT / '.venv') / 1e6:.0f} MB")


def _start_and_stop(environment: dict[str, str], folder: Path, *, rest: float) -> list[str]:
    log = folder / f"{time.monotonic_ns()}.out"
    began = time.monotonic()
    with running(["-m", "tracker.embedded", "run"], environment, log) as tracker:
        tracker.wait_for_words("The tracker runs.")
        figures = [f"{time.monotonic() - began:.1f} s"]
        if rest:
            time.sleep(rest)
            count, memory = _memory(tracker)
            figures.append(f"at rest {count} processes, {memory:.0f} MB (proportional set size)")
        began = time.monotonic()
        tracker.stop()
        figures.append(f"stop {time.monotonic() - began:.1f} s")
    return figures


def _memory(tracker: Running) -> tuple[int, float]:
    """How many processes there are, and their memory in MB, shared pages counted once."""
    waiting, total, count = [tracker.process.pid], 0, 0
    while waiting:
        process = waiting.pop()
        waiting += children_of(process)
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it ended meanwhile
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        count += 1
    return count, total / 1000


def _size_of(folder: Path) -> int:
    """Bytes on disk of everything below the folder."""
    words = ["du", "--summarize", "--block-size=1", str(folder)]
    return int(subprocess.check_output(words, text=True).split()[0])


def _line(name: str, *figures: str) -> None:
    print(f"  {name:<22} " + ", ".join(figures), flush=True)
