#!/usr/bin/env python
"""Django's entry point. A wrong setting is one sentence; --traceback asks for more."""

import os
import sys


def main() -> None:
    """Run the command that the words on the command line name."""
    if sys.argv[1:2] == ["find_people"] and set(sys.argv[2:]) <= {"--quiet"}:
        # An archive with its own people needs no Django, and is answered a second earlier.
        from people.names import archive_stream

        archive_stream.main(quiet="--quiet" in sys.argv)
        return

    # Before anything of `tracker` is imported: the package binds the Celery app only then.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from tracker.embedded.env_file import load_env_file
    from tracker.embedded.problems import CannotStart

    try:
        load_env_file()
    except CannotStart as problem:
        sys.exit(str(problem))

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))


if __name__ == "__main__":
    main()
