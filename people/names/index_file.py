"""The stored index in a file: written whole or not at all, and never trusted unseen."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable
from pathlib import Path

from people.names.index import NameIndex
from people.names.known import KnownPerson
from people.names.packing import packed
from people.names.stored import StoredNames, UnusableIndex

__all__ = ["UnusableIndex", "indexed_people", "open_index", "write_index"]


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
