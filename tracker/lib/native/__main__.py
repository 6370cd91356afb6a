"""`python -m tracker.lib.native`: build the compiled reader; says what came of it, exit code 1 if nothing."""

import sys

from tracker.lib.compiled import BuildError, build
from tracker.lib.native import SOURCE

try:
    print(f"The compiled reader of HTML's text is {build(SOURCE)}.")
except BuildError as problem:
    sys.exit(
        f"The compiled reader of HTML's text was not built, the one in Python is used: {problem}"
    )
