"""Pure: whether two proposals say the same, and what the record says beside a proposal.

Values that one side does not give are compatible with any; dates are when both could be one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

# An event without a date happened, as far as anybody knows, in the weeks before it was told.
_UNDATED_DAYS: Final = 30
# A day more or less is the same event told in two time zones, or on the day after.
_SLACK: Final = timedelta(days=1)
# Values by which an event is told from another of the same kind; others only add to it.
_TELLING: Final = (
    "months", "days", "life", "suspended", "punishment", "outcome", "register", "measure", "action",
    "to", "step", "how",
)  # fmt: skip

SAME, OTHER, CONTRADICTS = "same", "other", "contradicts"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something on record or proposed: when and its values, in the words of proposals.

    first, last: the earliest and latest day it may have been, None where open; dated: whether a date
    is given at all. told: the day on which an undated one was told. model, pk: the row on record.
    """

    first: date | None = None
    last: date | None = None
    dated: bool = False
    values: Mapping[str, Any] = ()  # type: ignore[assignment]
    told: date | None = None
    model: str = ""
    pk: int = 0

    def span(self) -> tuple[date | None, date | None]:
        """The earliest and latest day it may have been."""
        if self.dated:
            return self.first, self.last
        if self.told is not None:
            return self.told - timedelta(days=_UNDATED_DAYS), self.told
        return None, None


def dates_agree(one: Fact, other: Fact) -> bool:
    """Whether both could be of one time, a day more or less."""
    a_from, a_to = one.span()
    b_from, b_to = other.span()
    if a_to is not None and b_from is not None and a_to + _SLACK < b_from:
        return False
    return not (b_to is not None and a_from is not None and b_to + _SLACK < a_from)


def values_agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether no value that both give differs."""
    return not differing(one, other)


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Names of the telling values that both give and that differ, and provisions that share none."""
    found = [
        key
        for key in _TELLING
        if key in one
        and key in other
        and one[key] != other[key]
        and "unknown" not in (one[key], other[key])
    ]
    # A suspended term is said; a real one is not called so.
    if "months" in one and "months" in other and "suspended" not in found:
        if bool(one.get("suspended")) != bool(other.get("suspended")):
            found.append("suspended")
    mine, theirs = set(one.get("provisions") or ()), set(other.get("provisions") or ())
    if mine and theirs and not mine & theirs:
        found.append("provisions")
    return found


def same_event(one: Fact, other: Fact) -> bool:
    """Whether two proposals about one person and kind ask the same question."""
    return dates_agree(one, other) and values_agree(one.values, other.values)


def beside_record(
    proposed: Fact, recorded: Iterable[Fact], *, recurs: bool = False
) -> tuple[str, Fact | None]:
    """What the record says: `same` with the fact, `contradicts` with it, or `other` with none.

    The same is looked for first; a fact of the same time with other values contradicts. recurs: such
    events happen to one person again and again, so that the same values years ago are another one.
    """
    facts = list(recorded)
    timed = [one for one in facts if dates_agree(proposed, one)]
    for fact in timed:
        if values_agree(proposed.values, fact.values):
            return SAME, fact
    # Without a date the same values are the same event, however long ago: news repeats.
    if not proposed.dated and not recurs:
        for fact in facts:
            if proposed.values and fact.values and _all_told(proposed.values, fact.values):
                return SAME, fact
    # The end of something does not contradict its beginning.
    certain = [
        one
        for one in timed
        if proposed.dated and one.dated and "step" not in differing(proposed.values, one.values)
    ]
    return (CONTRADICTS, certain[0]) if certain else (OTHER, None)


def _all_told(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    keys = [key for key in _TELLING if key in one]
    return bool(keys) and all(one[key] == other.get(key) for key in keys)
