"""Politeness: one worker holds a host at a time, and asks it no faster than it wants.

The state is in PostgreSQL, so all workers on all machines share it, and a killed worker lets go when
its hold ends. A batch costs two statements, however many hosts it has: one to take hold, one to let
go. Within its hold a worker keeps to `HOST_CONNECTIONS` and to the delay by itself.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from cases.feeds.polling.robots import OLD_RULES_HOLD, Robots, Verdict
from tracker.lib import clock

# Longer than a worker works through what it took (`sweeping`): the hold of a dead one ends.
HOLD = timedelta(seconds=150)


@dataclass
class HostTurn:
    """A host while we hold it. `next_at` and the robots columns are written back by `let_go`.

    `polite` is False for addresses that the settings open (the demo's): no delay, no robots.txt.
    """

    name: str
    pause: timedelta = timedelta()
    next_at: datetime | None = None
    verdict: str = ""
    rules: str = ""
    note: str = ""
    crawl_delay: float | None = None
    read_at: datetime | None = None
    due_at: datetime | None = None
    polite: bool = True
    robots_changed: bool = False

    def robots_due(self, now: datetime) -> bool:
        """Whether robots.txt has to be asked for before anything else."""
        return self.polite and (self.due_at is None or self.due_at <= now)

    def learn(self, robots: Robots, now: datetime) -> None:
        """Take in an answer to robots.txt. Rules that were read hold on while the server fails."""
        failed = robots.verdict is Verdict.NONE or robots.due_after < timedelta(hours=24)
        self.due_at, self.robots_changed = now + robots.due_after, True
        self.note = robots.note
        if failed and self.read_at is not None and now - self.read_at < OLD_RULES_HOLD:
            return
        self.verdict, self.rules = robots.verdict.value, robots.text
        self.crawl_delay = robots.crawl_delay
        self.read_at = None if failed else now
        self.pause = _delay(self.crawl_delay)


def host_name(url: str) -> str:
    """The host of an address with its port where that is not the scheme's own, in lower case."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    name = (parts.hostname or "").removesuffix(".")
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{name}:{port}" if port is not None and port != usual else name


def is_own(url: str) -> bool:
    """Whether the address is one that the settings open: ours, so that no politeness is owed."""
    if settings.POLITE_TO_OWN_ADDRESSES:
        return False
    return urlsplit(url).netloc in settings.FETCH_ALLOWED_ADDRESSES


def take_hold(names: Iterable[str], *, holder: uuid.UUID) -> dict[str, HostTurn]:
    """Hold those of the hosts that nobody else holds; returns them. Committed at once."""
    wanted = sorted({name[:260] for name in names if name})
    if not wanted:
        return {}
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [wanted, holder, now + HOLD, now])
        rows = cursor.fetchall()
    return {
        row[0]: HostTurn(
            name=row[0],
            pause=_delay(row[6]),
            next_at=row[1],
            verdict=row[2],
            rules=row[3],
            note=row[4],
            read_at=row[5],
            crawl_delay=row[6],
            due_at=row[7],
        )
        for row in rows
    }


def let_go(turns: Collection[HostTurn], *, holder: uuid.UUID) -> None:
    """Give the hosts back, with when they may be asked next and what robots.txt said."""
    held = [turn for turn in turns if turn.polite]
    if not held:
        return
    with connection.cursor() as cursor:
        changed = [turn for turn in held if turn.robots_changed]
        if changed:
            cursor.execute(
                _KEEP_ROBOTS,
                [
                    [turn.name for turn in changed],
                    [turn.verdict for turn in changed],
                    [turn.rules for turn in changed],
                    [turn.note for turn in changed],
                    [turn.read_at for turn in changed],
                    [turn.due_at for turn in changed],
                    [turn.crawl_delay for turn in changed],
                    holder,
                ],
            )
        cursor.execute(
            _LET_GO,
            [[turn.name for turn in held], [turn.next_at for turn in held], holder],
        )
    for turn in held:
        turn.robots_changed = False


def promise(wanted: dict[str, int]) -> dict[str, list[datetime]]:
    """Moments at which work for busy hosts may come back: one for each, a delay apart.

    `wanted`: how much work each host has. A promise holds nothing; whoever comes back takes hold.
    """
    if not wanted:
        return {}
    now = clock.now()
    names = sorted(wanted)
    least = max(settings.HOST_DELAY, 0.1)
    with connection.cursor() as cursor:
        cursor.execute(_PROMISE, [least, names, [wanted[name] for name in names], now])
        rows = {name: (last, step) for name, last, step in cursor.fetchall()}
    answer = {}
    for name in names:
        last, step = rows.get(name, (now + timedelta(seconds=least * wanted[name]), least))
        pause = timedelta(seconds=step)
        answer[name] = [last - pause * back for back in reversed(range(wanted[name]))]
    return answer


def _delay(crawl_delay: float | None) -> timedelta:
    return timedelta(seconds=max(settings.HOST_DELAY, crawl_delay or 0.0))


# Sorted alike here and in Python, by code points whatever the database's language, so that two
# workers that want the same hosts never wait for each other in a circle.
_TAKE = """
INSERT INTO cases_host AS host (name, holder, held_until, robots_verdict, robots_text, robots_note)
SELECT wanted.name, given.holder, given.until, '', '', ''
FROM unnest(%s::text[]) WITH ORDINALITY AS wanted(name, place),
     (SELECT %s::uuid AS holder, %s::timestamptz AS until) AS given
ORDER BY wanted.place
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
WHERE host.held_until IS NULL OR host.held_until <= %s OR host.holder = excluded.holder
RETURNING host.name, host.next_request_at, host.robots_verdict, host.robots_text,
          host.robots_note, host.robots_read_at, host.crawl_delay, host.robots_due_at
"""
_LET_GO = """
WITH done AS (
    SELECT host.id, given.next_at
    FROM cases_host host
    JOIN unnest(%s::text[], %s::timestamptz[]) AS given(name, next_at) USING (name)
    WHERE host.holder = %s
    ORDER BY host.name COLLATE "C"
    FOR UPDATE OF host
)
UPDATE cases_host host
SET held_until = NULL, holder = NULL, next_request_at = done.next_at
FROM done WHERE host.id = done.id
"""
# Before the host is let go: what a worker learned whose hold has ended is older than another's.
_KEEP_ROBOTS = """
WITH ours AS (
    SELECT host.id, given.verdict, given.text, given.note, given.read_at, given.due_at, given.delay
    FROM cases_host host
    JOIN unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
                %s::timestamptz[], %s::float8[])
         AS given(name, verdict, text, note, read_at, due_at, delay) USING (name)
    WHERE host.holder = %s
    ORDER BY host.name COLLATE "C"
    FOR UPDATE OF host
)
UPDATE cases_host host
SET robots_verdict = ours.verdict, robots_text = ours.text, robots_note = ours.note,
    robots_read_at = ours.read_at, robots_due_at = ours.due_at, crawl_delay = ours.delay
FROM ours WHERE host.id = ours.id
"""
_PROMISE = """
WITH busy AS (
    SELECT host.id, given.count, greatest(coalesce(host.crawl_delay, 0), %s) AS step
    FROM cases_host host
    JOIN unnest(%s::text[], %s::int[]) AS given(name, count) USING (name)
    ORDER BY host.name COLLATE "C"
    FOR UPDATE OF host
)
UPDATE cases_host host
SET promised_at = greatest(host.promised_at, host.next_request_at, %s)
                  + busy.count * busy.step * interval '1 second'
FROM busy WHERE host.id = busy.id
RETURNING host.name, host.promised_at, busy.step
"""
