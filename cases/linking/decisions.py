"""Decisions on links by a person: accepted, rejected, put off, taken back. No decision is overwritten.

Each keeps the score and reasons as they stood. A pair that a person has decided is never offered
again, whatever the machine finds later.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from cases.linking.models import LINKED_RECORDS, Asked, LinkCandidate, LinkDecision, LinkStatus
from cases.linking.selectors import PUT_OFF, offered_beside, review_queue
from cases.linking.subjects import note_subjects
from people.models import Person
from tracker.lib import clock
from tracker.lib.errors import Conflict, Refused

# How long an item that somebody looks at is kept from others.
CLAIM = timedelta(minutes=10)


@transaction.atomic
def claim_next(*, by: Any, person: Person | None = None) -> LinkCandidate | None:
    """The best item nobody else is looking at, now this person's for a while; None when none is left.

    Asking again without deciding gives the same item. Among equals the person of the last decision
    comes first: who has just read up on somebody decides the next article about them sooner. Others
    offered for the same words (`offered_beside`) are claimed with it.
    """
    now = clock.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now) | Q(claimed_by=by)
    waiting = review_queue(person=person).filter(free)
    best = waiting.order_by("-priority", "-id").values_list("priority", flat=True).first()
    if best is None:
        return None
    queues = [waiting.filter(claimed_by=by, claimed_until__gte=now).order_by("-score", "-id")]
    last = _last_person(by)
    if person is None and last is not None:
        queues.append(waiting.filter(person_id=last, priority=best))
    for queue in (*queues, waiting):
        candidate = queue.select_for_update(skip_locked=True, of=("self",)).first()
        if candidate is not None:
            beside = offered_beside(candidate).values_list("pk", flat=True)
            LinkCandidate.objects.filter(pk__in=[candidate.pk, *beside]).update(
                claimed_by=by, claimed_until=now + CLAIM
            )
            return candidate
    return None


def _last_person(by: Any) -> int | None:
    return (
        LinkDecision.objects.filter(decided_by=by)
        .order_by("-id")
        .values_list("candidate__person_id", flat=True)
        .first()
    )


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
def choose_link(
    candidate: LinkCandidate, *, instead_of: Iterable[LinkCandidate], by: Any, reason: str = ""
) -> LinkDecision:
    """The article speaks of this record and not of the others that were offered for the same words.

    Others that somebody has decided meanwhile stay as they are. Raises Conflict as `accept_link`.
    """
    others = [one for one in instead_of if one.pk != candidate.pk]
    _lock_in_order([candidate, *others])
    chosen = _decide(candidate, LinkStatus.ACCEPTED, by=by, reason=reason)
    words = reason or f"another was chosen: {candidate.record}"
    _reject_open(others, by=by, reason=words, together_with=chosen)
    return chosen


@transaction.atomic
def reject_links(
    candidates: Iterable[LinkCandidate], *, by: Any, reason: str = ""
) -> LinkDecision | None:
    """It is none of them; the first decision, with which the others are taken back. None for none."""
    rows = list(candidates)
    if not rows:
        return None
    _lock_in_order(rows)
    first = _decide(rows[0], LinkStatus.REJECTED, by=by, reason=reason)
    _reject_open(rows[1:], by=by, reason=reason, together_with=first)
    return first


@transaction.atomic
def undo_decision(candidate: LinkCandidate, *, by: Any, reason: str = "") -> LinkCandidate:
    """Take the standing decision back; the item returns to the queue and the decision stays on file.

    So do those that were made with the same click. Raises Refused when nothing was decided.
    """
    locked = _locked(candidate)
    standing = _standing(locked)
    if standing is None:
        raise Refused("There is no decision to take back.")
    with_it = LinkDecision.objects.filter(together_with=standing, superseded_at__isnull=True)
    _take_back(locked, standing, by=by, reason=reason)
    for other in with_it.select_related("candidate").order_by("candidate_id"):
        _take_back(_locked(other.candidate), other, by=by, reason=reason)
    return locked


def _take_back(locked: LinkCandidate, standing: LinkDecision, *, by: Any, reason: str) -> None:
    standing.superseded_at = clock.now()
    standing.save(update_fields=["superseded_at"])
    was_accepted = locked.status == LinkStatus.ACCEPTED
    locked.status, locked.automatic, locked.to_check = LinkStatus.UNDECIDED, False, False
    locked.claimed_by, locked.claimed_until = None, None
    locked.save()
    note_subjects([locked.article_id])
    if was_accepted:
        tell_of_link(ChangeKind.UNLINKED, locked, by=by, reason=reason or "taken back")


def _reject_open(
    others: Iterable[LinkCandidate], *, by: Any, reason: str, together_with: LinkDecision
) -> None:
    for other in others:
        standing = _standing(other)
        if standing is not None and standing.verdict != LinkStatus.DEFERRED:
            continue
        _decide(other, LinkStatus.REJECTED, by=by, reason=reason, together_with=together_with)


@transaction.atomic
def _decide(
    candidate: LinkCandidate,
    verdict: LinkStatus,
    *,
    by: Any,
    reason: str,
    together_with: LinkDecision | None = None,
) -> LinkDecision:
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
        if locked.to_check and verdict == LinkStatus.DEFERRED:
            # The machine's link stands until somebody has looked: only the question waits.
            locked.claimed_by, locked.claimed_until = None, clock.now() + PUT_OFF
            locked.save(update_fields=["claimed_by", "claimed_until"])
            return standing
        standing.superseded_at = clock.now()
        standing.save(update_fields=["superseded_at"])
    was_accepted = locked.status == LinkStatus.ACCEPTED
    decision = LinkDecision.objects.create(
        candidate=locked,
        verdict=verdict,
        decided_by=by,
        reason=reason[:400],
        score=locked.score,
        raw_score=locked.raw_score,
        reasons=locked.reasons,
        asked=_how_asked(locked),
        together_with=together_with,
    )
    locked.status, locked.automatic, locked.to_check = verdict, False, False
    locked.claimed_by, locked.claimed_until = None, None
    locked.save()
    note_subjects([locked.article_id])
    if verdict == LinkStatus.ACCEPTED and not was_accepted:
        tell_of_link(ChangeKind.LINKED, locked, by=by, reason=reason)
    elif was_accepted and verdict != LinkStatus.ACCEPTED:
        tell_of_link(ChangeKind.UNLINKED, locked, by=by, reason=reason)
    return decision


def _how_asked(candidate: LinkCandidate) -> Asked:
    if candidate.to_check:
        return Asked.CHECK
    if candidate.status in (LinkStatus.UNDECIDED, LinkStatus.DEFERRED):
        return Asked.QUESTION
    return Asked.UNASKED


def tell_of_link(kind: ChangeKind, candidate: LinkCandidate, *, by: Any, reason: str) -> None:
    """Write the Change of the record that an article was linked to, or no longer is.

    Public when both the article and the record are.
    """
    tell_of_links(kind, [candidate], by=by, reason=reason)


def tell_of_links(
    kind: ChangeKind, candidates: Sequence[LinkCandidate], *, by: Any, reason: str
) -> None:
    """`tell_of_link` for several, in their order; whether each is public is asked once."""
    if not candidates:
        return
    pks = [candidate.pk for candidate in candidates]
    seen = LinkCandidate.objects.published().filter(pk__in=pks)
    public = set(seen.order_by().values_list("pk", flat=True))
    for candidate in candidates:
        record = candidate.record
        if record is None:
            raise Refused("A link without a record cannot be told of.")
        record_change(
            kind,
            record,
            fields=["articles"],
            summary=candidate.article.title,
            people=[candidate.person_id] if candidate.person_id is not None else [],
            public=candidate.pk in public,
            by=by,
            reason=reason,
        )


def _lock_in_order(candidates: Iterable[LinkCandidate]) -> None:
    """In one order for everybody, so that two researchers wait for each other and never both."""
    pks = [candidate.pk for candidate in candidates]
    rows = LinkCandidate.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    list(rows.order_by("pk").values_list("pk"))


def _locked(candidate: LinkCandidate) -> LinkCandidate:
    return (
        LinkCandidate.objects.select_for_update(of=("self",))
        .select_related("article", *LINKED_RECORDS)
        .get(pk=candidate.pk)
    )


def _standing(candidate: LinkCandidate) -> LinkDecision | None:
    return candidate.decisions.filter(superseded_at__isnull=True).first()
