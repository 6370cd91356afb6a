"""Adding and retiring the ways a person is named, and renewing the keys they are found by.

What is written here is told by `people.signals.person_changed`, so that copies and the news learn it.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from people.models import NameForm, NameKind, Person
from people.names import name_keys
from people.services.names_of_person import keep_name_form, parts_of_form
from people.signals import person_changed
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.history import because

_BATCH = 1_000


@transaction.atomic
def add_name_form(
    person: Person,
    *,
    text: str,
    language: str = "",
    kind: str = NameKind.KNOWN_AS,
    given: str = "",
    patronymic: str = "",
    surname: str = "",
    preferred: bool = False,
    used_by: str = "",
    note: str = "",
    by: Any,
    reason: str,
) -> NameForm:
    """The person's live form of this text, made or corrected; parts not given are read from it.

    A misspelling is found in the news but only ever asked about; a never-match form keeps exactly
    that name away from this person. Raises Refused for an empty text or a value that does not fit.
    """
    text = " ".join(text.split())
    if not text:
        raise Refused("A name form needs a name.", field="text")
    was_public = person.is_public
    values = {
        "language": language,
        "given": given,
        "patronymic": patronymic,
        "surname": surname,
        "preferred": preferred,
        "used_by": used_by,
        "note": note,
    }
    form, written = keep_name_form(
        person, text=text, kind=kind, values=values, by=by, reason=reason
    )
    if written:
        _tell(person, by=by, reason=reason, was_public=was_public)
    return form


@transaction.atomic
def retire_name_form(form: NameForm, *, by: Any, reason: str) -> NameForm:
    """Find nobody by this form any more; the row stays with its history.

    Raises Refused without a reason. Retiring a retired form changes nothing.
    """
    if not reason.strip():
        raise Refused("Say why the name is no longer used.", field="reason")
    locked = NameForm.objects.select_for_update().select_related("person").get(pk=form.pk)
    if locked.retired_at is not None:
        return locked
    with because(reason, by=by):
        locked.retired_at = clock.now()
        locked.preferred = False
        locked.save()
    _tell(locked.person, by=by, reason=reason, was_public=locked.person.is_public)
    return locked


def rebuild_name_keys(*, say: Callable[[str], object] | None = None) -> int:
    """Make the keys of all forms anew, after a change of the rules; returns how many differed.

    In batches, each its own transaction, so that it can run beside the workers and be broken off.
    """
    changed = done = last = 0
    while True:
        forms = list(NameForm.objects.filter(pk__gt=last).order_by("pk")[:_BATCH])
        if not forms:
            return changed
        different = []
        for form in forms:
            keys = sorted(name_keys(parts_of_form(form), form.language))
            if keys != form.keys:
                form.keys = keys
                different.append(form)
        with transaction.atomic():
            NameForm.objects.bulk_update(different, ["keys"])
        changed += len(different)
        done += len(forms)
        last = forms[-1].pk
        if say is not None:
            say(f"{done} name forms read, {changed} with new keys")


def _tell(person: Person, *, by: Any, reason: str, was_public: bool) -> None:
    person_changed.send(
        sender=Person,
        person=person,
        kind="updated",
        fields=["names"],
        by=by,
        reason=reason,
        was_public=was_public,
    )
