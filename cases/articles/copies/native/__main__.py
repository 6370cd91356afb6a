"""`python -m cases.articles.copies.native`: build the compiled sketch; says what came of it, exit code 1 if nothing."""

import sys

from cases.articles.copies.native import SOURCE
from tracker.lib.compiled import BuildError, build

try:
    print(f"The compiled sketch of texts is {build(SOURCE)}.")
except BuildError as problem:
    sys.exit(f"The compiled sketch of texts was not built, the one in Python is used: {problem}")
