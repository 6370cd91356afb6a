"""`python -m tests.bench.copies [IN_MEMORY [IN_ROWS]]`; 30,000 and 40,000 articles."""

import sys

from tests.bench.copies import print_figures

if __name__ == "__main__":
    print_figures(*map(int, sys.argv[1:3]))
