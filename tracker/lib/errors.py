"""The errors that services raise and edges turn into a message. Anything else is a fault of ours."""

from typing import Any


class TrackerError(Exception):
    """Base: `message` is for a person, `extra` for the log or the API (field, row, ids)."""

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.extra = extra


class Refused(TrackerError):
    """The rules do not allow it: wrong input, a missing source, a state that forbids the step."""


class NotFound(TrackerError):
    """There is no such record, or none that the asker may see."""


class Conflict(TrackerError):
    """Somebody else was faster, or the record already says something else."""
