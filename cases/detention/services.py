"""Writing of detentions: the arrest, the places, and the end."""

from typing import Any

from cases.casefile.models import Case
from cases.detention.models import Detention, DetentionKind, Release, ReleaseKind, Transfer
from cases.detention.periods import Bounds, surely_overlap
from cases.institutions.models import Institution
from cases.publishing.writing import add_row, amend_row, state_columns
from people.models import Person
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState
from tracker.lib.transactions import atomic_step

Draft = PublishingState.DRAFT
DateLike = PartialDate | str | None
_OPEN: Bounds = (None, None)


def _bounds(value: DateLike) -> Bounds:
    if value is None:
        return _OPEN
    return PartialDate.parse(str(value)).bounds()


def _period(since: DateLike, until: DateLike) -> tuple[Bounds, Bounds | None]:
    return _bounds(since), None if until is None else _bounds(until)


@atomic_step
def record_arrest(
    person: Person,
    *,
    since: DateLike,
    kind: DetentionKind = DetentionKind.UNKNOWN,
    until: DateLike = None,
    case: Case | None = None,
    note_en: str = "",
    note_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Detention:
    """The person lost their liberty. `until` only for the past; an end with its kind is a release.

    Raises Refused when it surely overlaps another detention of the person, or ends before it starts.
    """
    since, until = _read(since, "since"), _read(until, "until")
    if since is not None and until is not None and until.surely_before(since):
        raise Refused("The detention would end before it starts.", field="until")
    period = _period(since, until)
    for other in Detention.objects.filter(person=person):
        if surely_overlap(period, _period(other.since, other.until)):
            raise Refused(f"It overlaps the detention {other}.", field="since")
    detention = Detention(
        person=person,
        since=since,
        until=until,
        kind=kind,
        case=case,
        note_en=note_en,
        note_ru=note_ru,
        **state_columns(state, state_reason),
    )
    return add_row(
        detention,
        whole=person,
        part="detentions",
        summary=f"{detention.get_kind_display()} {since or ''}".strip(),
        people=[person.pk],
        by=by,
        reason=reason,
    )


def _read(value: DateLike, field: str) -> PartialDate | None:
    if value is None or isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise Refused(f"{field}: {error}", field=field) from error


def update_detention(
    detention: Detention, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a detention; return those that differed."""
    return _amend(detention, detention, "detention corrected", changes, by, reason)


@atomic_step
def record_transfer(
    detention: Detention,
    *,
    institution: Institution,
    arrived: DateLike = None,
    left: DateLike = None,
    seen_on: DateLike = None,
    note_en: str = "",
    note_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Transfer:
    """A stay in an institution: arrival, departure, or only reported there on a date.

    Raises Refused when the person would leave before they arrive.
    """
    arrived, left = _read(arrived, "arrived"), _read(left, "left")
    if arrived is not None and left is not None and left.surely_before(arrived):
        raise Refused("The person would leave before arriving.", field="left")
    return add_row(
        Transfer(
            detention=detention,
            institution=institution,
            arrived=arrived,
            left=left,
            seen_on=seen_on,
            note_en=note_en,
            note_ru=note_ru,
            **state_columns(state, state_reason),
        ),
        whole=detention.person,
        part="detentions",
        summary=str(institution),
        people=[detention.person_id],
        by=by,
        reason=reason,
    )


def update_transfer(
    transfer: Transfer, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a stay; return those that differed."""
    return _amend(transfer, transfer.detention, f"corrected: {transfer}", changes, by, reason)


@atomic_step
def record_release(
    detention: Detention,
    *,
    kind: ReleaseKind,
    on: DateLike,
    note_en: str = "",
    note_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Release:
    """How and when the detention ended; its `until` is set to the same date.

    Raises Conflict when its end is on record, Refused when it would end before it starts.
    """
    on = _read(on, "on")
    if Release.objects.filter(detention=detention).exists():
        raise Conflict(
            "The end of this detention is on record; correct it there.", field="detention"
        )
    if on is not None and detention.since is not None and on.surely_before(detention.since):
        raise Refused("The detention would end before it starts.", field="on")
    if on is not None and detention.until != on:
        _amend(detention, detention, "ended", {"until": on}, by, reason)
    release = Release(
        detention=detention,
        kind=kind,
        on=on,
        note_en=note_en,
        note_ru=note_ru,
        **state_columns(state, state_reason),
    )
    return add_row(
        release,
        whole=detention.person,
        part="detentions",
        summary=str(release),
        people=[detention.person_id],
        by=by,
        reason=reason,
    )


def update_release(release: Release, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of a release; return those that differed."""
    return _amend(release, release.detention, f"corrected: {release}", changes, by, reason)


def _amend(
    row: Detention | Transfer | Release,
    detention: Detention,
    summary: str,
    changes: dict[str, Any],
    by: Any,
    reason: str,
) -> list[str]:
    return amend_row(
        row,
        changes=changes,
        whole=detention.person,
        part="detentions",
        summary=summary,
        people=[detention.person_id],
        by=by,
        reason=reason,
    )
