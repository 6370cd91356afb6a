"""`python -m people.names.native`: build the compiled parts; says what came of it, exit code 1 if nothing."""

import sys

from people.names.native import BuildError, build, hearing, reading

try:
    print("Built:", build(), hearing.build(), reading.build())
except BuildError as problem:
    sys.exit(f"A compiled part was not built, the one in Python is used: {problem}")
