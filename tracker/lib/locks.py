"""Named locks in PostgreSQL, for work of which there must be one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def advisory_lock(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of this name; yields whether it is ours. Without `wait` it never blocks.

        with advisory_lock("stories") as ours:
            if ours: ...

    Inside a transaction the lock belongs to the transaction and is let go when that ends, so that
    nobody gets it before our writes can be seen. Outside of one it belongs to the connection and is
    let go at the end of the block. Either way a killed worker lets go: the server frees the lock
    with the connection. Do not close the connection inside the block. The database must be reached
    directly or through session pooling, since a lock of the connection needs its connection.
    """
    key = _key(name)
    in_transaction = connection.in_atomic_block
    kind = "advisory_xact_lock" if in_transaction else "advisory_lock"
    with connection.cursor() as cursor:
        if wait:
            cursor.execute(f"SELECT pg_{kind}(%s)", [key])
            ours = True
        else:
            cursor.execute(f"SELECT pg_try_{kind}(%s)", [key])
            ours = bool(cursor.fetchone()[0])
    session = connection.connection
    try:
        yield ours
    finally:
        # A connection that broke meanwhile took the lock with it.
        if ours and not in_transaction and connection.connection is session and not session.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _key(name: str) -> int:
    """A name as the signed 64-bit number that PostgreSQL wants."""
    digest = hashlib.blake2b(f"tracker:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
