"""Publishing and withdrawing of any record, with the Change that tells everybody.

`whole` and `part` as in `cases.publishing.writing`: where the row is only a part of a record that
outsiders know (an event of a case), the Change tells of the whole.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from cases.changes.models import ChangeKind
from cases.changes.telling import tell
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
    record: models.Model,
    *,
    by: Any = None,
    reason: str = "",
    people: Iterable[int] = (),
    whole: models.Model | None = None,
    part: str = "",
) -> models.Model:
    """Make the record public and write the Change. Publishing what is public already changes nothing."""
    if getattr(record, "state", None) == PublishingState.PUBLISHED:
        return record
    locked: models.Model = _move(record, PublishingState.PUBLISHED, reason=reason, by=by)
    if whole is None:
        tell(ChangeKind.PUBLISHED, locked, fields=["state"], people=people, by=by, reason=reason)
    else:
        tell(
            ChangeKind.UPDATED,
            whole,
            fields=[part],
            people=people,
            part=locked,
            by=by,
            reason=reason,
        )
    return locked


@transaction.atomic
def send_to_review(record: models.Model, *, by: Any, reason: str = "") -> models.Model:
    """Put a draft, or what was withdrawn, before a publisher. Not public, so nobody outside is told.

    Raises Conflict for what is public: that is withdrawn first, with a reason.
    """
    if getattr(record, "state", None) == PublishingState.PUBLISHED:
        raise Conflict(f"{record} is published: withdraw it first.", field="state")
    locked: models.Model = _move(record, PublishingState.IN_REVIEW, reason=reason, by=by)
    return locked


@transaction.atomic
def withdraw(
    record: models.Model,
    *,
    by: Any,
    reason: str,
    people: Iterable[int] = (),
    whole: models.Model | None = None,
    part: str = "",
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
    tell(
        ChangeKind.WITHDRAWN if whole is None else ChangeKind.UPDATED,
        locked if whole is None else whole,
        fields=["state"] if whole is None else [part],
        people=people,
        part=None if whole is None else locked,
        was_public=was_public,
        by=by,
        reason=reason,
    )
    return locked


def record_saved(
    record: models.Model,
    *,
    created: bool,
    fields: Iterable[str],
    by: Any,
    reason: str,
    people: Iterable[int] = (),
    whole: models.Model | None = None,
    part: str = "",
) -> None:
    """Write the Change for a save that a form has made itself, in the transaction of that save.

    `fields` are the columns and related rows that differ; without any, and not created, nothing is
    written.
    """
    names = sorted(set(fields))
    if not created and not names:
        return
    if whole is None:
        kind = ChangeKind.CREATED if created else ChangeKind.UPDATED
        tell(kind, record, fields=names, people=people, by=by, reason=reason)
    else:
        tell(
            ChangeKind.UPDATED,
            whole,
            fields=[part],
            people=people,
            part=record,
            by=by,
            reason=reason,
        )
