"""Whether two records are one person: a verdict by a person, never overwritten; merging and undoing.

A verdict is remembered for ever: "different" keeps the pair out of every later proposal. A merge moves
everything that points at one record to the other, remembers what it moved, and can be undone.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from people.models import (
    Account,
    CurrentStatus,
    MergeDecision,
    MergeRecord,
    Person,
    Verdict,
)
from people.names.sorting import sort_key
from people.services.moving_rows import Mover, undo_log
from people.signals import person_merged, person_unmerged
from tracker.lib import clock
from tracker.lib.errors import Conflict, Refused
from tracker.lib.history import because
from tracker.lib.publishing import Publishable, PublishingState
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


# What the survivor takes over where it has nothing of its own.
_GAPS = (
    "name_ru", "sex", "born", "died", "occupation_en", "occupation_ru", "summary_en", "summary_ru",
    "identity_note",
)  # fmt: skip


@atomic_step
def merge_people(survivor: Person, absorbed: Person, *, by: Account, reason: str) -> MergeRecord:
    """Put two records of one person together: all that points at `absorbed` points at `survivor`.

    The absorbed record keeps its ids and leads to the survivor; the survivor takes over what it lacked.
    Parts of a record that was never public become drafts. Raises Refused without a reason, for one
    record twice, a merged or withdrawn one, a public record absorbed by one that is not, and a pair
    that was decided to be two people.
    """
    if not reason.strip():
        raise Refused("Say how you know that these are one person.", field="reason")
    keep, gone = _both(survivor, absorbed)
    _refuse_unfit(keep, gone)
    mover = Mover()
    with because(f"merged: {reason}"[:400], by=by):
        if keep.is_public and not gone.is_public:
            _hide_parts(mover, gone)
        mover.move(Person, gone.pk, keep.pk)
        mover.set(Person, [keep.pk], _taken_over(keep, gone))
        mover.set(Person, [gone.pk], {"merged_into": keep.pk})
        record = MergeRecord.objects.create(
            survivor=keep, absorbed=gone, moved=mover.log, merged_by=by, reason=reason[:400]
        )
        keep.refresh_from_db()
        gone.refresh_from_db()
        decide_same(keep, gone, by=by, reason=reason)
        person_merged.send(sender=Person, survivor=keep, absorbed=gone, by=by, reason=reason)
    return record


@atomic_step
def unmerge_people(record: MergeRecord, *, by: Account, reason: str) -> int:
    """Bring both records back as they were; returns how many rows were left, since written anew.

    Raises Refused without a reason, and Conflict when it is undone already or the survivor was itself
    merged into another record since: that merge is undone first.
    """
    if not reason.strip():
        raise Refused("Say why these are two people.", field="reason")
    keep, gone = _both(record.survivor, record.absorbed)
    locked = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if locked.undone_at is not None:
        raise Conflict("This merge was undone already.")
    if keep.merged_into_id:
        raise Conflict("The record was merged into another one since; undo that first.")
    later = MergeRecord.objects.filter(survivor=keep, undone_at__isnull=True, pk__gt=locked.pk)
    if later.exists():
        raise Conflict("A later merge into this record stands; undo that first.")
    with because(f"merge undone: {reason}"[:400], by=by):
        left = undo_log(locked.moved)
        locked.undone_at, locked.undone_by = clock.now(), by
        locked.save(update_fields=["undone_at", "undone_by"])
        keep.refresh_from_db()
        gone.refresh_from_db()
        decide_different(keep, gone, by=by, reason=reason)
        person_unmerged.send(sender=Person, survivor=keep, absorbed=gone, by=by, reason=reason)
    return left


def _both(one: Person, other: Person) -> tuple[Person, Person]:
    """Both rows, locked in one order for everybody, so that two merges wait and never lock up."""
    if one.pk == other.pk:
        raise Refused("These are one record already.", field="second")
    rows = Person.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[one.pk], found[other.pk]


def _refuse_unfit(keep: Person, gone: Person) -> None:
    for person in (keep, gone):
        if person.merged_into_id:
            raise Conflict(f"{person} was merged into another record already.")
        if person.state == PublishingState.WITHDRAWN:
            raise Refused(f"{person} was withdrawn; bring it back through review first.")
    if gone.is_public and not keep.is_public:
        raise Refused("Keep the public record: its address is known.", field="survivor")
    verdict = standing_verdict(keep, gone)
    if verdict is not None and verdict.verdict == Verdict.DIFFERENT:
        raise Conflict("Somebody decided that these are two people; decide that anew first.")


def _taken_over(keep: Person, gone: Person) -> dict[str, Any]:
    columns = {name: getattr(gone, name) for name in _GAPS if not getattr(keep, name)}
    if keep.status == CurrentStatus.UNKNOWN and gone.status != CurrentStatus.UNKNOWN:
        columns |= {"status": gone.status, "status_on": gone.status_on}
    if columns.get("name_ru"):
        columns["sort_ru"] = sort_key(columns["name_ru"], "ru")
    return {name: value for name, value in columns.items() if value}


def _hide_parts(mover: Mover, gone: Person) -> None:
    """Published parts of a record that is not public would come out with the survivor."""
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and issubclass(model, Publishable) and model is not Person:
            if "person" not in model.visible_through:
                continue  # public by itself, such as a signature
            rows: QuerySet[Any] = model._base_manager.all()
            shown = rows.filter(person=gone, state=PublishingState.PUBLISHED)
            mover.set(
                model,
                list(shown.values_list("pk", flat=True)),
                {"state": PublishingState.DRAFT.value},
            )


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
