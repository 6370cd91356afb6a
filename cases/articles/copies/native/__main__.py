"""`python -m cases.articles.copies.native`: build the compiled parts; says what came of it, exit code 1 if nothing."""

import sys

from cases.articles.copies.native import HOLDERS_SOURCE, SOURCE
from tracker.lib.compiled import BuildError, build

try:
    print(f"The compiled sketch of texts is {build(SOURCE)}.")
    print(f"The compiled table of keys is {build(HOLDERS_SOURCE)}.")
except BuildError as problem:
    sys.exit(f"Not built, what is written in Python is used: {problem}")
