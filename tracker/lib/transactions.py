"""Steps of a transaction: each can be undone alone, unless all of them stand or fall together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_together: ContextVar[bool] = ContextVar("together", default=False)


@contextmanager
def all_together() -> Iterator[None]:
    """One savepoint around the block and none inside it: who catches an error catches it outside.

    For work of many steps where a failed step ends the whole (a row of an import): savepoints for
    each step would be more than half of its statements.
    """
    token = _together.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _together.reset(token)


@contextmanager
def one_step() -> Iterator[None]:
    """A transaction, or a savepoint in the one that runs; nothing of its own inside `all_together`."""
    with transaction.atomic(savepoint=not _together.get()):
        yield


def atomic_step(function: Callable[P, R]) -> Callable[P, R]:
    """Decorator: the function is `one_step`."""

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_step():
            return function(*args, **kwargs)

    return inner
