"""Parsers that fail for the tests of what happens then; run in the contained child only."""

import ctypes
from typing import Any


def die(payload: bytes, options: dict[str, Any]) -> Any:
    """A real SIGSEGV, by reading the address 0."""
    return ctypes.string_at(0)


def fail(payload: bytes, options: dict[str, Any]) -> Any:
    """An error that no rule of the parser foresees."""
    raise KeyError("unforeseen")
