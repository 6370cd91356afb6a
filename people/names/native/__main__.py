"""`python -m people.names.native`: build the compiled parts; says what came of it, exit code 1 if nothing."""

import sys

from people.names.native import BuildError, build, hearing

try:
    print(f"The compiled name scanner is {build()}, the compiled ear {hearing.build()}.")
except BuildError as problem:
    sys.exit(f"A compiled part was not built, the one in Python is used: {problem}")
