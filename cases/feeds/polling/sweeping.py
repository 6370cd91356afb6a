"""Polling many feeds at once: claim, ask, read what changed, store in batches.

One sweep is one task. An event loop in a thread asks the servers (`visiting`), a few threads hand
new documents to contained parsers (`reading`), and this thread owns the database: it claims, and it
stores what came in, a few hundred at a time or after a short pause, so that a slow host delays
nobody else's state. What a killed sweep had not stored becomes due again when its lease ends.
"""

import logging
import os
import queue
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection

from cases.feeds.models import Feed
from cases.feeds.polling import reading
from cases.feeds.polling.hosts import HostTurn, host_name, is_own, let_go, promise, take_hold
from cases.feeds.polling.indexes import Indexes
from cases.feeds.polling.keeping import Polled, keep_outcomes
from cases.feeds.polling.reading import Answer, FeedState, PollOutcome, not_asked, state_of
from cases.feeds.polling.stepping import (
    come_back,
    count_attempts,
    put_back,
    seldom_collected,
    step_aside,
    was_just_polled,
)
from cases.feeds.polling.visiting import Broken, HostDone, NotMade, PutOff, Visitors
from cases.feeds.selectors import is_watched
from tracker.lib import clock
from tracker.lib.http_outcomes import Outcome
from tracker.lib.restarts import patiently
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS

logger = logging.getLogger(__name__)

# A claim's lease: longer than any claimed feed waits for its end (see the seconds below).
LEASE = timedelta(seconds=150)
CLAIM_SECONDS = 40.0  # so long a sweep takes on more
READ_SECONDS = 100.0  # so long it hands documents to parsers; what is left is put back
CLAIM_SIZE = 1_000
CLAIM_EVERY = 2.0  # seconds, while slow ones are waited for and there was nothing more
IN_FLIGHT = 2_000
PARSERS = 2
IN_LINE = 6  # documents counted and in line before each parser
STORE_AT = 250  # outcomes
STORE_AFTER = 0.5  # seconds that an outcome waits for others
# Columns that polling does not look at; a tenth of a sweep's time is reading rows.
_NOT_ASKED = ("created_at", "updated_at", "next_poll_at", "health_since", "health_cause")

Told = Callable[[Feed, PollOutcome], None]


@dataclass(frozen=True)
class _Read:
    """A parser is done with a document: an outcome, or an error of our own."""

    answer: Answer
    outcome: PollOutcome | None
    error: BaseException | None


class Sweep:
    """One sweep: `run` with what gives it the ids of claimed feeds."""

    def __init__(
        self,
        *,
        parsers: int = PARSERS,
        by_hand: bool = False,
        told: Told | None = None,
    ) -> None:
        """`parsers` threads read documents; with 0 the calling thread does, and errors are raised.

        `by_hand` also polls feeds that are not watched or were polled a moment ago. `told` is
        called for each feed once its outcome is stored.
        """
        self._parsers = parsers
        self._by_hand = by_hand
        self._told = told
        self._holder = uuid.uuid4()
        self._feeds: dict[int, Feed] = {}  # under way, by id
        self._turns: dict[str, HostTurn] = {}  # hosts that are being visited
        self._next_turns: dict[str, list[FeedState]] = {}
        self._released: dict[str, HostTurn] = {}  # done with, but not yet let go
        self._indexes = Indexes()
        self._to_read: deque[Answer] = deque()
        self._reading = 0
        self._done: list[tuple[Feed, PollOutcome]] = []
        self._put_off: list[tuple[Feed, str]] = []
        self._stored_at = time.monotonic()
        self._began = time.monotonic()
        self.polled = 0

    def run(self, claim: Callable[[int, Sequence[int]], list[int]]) -> int:
        """Poll what `claim(how many, not these)` gives, until it gives nothing; how many there were."""
        with seldom_collected(), Visitors() as visitors:
            self._visitors = visitors
            try:
                return self._run(claim)
            except BaseException:
                # Ctrl-C, or an error that ends the sweep: nobody should wait for our holds to end.
                held = [*self._turns.values(), *self._released.values()]
                usable = connection.connection is not None and connection.is_usable()
                if usable and not connection.needs_rollback:
                    let_go(held, holder=self._holder)
                raise

    def _run(self, claim: Callable[[int, Sequence[int]], list[int]]) -> int:
        claim_at = 0.0
        while True:
            more = False
            if time.monotonic() >= claim_at and self._takes_more():
                ids = patiently(lambda: claim(CLAIM_SIZE, list(self._feeds)))
                more = len(ids) == CLAIM_SIZE
                if not more:
                    claim_at = time.monotonic() + CLAIM_EVERY
                self._begin([pk for pk in ids if pk not in self._feeds])
            if not self._feeds and not self._turns:
                if more:
                    continue
                break
            self._take_in()
            self._hand_on()
            self._store(at_once=not self._feeds_elsewhere())
        self._store(at_once=True)
        return self.polled

    def _takes_more(self) -> bool:
        early = time.monotonic() - self._began < CLAIM_SECONDS
        return early and len(self._feeds) <= IN_FLIGHT - CLAIM_SIZE

    def _feeds_elsewhere(self) -> bool:
        """Whether feeds are under way whose outcome is not here yet."""
        return len(self._feeds) > len(self._done) + len(self._put_off)

    def _begin(self, ids: Sequence[int]) -> None:
        now = clock.now()
        states = []
        rows = Feed.objects.prefetch_related("outlet").filter(pk__in=ids).defer(*_NOT_ASKED)
        for feed in patiently(lambda: list(rows.all())):
            if not self._by_hand and (not is_watched(feed) or was_just_polled(feed, now)):
                continue
            self._feeds[feed.pk] = feed
            states.append(state_of(feed, now=now))
        self._visit(states)

    def _visit(self, states: Sequence[FeedState]) -> None:
        """Have them visited, as far as their hosts are ours or can be held."""
        waiting: dict[str, list[FeedState]] = {}
        own: list[tuple[HostTurn, list[FeedState]]] = []
        for state in states:
            host = host_name(state.url)
            if not host or is_own(state.url):
                own.append((HostTurn(host, polite=False), [state]))
            else:
                waiting.setdefault(host[:260], []).append(state)
        for host in [host for host in waiting if host in self._turns]:
            self._next_turns.setdefault(host, []).extend(waiting.pop(host))
        self._visitors.ask(own)
        # Taken anew, a host that is not yet let go would be let go while it is visited.
        held = {host: self._released.pop(host) for host in waiting if host in self._released}
        rest = waiting.keys() - held.keys()
        held |= patiently(lambda: take_hold(rest, holder=self._holder))
        for host in waiting.keys() - held.keys():
            for state in waiting[host]:
                self._put_off_visit(state)
        self._turns |= held
        self._visitors.ask([(turn, waiting[host]) for host, turn in held.items()])

    def _put_off_visit(self, state: FeedState) -> None:
        if state.named_by_index:
            reason = "its host may not be asked so soon again"
            self._finish(state, not_asked(Outcome.TEMPORARY, reason))
        else:
            self._put_off.append((self._feeds[state.feed_id], host_name(state.url)[:260]))

    def _take_in(self) -> None:
        """Wait a moment for events, then take all that are there."""
        events = self._visitors.events
        try:
            event = events.get(timeout=0.1)
            while True:
                self._handle(event)
                event = events.get_nowait()
        except queue.Empty:
            return

    def _handle(self, event: object) -> None:
        if isinstance(event, Answer):
            outcome = reading.without_reading(event)
            if outcome is None and event.state.feed_id in self._feeds:
                self._to_read.append(event)
            elif outcome is None:
                self._visitors.has_been_read(event)  # a part of a source that has failed
            else:
                self._visitors.has_been_read(event)
                self._finish(event.state, outcome)
        elif isinstance(event, _Read):
            self._reading -= 1
            self._visitors.has_been_read(event.answer)
            if event.outcome is not None:
                self._finish(event.answer.state, event.outcome)
            elif event.error is not None:
                self._fail(event.answer.state, event.error)
        elif isinstance(event, NotMade):
            self._finish(event.state, event.outcome)
        elif isinstance(event, PutOff):
            self._put_off_visit(event.state)
        elif isinstance(event, Broken):
            self._fail(event.state, event.error)
        elif isinstance(event, HostDone) and event.turn.polite:
            again = self._next_turns.pop(event.turn.name, None)
            if again:
                self._visitors.ask([(event.turn, again)])
            else:
                del self._turns[event.turn.name]
                self._released[event.turn.name] = event.turn

    def _finish(self, state: FeedState, outcome: PollOutcome) -> None:
        if state.named_by_index:
            whole = self._indexes.take(state, outcome)
            if whole is not None:
                self._done.append((self._feeds[state.feed_id], whole))
        elif outcome.feed is not None and outcome.feed.follow:
            self._visit(self._indexes.open(state, outcome))
        else:
            self._done.append((self._feeds[state.feed_id], outcome))

    def _leave(self, feed_id: int) -> bool:
        """Have no more to do with the feed, nor with what its index names; whether it was ours."""
        self._indexes.drop(feed_id)
        for answer in [one for one in self._to_read if one.state.feed_id == feed_id]:
            self._to_read.remove(answer)
            self._visitors.has_been_read(answer)
        return self._feeds.pop(feed_id, None) is not None

    def _fail(self, state: FeedState, error: BaseException) -> None:
        """An error of our own: the row steps aside, the others go on; alone, it is raised."""
        if not isinstance(error, Exception):
            raise error
        if not self._leave(state.feed_id):
            return  # another part of the same source has failed before
        step_aside(state.feed_id, error)
        if self._parsers == 0:
            raise error
        logger.error("Feed %s: %r", state.feed_id, error, exc_info=error)

    def _hand_on(self) -> None:
        """Give new documents to free parsers, counted before: a document may kill the worker too.

        One that was counted before goes alone, so that it alone is blamed if it kills again.
        """
        if time.monotonic() - self._began > READ_SECONDS:
            while self._to_read:
                feed_id = self._to_read[0].state.feed_id
                self._leave(feed_id)
                put_back(feed_id)
        line = max(self._parsers, 1) * IN_LINE
        while self._to_read and self._reading <= line // 2:
            batch = [self._to_read.popleft()]
            suspect = self._attempts(batch[0])
            if not suspect:
                room = line - self._reading
                while len(batch) < room and self._to_read and not self._attempts(self._to_read[0]):
                    batch.append(self._to_read.popleft())
            elif self._reading:
                self._to_read.appendleft(batch[0])
                return
            self._read(batch)

    def _attempts(self, answer: Answer) -> int:
        """How often a document of the feed was counted before; parts of an index are counted with it."""
        attempts = self._feeds[answer.state.feed_id].parse_attempts
        return attempts - 1 if answer.state.named_by_index else attempts

    def _read(self, batch: list[Answer]) -> None:
        whole = [self._feeds[one.state.feed_id] for one in batch if not one.state.named_by_index]
        if whole:
            patiently(lambda: count_attempts([feed.pk for feed in whole]))
        for feed in whole:
            feed.parse_attempts += 1
        for answer in batch:
            self._reading += 1
            feed = self._feeds[answer.state.feed_id]
            if feed.parse_attempts > MAX_PARSER_ATTEMPTS:
                reason = "the document takes its reader along"
                outcome = answer.ended(Outcome.HARD, reason, killed=True)
                self._visitors.events.put(_Read(answer, outcome, None))
            elif self._parsers == 0:
                self._visitors.events.put(self._read_here(answer))
            else:
                future = parser_threads(self._parsers).submit(reading.read, answer)
                future.add_done_callback(lambda done, answer=answer: self._is_read(done, answer))  # type: ignore[misc]

    def _read_here(self, answer: Answer) -> _Read:
        try:
            return _Read(answer, reading.read(answer), None)
        except Exception as error:
            return _Read(answer, None, error)

    def _is_read(self, done: "Future[PollOutcome]", answer: Answer) -> None:
        error = done.exception()
        self._visitors.events.put(_Read(answer, done.result() if error is None else None, error))

    def _store(self, *, at_once: bool) -> None:
        """Write what is done, once it is enough or has waited long enough."""
        waited = time.monotonic() - self._stored_at > STORE_AFTER
        if not (at_once or waited or len(self._done) >= STORE_AT):
            return
        self._stored_at = time.monotonic()
        done, self._done = self._done, []
        for start in range(0, len(done), STORE_AT):
            self._store_batch(done[start : start + STORE_AT])
        if self._released:
            released, self._released = list(self._released.values()), {}
            patiently(lambda: let_go(released, holder=self._holder))
        # Only now: what the host wants is known once it was let go.
        put_off = [(feed, host) for feed, host in self._put_off if host not in self._turns]
        if put_off:
            self._put_off = [(feed, host) for feed, host in self._put_off if host in self._turns]
            self._store_put_off(put_off)

    def _store_batch(self, batch: list[tuple[Feed, PollOutcome]]) -> None:
        try:
            stored = patiently(_keeping(batch))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            if len(batch) == 1:
                ((feed, _),) = batch
                self._feeds.pop(feed.pk, None)
                step_aside(feed.pk, error)
                if self._parsers == 0:
                    raise
                logger.exception("Feed %s could not be stored", feed.pk)
                return
            # One of them cannot be stored; the others must not suffer for it.
            for each in batch:
                self._store_batch([fresh(each)])
            return
        self.polled += len(stored)
        for feed, _ in batch:
            self._feeds.pop(feed.pk, None)
        for one in stored:
            if self._told is not None:
                self._told(one.feed, one.outcome)

    def _store_put_off(self, put_off: list[tuple[Feed, str]]) -> None:
        counts: dict[str, int] = {}
        for _, host in put_off:
            counts[host] = counts.get(host, 0) + 1
        moments = patiently(lambda: promise(counts))
        again = {feed.pk: moments[host].pop(0) for feed, host in put_off}
        patiently(lambda: come_back(again))
        for feed, host in put_off:
            self._feeds.pop(feed.pk)
            if self._told is not None:
                when = again[feed.pk]
                reason = f"{host} is to be left alone until {when:%Y-%m-%d %H:%M:%S}"
                self._told(feed, not_asked(Outcome.THROTTLED, reason, put_off=when))


def _keeping(batch: list[tuple[Feed, PollOutcome]]) -> Callable[[], list[Polled]]:
    """`keep_outcomes` of the batch, which reads the feeds anew when it is called again."""
    calls = 0

    def keep() -> list[Polled]:
        nonlocal calls
        calls += 1
        return keep_outcomes(batch if calls == 1 else [fresh(one) for one in batch])

    return keep


def fresh(one: tuple[Feed, PollOutcome]) -> tuple[Feed, PollOutcome]:
    """The feed read anew: a transaction that was rolled back may have changed it in memory."""
    feed, outcome = one
    found = Feed.objects.select_related("outlet").filter(pk=feed.pk).first()
    return found or feed, outcome  # one that is gone is left out when the rows are locked


_threads: dict[int, ThreadPoolExecutor] = {}


def parser_threads(count: int) -> ThreadPoolExecutor:
    """This process's threads for parsers. Each has a contained child, which lives as long as it."""
    pool = _threads.get(os.getpid())
    if pool is None:
        _threads.clear()
        pool = _threads[os.getpid()] = ThreadPoolExecutor(count, thread_name_prefix="parser")
    return pool
