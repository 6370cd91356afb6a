"""Calibrating links on the decisions of researchers: fitting, putting in force, turning back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from cases.linking.calibration import (
    NO_CHANGE,
    Calibration,
    Pair,
    Tenth,
    brier,
    fit,
    on_held_back,
    reliability,
)
from cases.linking.models import LINKED_RECORDS, Asked, LinkCalibration, LinkStatus
from cases.linking.reasons import WeighedReason
from cases.linking.selectors import active_calibration, decisions_of_people
from people.names.finding.confidence import MOST_FOR_REVIEW
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.transactions import atomic_step

# Fewer say nothing about tenths of a score.
LEAST_DECISIONS = 200
# A kind with fewer is left as it is.
LEAST_OF_KIND = 50
# Links that the machine made: what people decide are nearly always questions, and how often uncertain
# links are right says nothing of those. Only as many checked ones do.
LEAST_CHECKED = 20


@dataclass(frozen=True)
class KindFigures:
    """One kind of link: its decisions, what was fitted, and reliability before and after."""

    kind: str
    decisions: int
    checked: int  # of them, of links that the rules make by themselves
    fitted: Calibration
    brier_before: float
    brier_after: float
    before: list[Tenth]
    after: list[Tenth]


def labelled_scores(*, since: datetime | None = None) -> dict[str, list[Pair]]:
    """By kind, the score of the rules and whether it was right, of decisions that were asked for.

    Links of the machine that somebody overruled unasked are left out: only wrong ones are looked for.
    """
    rows = (
        decisions_of_people(since=since)
        .exclude(asked=Asked.UNASKED)
        .values_list(
            "score",
            "raw_score",
            "verdict",
            *(f"candidate__{kind}_id" for kind in LINKED_RECORDS),
        )
    )
    found: dict[str, list[Pair]] = defaultdict(list)
    for score, raw, verdict, *records in rows.iterator(5_000):
        kind = next(name for name, pk in zip(LINKED_RECORDS, records, strict=True) if pk)
        found[kind].append((score if raw is None else raw, verdict == LinkStatus.ACCEPTED))
    return dict(found)


def fit_by_kind(labelled: dict[str, list[Pair]]) -> list[KindFigures]:
    """Figures of each kind that has enough decisions; "after" on decisions held back.

    Raises Refused with fewer than LEAST_DECISIONS in all.
    """
    number = sum(len(pairs) for pairs in labelled.values())
    if number < LEAST_DECISIONS:
        raise Refused(
            f"There are {number} decisions by people; calibrating needs {LEAST_DECISIONS}."
        )
    found = []
    for kind in LINKED_RECORDS:
        pairs = labelled.get(kind, [])
        if len(pairs) < LEAST_OF_KIND:
            continue
        after = on_held_back(pairs)
        found.append(
            KindFigures(
                kind=kind,
                decisions=len(pairs),
                checked=sum(score >= settings.LINK_AUTOMATIC_THRESHOLD for score, _ in pairs),
                fitted=fit(pairs),
                brier_before=brier(pairs),
                brier_after=brier(after),
                before=reliability(pairs),
                after=reliability(after),
            )
        )
    return found


@atomic_step
def put_in_force(figures: Iterable[KindFigures], *, by: Any, reason: str) -> LinkCalibration:
    """The calibration that holds from now on; the one before ends and stays on file.

    Raises Refused without figures or a reason.
    """
    rows = list(figures)
    if not rows:
        raise Refused("No kind of link has decisions enough.")
    if not reason.strip():
        raise Refused("Say why the scores are set right now.", field="reason")
    _end_active()
    return LinkCalibration.objects.create(
        created_by=by if getattr(by, "pk", None) else None,
        reason=reason[:400],
        decisions=sum(row.decisions for row in rows),
        parameters={
            row.kind: {
                "slope": row.fitted.slope,
                "shift": row.fitted.shift,
                "decisions": row.decisions,
                "checked": row.checked,
            }
            for row in rows
        },
        figures={
            row.kind: {"before": round(row.brier_before, 4), "after": round(row.brier_after, 4)}
            for row in rows
        },
        active=True,
    )


@atomic_step
def turn_back(*, by: Any, reason: str) -> LinkCalibration | None:
    """End the calibration in force and return to the one before it, or to none; returns that one.

    Raises Refused when none is in force.
    """
    ended = _end_active()
    if ended is None:
        raise Refused("No calibration is in force.")
    before = LinkCalibration.objects.filter(pk__lt=ended.pk).order_by("-pk").first()
    if before is None:
        return None
    # A new row, not the old one woken: the list says what was in force from when to when.
    return LinkCalibration.objects.create(
        created_by=by if getattr(by, "pk", None) else None,
        reason=f"turned back: {reason}"[:400],
        decisions=before.decisions,
        parameters=before.parameters,
        figures=before.figures,
        active=True,
    )


def calibrated_score(kind: str, raw: float, calibration: LinkCalibration | None) -> float:
    """The score of the rules set right. What the rules would only ask about is never made automatic.

    What they link by themselves is left as it is until LEAST_CHECKED of such links were checked.
    """
    values = calibration.parameters.get(kind) if calibration is not None else None
    fitted = Calibration(values["slope"], values["shift"]) if values else NO_CHANGE
    if fitted == NO_CHANGE:
        return raw
    score = fitted.apply(raw)
    if raw >= settings.LINK_AUTOMATIC_THRESHOLD:
        if not values or values.get("checked", 0) < LEAST_CHECKED:
            return raw
    else:
        score = min(score, max(raw, MOST_FOR_REVIEW))
    return round(score, 4)


def calibrated_reason(raw: float, score: float) -> dict[str, Any]:
    """The reason that says that decisions have set the score right, as kept with a candidate."""
    return WeighedReason("calibrated", f"{raw:.2f} → {score:.2f}", against=score < raw).as_json()


def _end_active() -> LinkCalibration | None:
    active = active_calibration()
    if active is None:
        return None
    locked = LinkCalibration.objects.select_for_update().get(pk=active.pk)
    locked.active, locked.ended_at = False, clock.now()
    locked.save(update_fields=["active", "ended_at"])
    return locked
