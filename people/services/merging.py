"""Whether two records are one person: a verdict by a person, never overwritten.

A verdict is remembered for ever: "different" keeps the pair out of every later proposal. Putting two
records together is another step, which this project does not take yet.
"""

from collections.abc import Sequence
from typing import Any

from people.models import Account, MergeDecision, Person, Verdict
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.transactions import atomic_step


def decide_same(
    one: Person,
    other: Person,
    *,
    by: Account,
    reason: str,
    score: float | None = None,
    reasons: Sequence[Any] = (),
) -> MergeDecision:
    """The two records are one person. `score` and `reasons` are what the machine proposed."""
    return _decide(one, other, Verdict.SAME, by=by, reason=reason, score=score, reasons=reasons)


def decide_different(
    one: Person,
    other: Person,
    *,
    by: Account,
    reason: str,
    score: float | None = None,
    reasons: Sequence[Any] = (),
) -> MergeDecision:
    """The two records are two people, whatever their names: namesakes, relatives."""
    return _decide(
        one, other, Verdict.DIFFERENT, by=by, reason=reason, score=score, reasons=reasons
    )


def decide_unsure(
    one: Person,
    other: Person,
    *,
    by: Account,
    reason: str,
    score: float | None = None,
    reasons: Sequence[Any] = (),
) -> MergeDecision:
    """Somebody looked and could not tell; the pair may be asked about again."""
    return _decide(one, other, Verdict.UNSURE, by=by, reason=reason, score=score, reasons=reasons)


def standing_verdict(one: Person, other: Person) -> MergeDecision | None:
    """The verdict on the pair that holds now, in whichever order it is asked; None without one."""
    first, second = sorted((one.pk, other.pk))
    return MergeDecision.objects.filter(
        first_id=first, second_id=second, superseded_at__isnull=True
    ).first()


@atomic_step
def _decide(
    one: Person,
    other: Person,
    verdict: Verdict,
    *,
    by: Account,
    reason: str,
    score: float | None,
    reasons: Sequence[Any],
) -> MergeDecision:
    """The new standing verdict; the one before stays on record as superseded.

    Raises Refused for a person and themselves, and without a reason.
    """
    if one.pk == other.pk:
        raise Refused("These are one record already.", field="second")
    if not reason.strip():
        raise Refused("Say what tells them apart, or together.", field="reason")
    first, second = sorted((one.pk, other.pk))
    # Both rows are locked in one order, so that two verdicts on a pair come one after the other.
    list(Person.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk"))
    MergeDecision.objects.filter(
        first_id=first, second_id=second, superseded_at__isnull=True
    ).update(superseded_at=clock.now())
    return MergeDecision.objects.create(
        first_id=first,
        second_id=second,
        verdict=verdict,
        reason=reason[:400],
        score=score,
        reasons=list(reasons),
        decided_by=by,
    )
