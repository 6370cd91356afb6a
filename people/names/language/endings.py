"""Patterns of whole words as plain lists of endings, for who looks words up faster than patterns are matched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final, NamedTuple

_BEFORE: Final = re.compile(r"\.(?:([+*])|\{(\d+),(\d*)\})")
ANY_NUMBER: Final = 0xFFFF
_REST: Final = ".*"


class Ending(NamedTuple):
    """Letters that a word ends in, and how many may stand before them.

    inside: they may stand anywhere in the word instead.
    """

    letters: str
    least: int
    most: int
    inside: bool = False


def endings_of(pattern: str) -> list[Ending]:
    """The endings of the words that a pattern matches in full.

    A pattern is alternatives of the shape `.+`, `.*` or `.{2,}` and then letters, classes, groups, "?" and
    alternatives of these, with `.*` behind or nothing. Raises ValueError for any other.
    """
    found: list[Ending] = []
    for alternative in _alternatives(pattern):
        before = _BEFORE.match(alternative)
        if before is None:
            raise ValueError(f"no letters before the ending: {alternative}")
        sign, least, most = before.groups()
        rest = alternative[before.end() :]
        inside = rest.endswith(_REST)
        if inside and sign != "*":
            raise ValueError(f"letters before a piece: {alternative}")
        numbers = int(least or sign == "+"), int(most or ANY_NUMBER)
        for letters in _spelled(rest.removesuffix(_REST)):
            found.append(Ending(letters, *numbers, inside))
    return list(dict.fromkeys(found))


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts between those "|" that stand in no group."""
    depth = begin = 0
    for at, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield pattern[begin:at]
            begin = at + 1
    yield pattern[begin:]


def _spelled(pattern: str) -> Iterator[str]:
    """Every string that a finite pattern matches."""
    for alternative in _alternatives(pattern):
        pieces: list[list[str]] = []
        at = 0
        while at < len(alternative):
            sign = alternative[at]
            if sign == "[":
                end = alternative.index("]", at)
                piece = list(alternative[at + 1 : end])
                if "-" in piece or "^" in piece or "\\" in piece:
                    raise ValueError(f"no plain class: {alternative}")
            elif sign == "(":
                end = _end_of_group(alternative, at)
                piece = list(_spelled(alternative[at + 1 : end].removeprefix("?:")))
            elif sign.isalpha():
                end, piece = at, [sign]
            else:
                raise ValueError(f"no finite pattern: {alternative}")
            at = end + 1
            if alternative[at : at + 1] == "?":
                piece = [*piece, ""]
                at += 1
            pieces.append(piece)
        yield from map("".join, product(*pieces))


def _end_of_group(pattern: str, at: int) -> int:
    depth = 0
    for end in range(at, len(pattern)):
        depth += (pattern[end] == "(") - (pattern[end] == ")")
        if not depth:
            return end
    raise ValueError(f"a group without an end: {pattern}")
