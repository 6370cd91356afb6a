"""Pure: where a case stands, told from its dated events.

An event without a known day counts in the order in which it was recorded. What no event says is
unknown: a case is never called closed because nothing was heard of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

UNKNOWN = "unknown"
OPENED = "opened"
INVESTIGATION = "investigation"
TRIAL = "trial"
VERDICT = "verdict"
APPEALED = "appealed"
CASSATION = "cassation"

# How far each kind of event proves that the case has come. Others (a statement, a release, an
# extension of custody) happen at any stage and prove none.
_STAGE_OF_KIND = {
    "case_opened": OPENED,
    "detention": INVESTIGATION,
    "remand": INVESTIGATION,
    "charge": INVESTIGATION,
    "trial_start": TRIAL,
    "hearing": TRIAL,
    "prosecution_request": TRIAL,
    "verdict": VERDICT,
    "appeal": APPEALED,
    "cassation": CASSATION,
}
_ORDER = (UNKNOWN, OPENED, INVESTIGATION, TRIAL, VERDICT, APPEALED, CASSATION)


@dataclass(frozen=True)
class EventFact:
    """What the rule needs to know of an event; `earliest` is None when the day is not known."""

    kind: str
    earliest: date | None = None


def case_status(events: Iterable[EventFact]) -> str:
    """One of the words above: the furthest stage that any event proves.

    The furthest, not the latest: a hearing noted after the verdict does not undo the verdict.

    >>> case_status([EventFact("detention"), EventFact("trial_start"), EventFact("remand_extended")])
    'trial'
    """
    stages = [_STAGE_OF_KIND.get(event.kind, UNKNOWN) for event in events]
    return max(stages, key=_ORDER.index, default=UNKNOWN)


def stands_since(events: Iterable[EventFact]) -> date | None:
    """The first known day on which an event proved the present status; None when no day is known."""
    facts = list(events)
    status = case_status(facts)
    days = [
        event.earliest
        for event in facts
        if event.earliest is not None and _STAGE_OF_KIND.get(event.kind) == status
    ]
    return min(days, default=None)
