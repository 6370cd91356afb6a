"""Figures of near duplicates: pairs found, articles a second in memory and in PostgreSQL, bytes an article."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.processes import ROOT, clean_environment

_COLUMNS = (
    ("articles/s", "{:,.0f}"),
    ("kB/article", "{:.1f}"),
    ("precision", "{:.3f}"),
    ("recall", "{:.3f}"),
)


def print_figures(in_memory: int = 30_000, in_rows: int = 40_000) -> None:
    """In memory beside gaoya, then in PostgreSQL; so many articles each, 0 for none."""
    if in_memory:
        print(f"\nCopies among {in_memory:,} articles in memory (CPU time, one core)")
        print(" | ".join(["contestant", *(title for title, _ in _COLUMNS)]))
        paces = {}
        for name in ("gaoya", "ours", "gaoya", "ours"):
            figures = _measured(name, in_memory)
            paces[name] = max(paces.get(name, 0.0), figures["articles/s"])
            row = [form.format(figures[key]) for key, form in _COLUMNS]
            print(" | ".join([name, *row]), flush=True)
        print(f"ours / gaoya: {paces['ours'] / paces['gaoya']:.2f} (goal 1.5)", flush=True)
    if in_rows:
        print(f"\nCopies among {in_rows:,} articles in PostgreSQL (one connection)", flush=True)
        _in_rows(in_rows)


def _measured(name: str, number: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.bench.copies.memory", name, str(number)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _in_rows(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var") | {
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "STATEMENT_TIMEOUT_MS": "0",
            "TRACKER_DEMO": "0",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tracker.embedded", "with", sys.executable]
        command += ["-m", "tests.bench.copies.rows", str(number)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
