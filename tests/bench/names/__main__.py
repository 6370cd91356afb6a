"""`python -m tests.bench.names [PEOPLE ...] [--articles N] [--without NAME,NAME]`; 10,000 and 100,000 people."""

import argparse

from tests.bench.names import NAMES, print_figures

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--without", default="", help=f"of {', '.join(NAMES)}")
    options = parser.parse_args()
    print_figures(options.people, options.articles, options.without.split(","))
