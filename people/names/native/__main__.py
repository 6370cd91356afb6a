"""`python -m people.names.native`: build the compiled parts; says what came of it, exit code 1 if nothing."""

import sys

from people.names.native import SOURCE, enrolling, gathering, hearing, reading
from tracker.lib.compiled import BuildError, build

try:
    sources = (SOURCE, hearing.SOURCE, reading.SOURCE, gathering.SOURCE, enrolling.SOURCE)
    print("Built:", *map(build, sources))
except BuildError as problem:
    sys.exit(f"A compiled part was not built, the one in Python is used: {problem}")
