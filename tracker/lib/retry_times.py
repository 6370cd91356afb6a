"""When failed work is tried again: one table, and a spread that is always the same."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

# A document that crashed or hung its parser is tried this often, then parked and shown: the crash
# may have been the machine's, three in a row are the document's.
MAX_PARSER_ATTEMPTS = 3
# A page or feed that fails for reasons of the network: about two days by the table.
MAX_FETCH_ATTEMPTS = 10
# A partner's webhook or a mail server that is down over a weekend is still served.
MAX_DELIVERY_ATTEMPTS = 12
MAX_ATTEMPTS = MAX_PARSER_ATTEMPTS
# A fault of our own: about two weeks by the table, in which somebody may have mended it.
MOST_ATTEMPTS = 20

_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
# Rows that failed together (a name server was down) must not all come back in the same second.
_SPREAD = 0.1


def next_attempt_at(attempts: int, now: datetime, *, key: str = "") -> datetime:
    """When to try again after so many failed attempts (1 for the first); at most 26.4 hours ahead.

    The wait is that of the table, longer or shorter by up to a tenth. Which, follows from `key` and
    the number alone, so the same row gets the same time from every worker and in every test.
    """
    wait = _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]
    digest = hashlib.blake2b(f"{key}:{attempts}".encode(), digest_size=8).digest()
    part = int.from_bytes(digest, "big") / 2**64  # 0 to 1
    return now + wait * (1 + _SPREAD * (2 * part - 1))
