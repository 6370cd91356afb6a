"""Which people were written since an index of names was made, exactly and in one small query.

Triggers keep a version row of every write of a person or a name form, whoever made it and by
whatever means. Version numbers are handed out before commit, so a slow transaction shows numbers
below ones already seen. Numbers up to which no transaction can still show any are *settled*; those
above are compared one by one. (Why not times: a row's time is older than its commit, too.)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db import connection

# When so many rows are compared at each look, it is worth asking what has settled meanwhile.
_MANY = 200
# How far back is compared where an open transaction keeps everything unsettled.
_UNSETTLED = 10_000

_SINCE = (
    "SELECT 0, pgh_id, pgh_obj_id, pgh_obj_id,"
    " (extract(epoch FROM pgh_created_at) * 1000000)::bigint"
    " FROM people_personversion WHERE pgh_id >= %s"
    " UNION ALL SELECT 1, pgh_id, person_id, pgh_obj_id,"
    " (extract(epoch FROM pgh_created_at) * 1000000)::bigint"
    " FROM people_nameformversion WHERE pgh_id >= %s"
)
_LAST = (
    "SELECT coalesce((SELECT max(pgh_id) FROM people_personversion), 0),"
    " coalesce((SELECT max(pgh_id) FROM people_nameformversion), 0)"
)
# Later than every transaction that has written anything so far.
_NUMBER = "SELECT pg_current_xact_id()::text::bigint"
_OLDEST_RUNNING = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_BEARERS = (
    "SELECT DISTINCT person_id FROM people_nameformversion"
    " WHERE pgh_obj_id = ANY(%s) AND person_id IS NOT NULL"
)

Versions = tuple[int, int]  # the last version rows of people and of name forms


class Write(NamedTuple):
    """One version row. The time tells it from a row of the same number in another database."""

    table: int  # 0 people, 1 name forms
    version: int
    person: int
    row: int
    at: int  # microseconds


@dataclass(frozen=True, slots=True)
class Seen:
    """The writes that an index holds: all up to `settled`, and `since`, which begins with its last.

    waiting: versions that will be settled when the transactions before that number have ended.
    """

    settled: Versions
    since: frozenset[Write]
    waiting: tuple[Versions, int] | None = None

    def dumps(self) -> str:
        """As the label of a stored index."""
        return json.dumps([self.settled, sorted(self.since)])

    @classmethod
    def loads(cls, label: str) -> Self:
        """From the label of a stored index. Raises ValueError for another text."""
        try:
            (people, names), writes = json.loads(label)
            return cls((int(people), int(names)), frozenset(Write(*map(int, w)) for w in writes))
        except TypeError as error:
            raise ValueError(f"not a label of ours: {error}") from error


def seen_now() -> Seen:
    """What an index holds that is read from the database after this call."""
    last = _numbers(_LAST)
    settled = (last[0], last[1])
    if not _all_ended_before_now():
        settled = (max(0, last[0] - _UNSETTLED), max(0, last[1] - _UNSETTLED))
    return Seen(settled, _since(settled))


def written_since(seen: Seen) -> tuple[set[int], Seen] | None:
    """The ids of people written since, with what is seen now.

    None where the database is not the one that was seen, or a transaction whose writes had been
    seen from inside was rolled back: then only reading everyone again is right.
    """
    now = _since(seen.settled)
    if now == seen.since:
        return set(), _settled(seen)
    if not seen.since <= now:
        return None
    new = now - seen.since
    people = {write.person for write in new}
    # A name that moved from one person to another: the row tells only where it is now.
    forms = [write.row for write in new if write.table == 1]
    if forms:
        with connection.cursor() as cursor:
            cursor.execute(_BEARERS, [forms])
            people.update(row[0] for row in cursor.fetchall())
    return people, _settled(Seen(seen.settled, now, seen.waiting))


def _settled(seen: Seen) -> Seen:
    """The same with as few writes to compare as is safe."""
    if len(seen.since) < _MANY:
        return seen
    if seen.waiting is None:
        last = [
            max((write.version for write in seen.since if write.table == table), default=before)
            for table, before in enumerate(seen.settled)
        ]
        return Seen(seen.settled, seen.since, ((last[0], last[1]), _numbers(_NUMBER)[0]))
    versions, number = seen.waiting
    if _numbers(_OLDEST_RUNNING)[0] <= number:
        return seen
    since = frozenset(write for write in seen.since if write.version >= versions[write.table])
    return Seen(versions, since)


def _all_ended_before_now() -> bool:
    """Whether every transaction that has written something by now has ended, our own too."""
    number = _numbers(_NUMBER)[0]
    return _numbers(_OLDEST_RUNNING)[0] > number


def _since(settled: Versions) -> frozenset[Write]:
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, settled)
        return frozenset(Write(*row) for row in cursor.fetchall())


def _numbers(query: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[int, ...] = cursor.fetchone()
        return row
