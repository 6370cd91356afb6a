"""Pure: which outcome of a charge may follow which.

Source of the rule: the order of a criminal case (a charge is brought, may be re-qualified or
dropped, and ends in a conviction or an acquittal); a higher court may turn a verdict round.
"""

from collections.abc import Iterable

BROUGHT = "brought"
REQUALIFIED = "requalified"
DROPPED = "dropped"
CONVICTED = "convicted"
ACQUITTED = "acquitted"
UNKNOWN = "unknown"

# After each outcome. The empty key is a charge with no update yet: any word may be the first one
# that a source gives.
ALLOWED_STEPS: dict[str, frozenset[str]] = {
    "": frozenset({BROUGHT, REQUALIFIED, DROPPED, CONVICTED, ACQUITTED, UNKNOWN}),
    BROUGHT: frozenset({BROUGHT, REQUALIFIED, DROPPED, CONVICTED, ACQUITTED, UNKNOWN}),
    # The charge it became has its own life; this one has ended.
    REQUALIFIED: frozenset(),
    DROPPED: frozenset({BROUGHT}),
    # Upheld (convicted again), turned round, sent back for a new trial, or dropped on appeal.
    CONVICTED: frozenset({CONVICTED, ACQUITTED, REQUALIFIED, DROPPED, BROUGHT}),
    ACQUITTED: frozenset({ACQUITTED, CONVICTED, BROUGHT}),
    UNKNOWN: frozenset({BROUGHT, REQUALIFIED, DROPPED, CONVICTED, ACQUITTED, UNKNOWN}),
}
FINAL = frozenset({REQUALIFIED, DROPPED, CONVICTED, ACQUITTED})


def may_follow(latest: str, outcome: str) -> bool:
    """Whether `outcome` may be recorded after the `latest` one ("" when there is none)."""
    return outcome in ALLOWED_STEPS.get(latest, frozenset())


def anybody_convicted(outcomes: Iterable[str]) -> bool:
    """Whether any of the latest outcomes is a conviction: signing a letter or being recognised is not.

    >>> anybody_convicted(["brought", "unknown"])
    False
    """
    return any(outcome == CONVICTED for outcome in outcomes)
