"""Where the embedded servers keep their files and sockets. Standard library only.

The settings import this module in every process, so it must stay cheap and free of side effects.
"""

import hashlib
import os
import re
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE_NAME = "tracker"
DATABASE_USER = "tracker"

# A socket's path may have 107 bytes (sun_path in unix(7)); PostgreSQL adds "/.s.PGSQL.5432.lock".
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Addresses are written as URLs: with these letters alone no reader of a URL can misread them.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def var_folder() -> Path:
    """The folder of all that changes: TRACKER_VAR, or `var` beside the code. May not exist yet."""
    given = os.environ.get("TRACKER_VAR", "").strip()
    if not given:
        return PROJECT_ROOT / "var"
    # Relative to the code, not to the caller's folder: every process must find the same place.
    return Path(os.path.normpath(PROJECT_ROOT / Path(given).expanduser()))


def socket_folder() -> Path:
    """The folder of the unix sockets: `run` in the var folder.

    Where that path is too long for a socket, or has spaces or other letters that URLs escape, a
    folder in /tmp whose name follows from the var folder and the user. Not TMPDIR: a terminal and
    a service must come to the same answer.
    """
    folder = var_folder() / "run"
    text = str(folder)
    if len(os.fsencode(text)) <= _LONGEST_SOCKET_FOLDER and _PLAIN_PATH.fullmatch(text):
        return folder
    digest = hashlib.sha256(os.fsencode(text)).hexdigest()[:12]
    return Path(f"/tmp/tracker-{digest}-{os.getuid()}")


def database_url() -> str:
    """The embedded PostgreSQL as a URL that libpq and django-environ both read."""
    return f"postgresql:///{DATABASE_NAME}?host={socket_folder()}&port=5432&user={DATABASE_USER}"


def broker_socket() -> Path:
    """The unix socket of the embedded Valkey."""
    return socket_folder() / "valkey.sock"


def broker_url() -> str:
    """The embedded Valkey as a URL that kombu reads."""
    return f"redis+socket://{broker_socket()}"


def web_port() -> int:
    """The web server's port on loopback: TRACKER_PORT, default 8000. ValueError if none."""
    return _port("TRACKER_PORT", 8000)


def demo_port() -> int:
    """The demo outlets' port on loopback: TRACKER_DEMO_PORT, default 8099. ValueError if none."""
    return _port("TRACKER_DEMO_PORT", 8099)


def _port(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise ValueError(f"{name} is {text!r}: set it to a number from 1024 to 65535.")
    return int(text)
