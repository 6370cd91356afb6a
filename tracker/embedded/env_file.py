"""Variables from the file `.env` beside the code, for those who start by hand."""

import os
from pathlib import Path

from tracker.embedded.addresses import PROJECT_ROOT
from tracker.embedded.problems import CannotStart


def load_env_file() -> None:
    """Put the lines NAME=value of `.env` into the environment; what is set there already wins.

    TRACKER_ENV_FILE names another file, or none if empty. Values may stand in quotes; nothing is
    expanded. CannotStart names a line that is neither a comment nor NAME=value.
    """
    given = os.environ.get("TRACKER_ENV_FILE")
    if given == "":
        return
    path = Path(given) if given else PROJECT_ROOT / ".env"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        if given:
            raise CannotStart(f"TRACKER_ENV_FILE names {path}, which does not exist.") from None
        return
    except OSError as error:
        raise CannotStart(f"{path} cannot be read ({error.strerror}).") from error
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise CannotStart(f"Line {number} of {path} is not of the form NAME=value.")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        os.environ.setdefault(name.strip(), value)
