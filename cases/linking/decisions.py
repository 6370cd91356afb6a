"""Decisions on links by a person: accepted, rejected, put off, taken back. No decision is overwritten.

Each keeps the score and reasons as they stood. A pair that a person has decided is never offered
again, whatever the machine finds later.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from cases.linking.models import LINKED_RECORDS, LinkCandidate, LinkDecision, LinkStatus
from cases.linking.selectors import review_queue
from people.models import Person
from tracker.lib import clock
from tracker.lib.errors import Conflict, Refused

# How long an item that somebody looks at is kept from others.
CLAIM = timedelta(minutes=10)


@transaction.atomic
def claim_next(*, by: Any, person: Person | None = None) -> LinkCandidate | None:
    """The best item nobody else is looking at, now this person's for a while; None when none is left.

    Asking again without deciding gives the same item.
    """
    now = clock.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now) | Q(claimed_by=by)
    waiting = review_queue(person=person).filter(free)
    own = waiting.filter(claimed_by=by, claimed_until__gte=now)
    for queue in (own, waiting):
        candidate = queue.select_for_update(skip_locked=True, of=("self",)).first()
        if candidate is not None:
            LinkCandidate.objects.filter(pk=candidate.pk).update(
                claimed_by=by, claimed_until=now + CLAIM
            )
            return candidate
    return None


def accept_link(candidate: LinkCandidate, *, by: Any, reason: str = "") -> LinkDecision:
    """The article speaks of this record. Raises Conflict when somebody has decided otherwise."""
    return _decide(candidate, LinkStatus.ACCEPTED, by=by, reason=reason)


def reject_link(candidate: LinkCandidate, *, by: Any, reason: str = "") -> LinkDecision:
    """It does not; the pair stays away for ever. Raises Conflict as `accept_link` does."""
    return _decide(candidate, LinkStatus.REJECTED, by=by, reason=reason)


def defer_link(candidate: LinkCandidate, *, by: Any, reason: str = "") -> LinkDecision:
    """Not now: the item comes back to the queue another day."""
    return _decide(candidate, LinkStatus.DEFERRED, by=by, reason=reason)


@transaction.atomic
def undo_decision(candidate: LinkCandidate, *, by: Any, reason: str = "") -> LinkCandidate:
    """Take the standing decision back; the item returns to the queue and the decision stays on file.

    Raises Refused when nothing was decided.
    """
    locked = _locked(candidate)
    standing = _standing(locked)
    if standing is None:
        raise Refused("There is no decision to take back.")
    standing.superseded_at = clock.now()
    standing.save(update_fields=["superseded_at"])
    was_accepted = locked.status == LinkStatus.ACCEPTED
    locked.status, locked.automatic = LinkStatus.UNDECIDED, False
    locked.claimed_by, locked.claimed_until = None, None
    locked.save()
    if was_accepted:
        tell_of_link(ChangeKind.UNLINKED, locked, by=by, reason=reason or "taken back")
    return locked


@transaction.atomic
def _decide(candidate: LinkCandidate, verdict: LinkStatus, *, by: Any, reason: str) -> LinkDecision:
    if by is None or not getattr(by, "pk", None):
        raise Refused("A decision needs the person who makes it.")
    locked = _locked(candidate)
    standing = _standing(locked)
    if standing is not None:
        if standing.verdict == verdict and standing.decided_by_id is not None:
            return standing
        by_person = standing.decided_by_id is not None
        if by_person and standing.verdict != LinkStatus.DEFERRED:
            raise Conflict("Somebody has decided this link meanwhile; take that back first.")
        standing.superseded_at = clock.now()
        standing.save(update_fields=["superseded_at"])
    was_accepted = locked.status == LinkStatus.ACCEPTED
    decision = LinkDecision.objects.create(
        candidate=locked,
        verdict=verdict,
        decided_by=by,
        reason=reason[:400],
        score=locked.score,
        reasons=locked.reasons,
    )
    locked.status, locked.automatic = verdict, False
    locked.claimed_by, locked.claimed_until = None, None
    locked.save()
    if verdict == LinkStatus.ACCEPTED and not was_accepted:
        tell_of_link(ChangeKind.LINKED, locked, by=by, reason=reason)
    elif was_accepted and verdict != LinkStatus.ACCEPTED:
        tell_of_link(ChangeKind.UNLINKED, locked, by=by, reason=reason)
    return decision


def tell_of_link(kind: ChangeKind, candidate: LinkCandidate, *, by: Any, reason: str) -> None:
    """Write the Change of the record that an article was linked to, or no longer is.

    Public when both the article and the record are.
    """
    record = candidate.record
    if record is None:
        raise Refused("A link without a record cannot be told of.")
    record_change(
        kind,
        record,
        fields=["articles"],
        summary=candidate.article.title,
        people=[candidate.person_id] if candidate.person_id is not None else [],
        public=LinkCandidate.objects.published().filter(pk=candidate.pk).exists(),
        by=by,
        reason=reason,
    )


def _locked(candidate: LinkCandidate) -> LinkCandidate:
    return (
        LinkCandidate.objects.select_for_update(of=("self",))
        .select_related("article", *LINKED_RECORDS)
        .get(pk=candidate.pk)
    )


def _standing(candidate: LinkCandidate) -> LinkDecision | None:
    return candidate.decisions.filter(superseded_at__isnull=True).first()
