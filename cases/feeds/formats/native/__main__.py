"""`python -m cases.feeds.formats.native`: build the compiled reader; says what came of it, exit code 1 if nothing."""

import sys

from cases.feeds.formats.native import SOURCE
from tracker.lib.compiled import BuildError, build

try:
    print(f"The compiled reader of feeds is {build(SOURCE)}.")
except BuildError as problem:
    sys.exit(f"The compiled reader of feeds was not built, fastfeedparser is used: {problem}")
