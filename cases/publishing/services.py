"""Publishing and withdrawing of any record, with the Change that tells everybody."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from tracker.lib import clock
from tracker.lib.errors import Conflict, Refused
from tracker.lib.history import because
from tracker.lib.publishing import ALLOWED_MOVES, PublishingState


def _move(record: Any, to: PublishingState, *, reason: str, by: Any) -> Any:
    """The locked row in its new state. Raises Conflict when the step is not allowed."""
    model = type(record)
    locked = model._default_manager.select_for_update().get(pk=record.pk)
    if to != locked.state and to not in ALLOWED_MOVES[locked.state]:
        raise Conflict(
            f"{locked} is {locked.get_state_display()} and cannot become {PublishingState(to).label}.",
            field="state",
        )
    with because(reason or str(PublishingState(to).label), by=by):
        locked.state = to
        locked.state_reason = reason[:400]
        if to == PublishingState.PUBLISHED:
            locked.published_at = locked.published_at or clock.now()
        locked.save()
    return locked


@transaction.atomic
def publish(
    record: models.Model, *, by: Any = None, reason: str = "", people: Iterable[int] = ()
) -> models.Model:
    """Make the record public and write the Change. Publishing what is public already changes nothing."""
    if getattr(record, "state", None) == PublishingState.PUBLISHED:
        return record
    locked: models.Model = _move(record, PublishingState.PUBLISHED, reason=reason, by=by)
    record_change(
        ChangeKind.PUBLISHED, locked, fields=["state"], people=people, by=by, reason=reason
    )
    return locked


@transaction.atomic
def withdraw(
    record: models.Model, *, by: Any, reason: str, people: Iterable[int] = ()
) -> models.Model:
    """Take the record from the public everywhere, with the reason, and tell every copy.

    Raises Refused without a reason: partners are told why.
    """
    if not reason.strip():
        raise Refused("Say why the record is withdrawn: partners are told.", field="reason")
    was_public = (
        type(record)._default_manager.all().published().filter(pk=record.pk).exists()  # type: ignore[attr-defined]
    )
    locked: models.Model = _move(record, PublishingState.WITHDRAWN, reason=reason, by=by)
    record_change(
        ChangeKind.WITHDRAWN,
        locked,
        fields=["state"],
        people=people,
        public=was_public,
        by=by,
        reason=reason,
    )
    return locked
