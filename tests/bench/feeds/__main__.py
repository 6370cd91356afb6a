"""`python -m tests.bench.feeds [--real DIR] [--suite DIR] [--rounds N] [--each]`.

Without folders: invented feeds, and the committed selection of feedparser's tests.
"""

import argparse
from pathlib import Path

from tests.bench.feeds.figures import SUITE, print_figures

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, help="a folder of feeds as served")
    parser.add_argument("--suite", type=Path, default=SUITE, help="feedparser's own tests")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="every failed check and slow feed")
    options = parser.parse_args()
    print_figures(options.real, options.suite, rounds=options.rounds, each=options.each)
