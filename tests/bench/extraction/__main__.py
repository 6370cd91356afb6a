"""`python -m tests.bench.extraction [--pages DIR ...] [--rounds N] [--each]`; without: the samples."""

import argparse
from pathlib import Path

from tests.bench.extraction.measuring import (
    Row,
    by_trafilatura,
    by_trafilatura_with_metadata,
    by_us,
    measure,
    selectors_of,
)
from tests.bench.extraction.sets import SAMPLES, Case, read_set


def print_figures(folder: Path, *, rounds: int, each: bool) -> None:
    """First seen pages beside trafilatura fast, then those that a learned selector can read."""
    cases = read_set(folder)
    learned = {case.name: selectors_of(case) for case in cases}
    print(f"{folder}: {len(cases)} pages")
    first = measure(
        cases,
        {
            "trafilatura fast": by_trafilatura,
            "with its metadata": by_trafilatura_with_metadata,
            "first seen": by_us,
        },
        rounds=rounds,
    )
    _print(first, peer="trafilatura fast")
    with_selector = [case for case in cases if learned[case.name]]
    print(f"of a known source ({len(with_selector)} pages have an element to be known by):")

    def known(case: Case) -> str:
        return by_us(case, learned[case.name])

    again = measure(
        with_selector, {"trafilatura fast": by_trafilatura, "known source": known}, rounds=rounds
    )
    _print(again, peer="trafilatura fast")
    if each:
        for one, other in zip(first["trafilatura fast"], first["first seen"], strict=True):
            print(
                f"  {one.name[:40]:40} {one.milliseconds:7.1f} ms {one.shingles:.3f}"
                f"  ours {other.milliseconds:6.1f} ms {other.shingles:.3f}"
            )


def _print(rows: dict[str, list[Row]], *, peer: str) -> None:
    for name, found in rows.items():
        spent = sum(row.milliseconds for row in found)
        ratio = sum(row.milliseconds for row in rows[peer]) / max(spent, 1e-9)
        count = max(1, len(found))
        print(
            f"  {name:18} {spent / count:7.2f} ms CPU a page ({1000 * count / max(spent, 1e-9):6.0f}/s,"
            f" x{ratio:.1f})  F1 of 4-grams {sum(row.shingles for row in found) / count:.3f},"
            f" of words {sum(row.words for row in found) / count:.3f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="one line for each page too")
    options = parser.parse_args()
    for folder in options.pages:
        print_figures(folder, rounds=options.rounds, each=options.each)
