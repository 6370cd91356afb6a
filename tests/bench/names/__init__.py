"""Figures of the name finder beside matchers of whole forms, on invented people and texts.

Each contestant runs alone in a process of its own, one after the other, on the same texts. The
three matchers need gigabytes and minutes at 100,000 people.
"""

import json
import subprocess
import sys
from collections.abc import Iterable

NAMES = ("compiled", "python", "pyahocorasick", "ahocorasick_rs", "daachorse")
_COLUMNS = (
    ("build s", "{:.1f}"),
    ("start s", "{:.2f}"),
    ("add s", "{:.4f}"),
    ("RSS MB", "{:.0f}"),
    ("RSS MB after", "{:.0f}"),
    ("peak MB", "{:.0f}"),
    ("first pass MB/s", "{:.0f}"),
    ("MB/s", "{:.0f}"),
    ("recall", "{:.4f}"),
    ("first pass articles/s", "{:.0f}"),
    ("articles/s", "{:.0f}"),
)


def print_figures(sizes: Iterable[int], articles: int = 2_000, without: Iterable[str] = ()) -> None:
    """Measure and print all contestants but those `without`, for each number of people."""
    for number in sizes:
        print(f"\nFinding {number:,} people in {articles:,} articles of 5 kB (CPU time, one core)")
        print(" | ".join(["contestant", *(title for title, _ in _COLUMNS)]))
        for name in NAMES:
            if name not in without:
                print(" | ".join([name, *_row(name, number, articles)]), flush=True)


def _row(name: str, number: int, articles: int) -> list[str]:
    words = [sys.executable, "-m", "tests.bench.names.measuring", name, str(number), str(articles)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return [f"failed: {(done.stderr.strip() or 'killed').splitlines()[-1]}"]
    figures = json.loads(done.stdout)
    return [form.format(figures[key]) if key in figures else "" for key, form in _COLUMNS]
