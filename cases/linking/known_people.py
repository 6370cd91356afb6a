"""The finder of people, kept in each process and brought up to date before every text.

Building it takes seconds at 100,000 people, so it is built once per process; what changed since is
added and taken away. One small query per text says whether anything did.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from people.models import NameForm, Person
from people.names import KnownName, KnownPerson, NameFinder
from people.names.inflection import FEMALE, MALE
from people.names.parts import recorded_parts
from tracker.lib.publishing import PublishingState

# A slow transaction commits rows that carry an earlier time than rows already seen.
_OVERLAP = timedelta(minutes=5)
_GENDERS = {"f": FEMALE, "m": MALE}
_STAMPS = (
    "SELECT (SELECT max(updated_at) FROM people_nameform),"
    " (SELECT max(updated_at) FROM people_person),"
    " (SELECT max(id) FROM people_nameform), (SELECT max(id) FROM people_person)"
)

Stamps = tuple[datetime | None, datetime | None, int | None, int | None]


@dataclass
class _Kept:
    finder: NameFinder | None = None
    stamps: Stamps = (None, None, None, None)


_kept = _Kept()
_lock = threading.Lock()


def people_finder() -> NameFinder:
    """The finder of all people on record, as of now.

    Who was merged into another record or withdrawn is not in it. Safe to call from threads; the
    finder it returns is not to be kept across calls.
    """
    with _lock:
        stamps = _stamps()
        if _kept.finder is None:
            _kept.finder, _kept.stamps = _build(), stamps
        elif stamps != _kept.stamps:
            _kept.finder, _kept.stamps = _brought_up_to_date(_kept.finder, _kept.stamps), stamps
        return _kept.finder


def forget_people() -> None:
    """Build the finder anew at the next call; for tests and for a change of the rules."""
    with _lock:
        _kept.finder, _kept.stamps = None, (None, None, None, None)


def people_on_record(ids: Iterable[int] | None = None) -> list[KnownPerson]:
    """People who may be found, with their live names; only those with `ids` where given."""
    people = Person.objects.not_merged().exclude(state=PublishingState.WITHDRAWN)
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    sexes = dict(people.values_list("pk", "sex"))
    names: dict[int, list[KnownName]] = {pk: [] for pk in sexes}
    forms = NameForm.objects.live().order_by("person_id", "id")
    if ids is not None:
        forms = forms.filter(person_id__in=list(sexes))
    rows = forms.values_list(
        "person_id", "text", "language", "kind", "given", "patronymic", "surname"
    )
    for person_id, text, language, kind, given, patronymic, surname in rows.iterator(5_000):
        if person_id in names:
            parts = recorded_parts(
                text, language, given=given, patronymic=patronymic, surname=surname
            )
            names[person_id].append(KnownName(text, parts, language, kind))
    return [
        KnownPerson(pk, tuple(names[pk]), _GENDERS.get(sex, 0))
        for pk, sex in sexes.items()
        if names[pk]
    ]


def _stamps() -> Stamps:
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS)
        row = cursor.fetchone()
    return row[0], row[1], row[2], row[3]


def _build() -> NameFinder:
    return NameFinder(people_on_record())


def _brought_up_to_date(finder: NameFinder, before: Stamps) -> NameFinder:
    seen = [stamp for stamp in before[:2] if stamp is not None]
    if len(seen) < 2:
        return _build()
    since = min(seen) - _OVERLAP
    written = Person.objects.filter(updated_at__gte=since).values_list("pk", flat=True)
    renamed = NameForm.objects.filter(updated_at__gte=since).values_list("person_id", flat=True)
    changed = {*written, *renamed}
    found = {person.id: person for person in people_on_record(changed)}
    for person_id in changed:
        person = found.get(person_id)
        if person is None:
            finder.remove(person_id)
        else:
            finder.replace(person)
    # Rows that are gone leave no time behind; then the count does not agree.
    return finder if len(finder) == _findable() else _build()


def _findable() -> int:
    live = NameForm.objects.live().exclude(surname="").values("person_id")
    people = Person.objects.not_merged().exclude(state=PublishingState.WITHDRAWN)
    return people.filter(pk__in=live).count()
