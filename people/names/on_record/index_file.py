"""The stored index in a file: written whole or not at all, and never trusted unseen."""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from people.names.known import KnownPerson
from people.names.on_record.index import NameIndex
from people.names.on_record.packing import packed
from people.names.on_record.stored import StoredNames, UnusableIndex

__all__ = [
    "UnusableIndex",
    "indexed_people",
    "one_writer",
    "open_index",
    "remove_leftovers",
    "write_index",
]

_LOOK_EVERY = 0.05  # seconds


def write_index(path: Path, data: bytes) -> None:
    """Put the bytes of `packing.packed` at `path`, at once: who opens it sees the old or the new.

    Raises OSError (no room, no right to write...); then nothing has changed. Processes that have
    the old file open keep reading it. A process that is killed leaves a `.tmp` file behind.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def one_writer(path: Path, patience: float) -> Iterator[bool]:
    """Be the only process that makes `path`; yields whether another had to be waited for.

    The kernel frees the place of a killed process. Raises TimeoutError after `patience` seconds,
    and OSError where the lock file beside `path` cannot be made.
    """
    waited = False
    until = time.monotonic() + patience
    with open(path.with_name(f"{path.name}.lock"), "ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waited = True
                if time.monotonic() > until:
                    raise TimeoutError(f"another process has held {file.name} for long") from None
                time.sleep(_LOOK_EVERY)
        yield waited


def remove_leftovers(path: Path) -> None:
    """Remove what killed writers of `path` left; only for `one_writer`."""
    for piece in path.parent.glob(f"{path.name}.*.tmp"):
        piece.unlink(missing_ok=True)


def open_index(path: Path) -> StoredNames:
    """The index at `path`, mapped into memory and shared with every process that opens it.

    Its checksum and rules are verified. Raises UnusableIndex, and OSError (FileNotFoundError).
    """
    with open(path, "rb") as file:
        if not os.fstat(file.fileno()).st_size:
            raise UnusableIndex("empty")
        return StoredNames(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def indexed_people(path: Path, people: Iterable[KnownPerson], label: str = "") -> NameIndex:
    """The index at `path` if it is sound and bears `label`, else one made of `people` and put there.

    For programs without a database: `label` says what the file must be of. Raises OSError where
    it cannot be written.
    """
    try:
        stored = open_index(path)
        if stored.label == label:
            return NameIndex(stored=stored)
    except (UnusableIndex, FileNotFoundError):
        pass  # made anew below
    write_index(path, packed(people, label))
    return NameIndex(stored=open_index(path))
