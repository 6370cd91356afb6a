"""How every service writes a row: checked, with its history, and told once.

`whole` is the record outsiders know (a case, a person, a letter) when the row is only a part of it
(an event, a sentence, a demand); the Change then tells of the whole.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from tracker.lib.checks_of_fields import changed_fields, refuse_bad_fields
from tracker.lib.errors import Conflict, Refused
from tracker.lib.history import because
from tracker.lib.publishing import ALLOWED_MOVES, PublishingState
from tracker.lib.transactions import one_step

M = TypeVar("M", bound=models.Model)


def add_row(
    record: M,
    *,
    whole: models.Model | None = None,
    part: str = "",
    summary: str = "",
    fields: Iterable[str] = (),
    people: Iterable[int] = (),
    by: Any = None,
    reason: str = "",
) -> M:
    """Save a new row and tell of it. Raises Refused, naming the field, for a value that does not fit.

    `part` names what was added to the `whole` ("events"); without a whole the row itself is told of.
    """
    refuse_bad_fields(record)
    with one_step(), because(reason or "added", by=by):
        record.save(force_insert=True)
        if whole is None:
            tell(ChangeKind.CREATED, record, fields=fields, people=people, by=by, reason=reason)
        else:
            tell(
                ChangeKind.UPDATED,
                whole,
                fields=[part],
                summary=summary,
                people=people,
                part=record,
                by=by,
                reason=reason,
            )
    return record


def amend_row(
    record: M,
    *,
    changes: dict[str, Any],
    whole: models.Model | None = None,
    part: str = "",
    summary: str = "",
    people: Iterable[int] = (),
    by: Any = None,
    reason: str = "",
) -> list[str]:
    """Set the values on the record and in the database; return the names of those that differed.

    Values that are there already change nothing and tell nothing. Raises Refused for a value that
    does not fit and for a column nobody may edit, Conflict for a state that cannot follow.
    """
    for name in changes:
        if not record._meta.get_field(name).editable or name == "slug":
            raise Refused(f"“{name}” is not a column that can be set here.", field=name)
    with one_step():
        locked: M = type(record)._default_manager.select_for_update().get(pk=record.pk)
        was_public = bool(getattr(locked, "is_public", True))
        old_state = getattr(locked, "state", None)
        fields = changed_fields(locked, changes)
        if not fields:
            return []
        if "state" in fields and changes["state"] not in ALLOWED_MOVES[str(old_state)]:
            raise Conflict(f"{locked} cannot become {changes['state']}.", field="state")
        refuse_bad_fields(locked)
        with because(reason or "changed", by=by):
            locked.save()
        for name in fields:
            setattr(record, name, getattr(locked, name))
        now_public = bool(getattr(locked, "is_public", True))
        if whole is None:
            tell(
                _kind(was_public, now_public, moved="state" in fields),
                locked,
                fields=fields,
                people=people,
                was_public=was_public and not now_public,
                by=by,
                reason=reason,
            )
        else:
            tell(
                ChangeKind.UPDATED,
                whole,
                fields=[part],
                summary=summary,
                people=people,
                part=locked,
                was_public=was_public and not now_public,
                by=by,
                reason=reason,
            )
    return fields


def _kind(was_public: bool, now_public: bool, *, moved: bool) -> ChangeKind:
    if moved and was_public and not now_public:
        return ChangeKind.WITHDRAWN
    if moved and now_public and not was_public:
        return ChangeKind.PUBLISHED
    return ChangeKind.UPDATED


def state_columns(state: PublishingState, state_reason: str) -> dict[str, str]:
    """The two columns of a new row's state."""
    return {"state": state, "state_reason": state_reason[:400]}
