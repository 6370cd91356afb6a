"""Making, changing, publishing and withdrawing the record of a person.

Each tells `people.signals.person_changed` inside its transaction; `cases.receivers` writes the
Change.
"""

from collections.abc import Iterable
from typing import Any

from people.models import Person
from people.names.sorting import sort_key
from people.services.own_names import ensure_own_names
from people.signals import person_changed
from tracker.lib import clock
from tracker.lib.checks_of_fields import changed_fields, refuse_bad_fields
from tracker.lib.errors import Conflict, Refused
from tracker.lib.history import because
from tracker.lib.publishing import ALLOWED_MOVES, PublishingState
from tracker.lib.slugs import ascii_slug, free_slug
from tracker.lib.transactions import atomic_step

# What update_person may set. The address and the public id are for ever; states have verbs.
EDITABLE = frozenset(
    {
        "name_en", "name_ru", "sex", "born", "died", "occupation_en", "occupation_ru", "summary_en",
        "summary_ru", "status", "status_on", "identity_note", "unknown_facts", "state_reason",
        "embargo_until",
    }
)  # fmt: skip


def _tell(
    person: Person, kind: str, fields: Iterable[str], *, by: Any, reason: str, was_public: bool
) -> None:
    person_changed.send(
        sender=Person,
        person=person,
        kind=kind,
        fields=list(fields),
        by=by,
        reason=reason,
        was_public=was_public,
    )


def _set_sort_keys(person: Person) -> list[str]:
    keys: dict[str, object] = {
        "sort_en": sort_key(person.name_en, "en"),
        "sort_ru": sort_key(person.name_ru, "ru"),
    }
    return changed_fields(person, keys)


@atomic_step
def create_person(
    *,
    name_en: str,
    name_ru: str = "",
    slug: str = "",
    state: PublishingState = PublishingState.DRAFT,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
    **facts: Any,
) -> Person:
    """A new person with the names given, their sort keys and a name form for each.

    `facts` are further columns of EDITABLE (born, occupation_en, status...). Without `slug` the
    address is made from the name. Raises Refused, naming the field, for a value that does not
    fit, an unknown column, or an address that is taken or not plain ASCII.
    """
    _refuse_foreign_columns(facts)
    if not name_en.strip():
        raise Refused("A person needs a name in English letters.", field="name_en")
    if slug and slug != ascii_slug(slug):
        raise Refused(f"“{slug}” is not an address: small letters, digits, hyphens.", field="slug")
    if slug and Person.objects.filter(slug=slug).exists():
        raise Refused(f"The address “{slug}” is taken.", field="slug")
    person = Person(
        name_en=name_en.strip(),
        name_ru=name_ru.strip(),
        slug=slug or free_slug(Person, name_en or name_ru, otherwise="person"),
        state=state,
        state_reason=state_reason[:400],
        published_at=clock.now() if state == PublishingState.PUBLISHED else None,
    )
    changed_fields(person, facts)
    _set_sort_keys(person)
    refuse_bad_fields(person)
    with because(reason or "created", by=by):
        person.save()
        ensure_own_names(person)
    fields = sorted({"name_en", *(["name_ru"] if name_ru else []), *facts})
    _tell(person, "created", fields, by=by, reason=reason, was_public=False)
    return person


@atomic_step
def update_person(person: Person, *, changes: dict[str, Any], by: Any, reason: str) -> Person:
    """Set the columns and return the person as saved. Values that are there already change nothing.

    Raises Refused for a column outside EDITABLE or a value that does not fit, naming it.
    """
    _refuse_foreign_columns(changes)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    was_public = locked.is_public
    fields = changed_fields(locked, changes)
    if not fields:
        return locked
    if not locked.name_en.strip():
        raise Refused("A person needs a name in English letters.", field="name_en")
    _set_sort_keys(locked)
    refuse_bad_fields(locked)
    with because(reason, by=by):
        locked.save()
        if {"name_en", "name_ru"} & set(fields):
            ensure_own_names(locked)
    _tell(locked, "updated", fields, by=by, reason=reason, was_public=was_public)
    return locked


@atomic_step
def after_person_saved(
    person: Person, *, created: bool, fields: Iterable[str], by: Any, reason: str
) -> None:
    """What belongs to a save that a form has made itself: sort keys, name forms, the news of it.

    Call it in the transaction of the save. Without changed fields nothing is told.
    """
    names = sorted(set(fields))
    if not created and not names:
        return
    with because(reason, by=by):
        if _set_sort_keys(person):
            person.save(update_fields=["sort_en", "sort_ru", "updated_at"])
        ensure_own_names(person)
    kind = "created" if created else "updated"
    _tell(person, kind, names, by=by, reason=reason, was_public=person.is_public)


@atomic_step
def publish_person(person: Person, *, by: Any, reason: str = "") -> Person:
    """Make the person public. Publishing who is public already changes nothing and tells nobody."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.state == PublishingState.PUBLISHED:
        return locked
    if locked.merged_into_id:
        raise Refused("This record was merged into another one; publish that.", field="state")
    _move(locked, PublishingState.PUBLISHED, by=by, reason=reason)
    _tell(locked, "published", ["state"], by=by, reason=reason, was_public=False)
    return locked


@atomic_step
def withdraw_person(person: Person, *, by: Any, reason: str) -> Person:
    """Take the person from the public everywhere. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say why the record is withdrawn: partners are told.", field="reason")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.state == PublishingState.WITHDRAWN:
        return locked
    was_public = locked.is_public
    _move(locked, PublishingState.WITHDRAWN, by=by, reason=reason)
    _tell(locked, "withdrawn", ["state"], by=by, reason=reason, was_public=was_public)
    return locked


def _move(person: Person, to: PublishingState, *, by: Any, reason: str) -> None:
    if to not in ALLOWED_MOVES[person.state]:
        raise Conflict(
            f"{person} is {person.get_state_display()} and cannot become {to.label}.", field="state"
        )
    person.state = to
    person.state_reason = reason[:400]
    if to == PublishingState.PUBLISHED:
        person.published_at = person.published_at or clock.now()
    with because(reason or str(to.label), by=by):
        person.save(update_fields=["state", "state_reason", "published_at", "updated_at"])


def _refuse_foreign_columns(values: Iterable[str]) -> None:
    for name in values:
        if name not in EDITABLE:
            raise Refused(f"“{name}” is not a column that can be set here.", field=name)
