"""Asking many servers at once, politely: an event loop in a thread of its own.

Hosts go in with their feeds (`ask`), events come out as they happen (`events`): an answer, a
visit put off, a host done with. A slow host delays nobody else. Bodies that wait to be read are
bounded in bytes, and so are the large ones under way (`http_exchange`).
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from types import TracebackType

from django.conf import settings

from cases.feeds.polling.hosts import HostTurn
from cases.feeds.polling.reading import (
    Answer,
    FeedState,
    PollOutcome,
    RouteUnset,
    answered,
    fetch_policy,
    not_asked,
)
from cases.feeds.polling.robots import (
    LONGEST_TEXT,
    Robots,
    Verdict,
    allows,
    read_robots,
    robots_address,
)
from tracker.lib import clock
from tracker.lib.http_client import FEED_LIMITS, FetchLimits, FetchRequest, FetchResult
from tracker.lib.http_exchange import Exchange, new_event_loop
from tracker.lib.http_outcomes import Outcome

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 400
# Visits that could only begin later than this are put off: the batch must come to its end.
HORIZON_SECONDS = 15.0
# Documents that an index names have longer, since a visit without them brings nothing.
FOLLOWED_HORIZON_SECONDS = 30.0
MOST_BYTES_WAITING = 64_000_000
FOLLOWED_LIMITS = replace(FEED_LIMITS, total=8)
ROBOTS_LIMITS = FetchLimits(total=10, max_raw=LONGEST_TEXT * 2, max_decoded=LONGEST_TEXT * 4)


@dataclass(frozen=True)
class PutOff:
    """A visit that was not made: its host may not be asked soon enough."""

    state: FeedState


@dataclass(frozen=True)
class NotMade:
    """A visit at which nothing was asked, and the outcome of that."""

    state: FeedState
    outcome: PollOutcome


@dataclass(frozen=True)
class Broken:
    """A visit that ended in an error of our own."""

    state: FeedState
    error: Exception


@dataclass(frozen=True)
class HostDone:
    """Nothing is under way with this host any more."""

    turn: HostTurn


Event = Answer | PutOff | NotMade | Broken | HostDone


class Visitors:
    """The thread with the loop; a context manager."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._loop = new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._exchanges: dict[str, Exchange] = {}
        self._exits = AsyncExitStack()
        self._room = _Room(MOST_BYTES_WAITING)
        self._hosts: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="visitors", daemon=True)

    def __enter__(self) -> "Visitors":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def ask(self, turns: Sequence[tuple[HostTurn, list[FeedState]]]) -> None:
        """Begin to visit the feeds of these hosts; returns at once."""
        self._loop.call_soon_threadsafe(self._begin, list(turns))

    def has_been_read(self, answer: Answer) -> None:
        """Make room for other bodies."""
        self._loop.call_soon_threadsafe(self._room.give, len(answer.result.body))

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.close()

    async def _live(self) -> None:
        self._ready.set()
        async with self._exits:
            await self._stop.wait()
            for task in self._hosts:
                task.cancel()
            await asyncio.gather(*self._hosts, return_exceptions=True)

    def _begin(self, turns: list[tuple[HostTurn, list[FeedState]]]) -> None:
        for turn, states in turns:
            task = self._loop.create_task(self._serve(turn, states))
            self._hosts.add(task)
            task.add_done_callback(self._hosts.discard)

    async def _serve(self, turn: HostTurn, states: list[FeedState]) -> None:
        """All visits to one host: robots.txt first, never too many at once, never too fast."""
        try:
            wait = _seconds_until(turn)
            # Where the host is to be left alone for longer, the visits are put off without it.
            if turn.robots_due(clock.now()) and wait <= max(map(_horizon, states)):
                try:
                    await asyncio.sleep(wait)
                    await self._learn_robots(turn, states[0])
                except Exception as error:
                    logger.exception("robots.txt of %s", turn.name)
                    turn.learn(read_robots(status=0, body=b"", reason=repr(error)), clock.now())
            await self._visit_all(turn, states)
        finally:
            self.events.put(HostDone(turn))

    async def _visit_all(self, turn: HostTurn, states: list[FeedState]) -> None:
        began = time.monotonic()
        connections = asyncio.Semaphore(settings.HOST_CONNECTIONS)
        under_way: list[asyncio.Task[None]] = []
        for state in states:
            try:
                refusal = robots_refusal(turn, state.url)
            except Exception as error:
                self.events.put(Broken(state, error))
                continue
            if refusal is not None:
                self.events.put(NotMade(state, refusal))
                continue
            await connections.acquire()
            wait = _seconds_until(turn)
            if time.monotonic() - began + wait > _horizon(state):
                connections.release()
                self.events.put(PutOff(state))
                continue
            if wait > 0:
                await asyncio.sleep(wait)
            if turn.polite:
                turn.next_at = clock.now() + turn.pause
            if len(states) == 1:
                await self._visit(turn, state)
                return
            visit = self._loop.create_task(self._visit(turn, state))
            visit.add_done_callback(lambda _: connections.release())
            under_way.append(visit)
        if under_way:
            await asyncio.gather(*under_way)

    async def _visit(self, turn: HostTurn, state: FeedState) -> None:
        started_at, began = clock.now(), time.monotonic()
        try:
            exchange = await self._exchange(state.route)
            async with self._places:
                started_at, began = clock.now(), time.monotonic()
                if turn.polite and turn.next_at is not None:
                    # Counted from the question itself, which may have waited for a place.
                    turn.next_at = max(turn.next_at, started_at + turn.pause)
                limits = FOLLOWED_LIMITS if state.named_by_index else None
                result = await exchange.fetch(state.request(), limits=limits)
        except RouteUnset as error:
            self.events.put(NotMade(state, not_asked(Outcome.REFUSED, str(error))))
            return
        except Exception as error:
            self.events.put(Broken(state, error))
            return
        heed(turn, result)
        if result.body:
            await self._room.take(len(result.body))
        self.events.put(answered(state, result, started_at=started_at, began=began))

    async def _learn_robots(self, turn: HostTurn, state: FeedState) -> None:
        try:
            exchange = await self._exchange(state.route)
        except RouteUnset:
            return  # the visits themselves say so
        async with self._places:
            result = await exchange.fetch(
                FetchRequest(robots_address(state.url)), limits=ROBOTS_LIMITS
            )
        turn.learn(robots_from(result), clock.now())
        heed(turn, result)

    async def _exchange(self, route: str) -> Exchange:
        """The session of one way out, made when it is first needed."""
        if route not in self._exchanges:
            exchange = Exchange(
                fetch_policy(route),
                FEED_LIMITS,
                total=MOST_AT_ONCE,
                per_host=settings.HOST_CONNECTIONS,
            )
            self._exchanges[route] = exchange
            await self._exits.enter_async_context(exchange)
        return self._exchanges[route]


def robots_from(result: FetchResult) -> Robots:
    """What a fetch of robots.txt means. Too large or broken answers count as no answer."""
    unreadable = result.outcome in (Outcome.REFUSED, Outcome.HARD) and result.status in (0, 200)
    broke_off = result.status == 200 and result.outcome is not Outcome.OK
    status = 0 if unreadable or broke_off else result.status
    return read_robots(status=status, body=result.body, reason=result.reason)


def robots_refusal(turn: HostTurn, url: str) -> PollOutcome | None:
    """Why robots.txt keeps us from an address; None where it does not."""
    if not turn.polite or turn.verdict in ("", Verdict.ALL):
        return None
    if turn.verdict == Verdict.NONE:
        return not_asked(Outcome.TEMPORARY, turn.note)
    if allows(turn.rules, url):
        return None
    return not_asked(Outcome.REFUSED, "robots.txt of the site does not allow this address")


def heed(turn: HostTurn, result: FetchResult) -> None:
    """A host that asks to be asked later is left alone as a whole."""
    if turn.polite and result.outcome is Outcome.THROTTLED and result.retry_after is not None:
        until = clock.now() + min(result.retry_after, timedelta(hours=24))
        turn.next_at = max(turn.next_at or until, until)


def _horizon(state: FeedState) -> float:
    return FOLLOWED_HORIZON_SECONDS if state.named_by_index else HORIZON_SECONDS


def _seconds_until(turn: HostTurn) -> float:
    if not turn.polite or turn.next_at is None:
        return 0.0
    return max((turn.next_at - clock.now()).total_seconds(), 0.0)


class _Room:
    """Bytes that may wait in memory; one document is always let in."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._waiters: list[asyncio.Future[None]] = []

    async def take(self, size: int) -> None:
        while self._held and self._held + size > self._most:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter
        self._held += size

    def give(self, size: int) -> None:
        self._held -= size
        waiting, self._waiters = self._waiters, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)
