"""Pure: what a record still lacks before it may be published.

The rule of the house: no fact without a source, and nothing from memory in public.
"""

from collections.abc import Iterable
from dataclasses import dataclass

GOOD_ENOUGH = frozenset({"verified", "inferred"})


@dataclass(frozen=True)
class Cited:
    """A standing citation of a record: which field ("" for the whole) and how far it was read."""

    field: str
    confidence: str


@dataclass(frozen=True)
class Gap:
    """What is missing, with a field to look at; `field` is "" for the record as a whole."""

    field: str
    problem: str


def gaps(
    *,
    filled: Iterable[str],
    citations: Iterable[Cited],
    required: Iterable[str] = (),
    sensitive: Iterable[str] = (),
) -> list[Gap]:
    """What keeps the record from being published; an empty list when nothing does.

    `filled` are the fields that hold a value, `required` those that must, `sensitive` those that
    need a source of their own (a date of birth, a place of detention).

    >>> gaps(filled=["name"], citations=[], required=["name"])[0].problem
    'No source: nothing is published without one.'
    """
    present = set(filled)
    cited = list(citations)
    good = [one.field for one in cited if one.confidence in GOOD_ENOUGH]
    found = [Gap(name, "It is empty.") for name in required if name not in present]
    if not good:
        if cited:
            found.append(Gap("", "It rests on memory only: somebody must read a source first."))
        else:
            found.append(Gap("", "No source: nothing is published without one."))
    for name in sensitive:
        if name in present and name not in good:
            found.append(Gap(name, "It needs a source of its own."))
    return found
