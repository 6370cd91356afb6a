"""The logs of the started processes: where they are, how they stay small, what they said last."""

import shutil
from pathlib import Path

_LARGEST = 20_000_000  # bytes; one older file is kept beside it


def tail(log: Path, *, since: int = 0, most: int = 20_000) -> str:
    """What the log got after byte `since`, at most its last `most` bytes; "" if there is none."""
    try:
        with log.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(since, size - most, 0))
            return stream.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def size_of(log: Path) -> int:
    """The log's size in bytes, 0 if there is none."""
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def keep_small(folder: Path) -> None:
    """Move each large log's content to NAME.1 and empty it.

    The writers hold the files open for appending, so emptying in place needs no word with them.
    """
    for log in folder.glob("*.log"):
        if size_of(log) > _LARGEST:
            try:
                shutil.copyfile(log, log.with_suffix(".log.1"))
            except OSError:
                log.with_suffix(".log.1").unlink(missing_ok=True)  # no room: space goes first
            with log.open("r+b") as stream:
                stream.truncate(0)
