"""Errors whose text a volunteer reads: one sentence on what is wrong and what to do."""


class CannotStart(Exception):
    """Something outside our code stops the start; `str(error)` says what it is and what to do."""
