"""`python -m people.names.native`: build the compiled scanner; says what came of it, exit code 1 if nothing."""

import sys

from people.names.native import BuildError, build

try:
    print(f"The compiled name scanner is {build()}.")
except BuildError as problem:
    sys.exit(f"The compiled name scanner was not built, the one in Python is used: {problem}")
