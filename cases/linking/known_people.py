"""The finder of people: the index in a file that all processes share, brought up to date before
every text.

Each thread has its own finder over the shared file, so that bringing one up to date never disturbs
another that is reading. One small query per text says whether anybody was written since; who was is
read again. After many changes the file is made anew, by whoever notices first.
"""

import hashlib
import logging
import os
import threading
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.db import connection

from cases.linking.people_writes import Seen, seen_now, written_since
from people.models import NameForm, Person
from people.names import KnownName, KnownPerson, NameFinder
from people.names.language.inflection import FEMALE, MALE
from people.names.on_record.index import NameIndex
from people.names.on_record.index_file import (
    UnusableIndex,
    one_writer,
    open_index,
    remove_leftovers,
    write_index,
)
from people.names.on_record.packing import nothing_collected, packed
from people.names.on_record.stored import StoredNames
from tracker.lib.publishing import PublishingState

logger = logging.getLogger(__name__)

_GENDERS = {"f": FEMALE, "m": MALE}
# Changed names beside the file before it is made anew; more where the file holds more.
_MOST_CHANGES = 2_000
_MOST_CHANGED_SHARE = 20
_WAIT_FOR_BUILDER = 20.0  # seconds


class _Shared:
    """What the threads of a process have in common."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.generation = 0
        self.stored: StoredNames | None = None
        self.seen: Seen | None = None


class _Kept(threading.local):
    """What a thread has: its finder, the index it reads, and what that holds."""

    finder: NameFinder | None = None
    index: NameIndex
    seen: Seen
    generation: int = -1


_shared = _Shared()
_kept = _Kept()


def people_finder() -> NameFinder:
    """The finder of all people on record, as of now.

    Who was merged into another record or withdrawn is not in it. Each thread has its own, which it
    must not hand to another nor keep across calls.
    """
    finder = _kept.finder
    if finder is None or _kept.generation != _shared.generation:
        return _begun()
    written = written_since(_kept.seen)
    if written is None or _outgrown(_kept.index):
        _renew(_kept.index.stored)
        return _begun()
    _bring_up_to_date(finder, *written)
    return finder


def forget_people() -> None:
    """Take the index from the database at the next call; for tests and for a change of the rules."""
    with _shared.lock:
        _shared.generation += 1
        _shared.stored = _shared.seen = None


def index_file() -> Path:
    """Where this machine keeps the index of this database."""
    where = connection.settings_dict
    database = f"{where['HOST']}:{where['PORT']}/{connection.settings_dict['NAME']}"
    name = hashlib.blake2b(database.encode(), digest_size=6).hexdigest()
    return Path(settings.NAME_INDEX_FOLDER) / f"people-{name}.index"


def people_on_record(ids: Iterable[int] | None = None) -> list[KnownPerson]:
    """People who may be found, with their live names; only those with `ids` where given."""
    people = Person.objects.not_merged().exclude(state=PublishingState.WITHDRAWN)
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    sexes = dict(people.order_by().values_list("pk", "sex"))
    forms = NameForm.objects.live().order_by("person_id", "id")
    if ids is not None:
        forms = forms.filter(person_id__in=list(sexes))
    rows = forms.values_list(
        "person_id", "text", "language", "kind", "given", "patronymic", "surname"
    )
    # Words and languages stand in many rows: each is kept once.
    once = dict[str, str]().setdefault
    return [
        KnownPerson(
            person_id,
            tuple(
                KnownName(
                    text,
                    None,
                    once(language, language),
                    once(kind, kind),
                    once(given, given),
                    once(patronymic, patronymic),
                    once(surname, surname),
                )
                for _, text, language, kind, given, patronymic, surname in names
            ),
            _GENDERS.get(sexes[person_id], 0),
        )
        for person_id, names in groupby(rows.iterator(5_000), key=itemgetter(0))
        if person_id in sexes
    ]


def _begun() -> NameFinder:
    """A finder for this thread over the shared index, loaded or built if there is none yet."""
    with _shared.lock:
        if _shared.stored is None or _shared.seen is None:
            _shared.stored, _shared.seen = _loaded() or _built(None)
        written = written_since(_shared.seen)
        if written is None:
            _shared.stored, _shared.seen = _built(_shared.stored)
            written = set(), _shared.seen
        _kept.index = NameIndex(stored=_shared.stored)
        _kept.finder = NameFinder(index=_kept.index)
        _kept.generation = _shared.generation
    _bring_up_to_date(_kept.finder, *written)
    return _kept.finder


def _bring_up_to_date(finder: NameFinder, written: set[int], seen: Seen) -> None:
    if written:
        found = {person.id: person for person in people_on_record(written)}
        for person_id in sorted(written):
            person = found.get(person_id)
            if person is None:
                finder.remove(person_id)
            else:
                finder.replace(person)
    _kept.seen = seen


def _outgrown(index: NameIndex) -> bool:
    return index.changes > max(_MOST_CHANGES, len(index.stored) // _MOST_CHANGED_SHARE)


def _renew(old: StoredNames) -> None:
    """Replace an index that no longer fits, unless another thread has done it."""
    with _shared.lock:
        if _shared.stored is old:
            _shared.generation += 1
            _shared.stored, _shared.seen = _loaded(instead_of=old) or _built(old)


def _loaded(instead_of: StoredNames | None = None) -> tuple[StoredNames, Seen] | None:
    """The file's index, if it is sound, of this database, not too old and not that one."""
    path = index_file()
    try:
        stored = open_index(path)
        seen = Seen.loads(stored.label)
    except FileNotFoundError:
        return None
    except (OSError, UnusableIndex, ValueError) as error:
        logger.warning("The index of names %s is made anew: %s", path, error)
        return None
    if instead_of is not None and instead_of.label == stored.label:
        return None
    written = written_since(seen)
    if written is None or len(written[0]) > max(_MOST_CHANGES, stored.people_count) // 4:
        return None
    return stored, seen


def _built(old: StoredNames | None) -> tuple[StoredNames, Seen]:
    """The index read from the database, in the file where it can be written.

    While another process builds it we wait for its file; two builders would only take twice as
    long.
    """
    path = index_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with one_writer(path, _WAIT_FOR_BUILDER) as waited:
            if waited and (loaded := _loaded(instead_of=old)):
                return loaded
            seen, data = _read_and_packed()
            remove_leftovers(path)
            write_index(path, data)
            return open_index(path), seen
    except (OSError, UnusableIndex) as error:
        # A full disk or a folder without rights is no reason to find nobody.
        logger.warning("The index of names is kept in memory only: %s: %s", path, error)
    seen, data = _read_and_packed()
    return StoredNames(data), seen


def _read_and_packed() -> tuple[Seen, bytes]:
    seen = seen_now()  # before the people are read: what is written meanwhile is read again
    with nothing_collected():
        return seen, packed(people_on_record(), seen.dumps())


def _after_fork() -> None:
    # The lock may have been held by a thread that does not exist here.
    _shared.lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)
