"""`python -m tests.bench.whole_way [ARTICLES [SOURCES]]`; 600 articles of 12 sources."""

import sys

from tests.bench.whole_way import print_figures

if __name__ == "__main__":
    print_figures(*map(int, sys.argv[1:3]))
