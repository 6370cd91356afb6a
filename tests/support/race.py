"""Threads that start at the same moment, each with its own database connection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def race(*runners: Callable[[], T]) -> list[T]:
    """Run all at once behind one barrier; their results in order. The first error is raised.

    For tests with `transaction=True`: each thread opens a connection of its own and closes it.
    """
    barrier = threading.Barrier(len(runners))
    results: list[T | None] = [None] * len(runners)
    faults: list[BaseException] = []

    def work(number: int, runner: Callable[[], T]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            results[number] = runner()
        except BaseException as error:
            barrier.abort()
            faults.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=(number, runner))
        for number, runner in enumerate(runners)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        # A thread that broke the barrier is the cause; those that found it broken only follow.
        raise next(
            (fault for fault in faults if not isinstance(fault, threading.BrokenBarrierError)),
            faults[0],
        )
    return [result for result in results]  # type: ignore[misc]
