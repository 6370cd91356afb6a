"""Living through a restart of the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")

logger = logging.getLogger(__name__)

PATIENCE = 30.0  # seconds that a restarting database is waited for
_PAUSE = 0.5


def patiently(work: Callable[[], T]) -> T:
    """Do the work, and do it again on a new connection while the database restarts.

    The work is one transaction that may be repeated: its commit may have been made though the
    answer was lost. Inside a transaction, and when `PATIENCE` is over, the error is raised.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            logger.warning("The database does not answer; trying again.")
            connection.close()
            time.sleep(_PAUSE)
