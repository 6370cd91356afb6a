"""What our checks cost on the wire: the guarded client beside bare aiohttp, all answers 304."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from tracker.lib.http_client import FEED_LIMITS, FetchPolicy, FetchRequest

AT_ONCE = 400
ROUNDS = 5

_Ask = Callable[[str, str], Awaitable[int]]


def cpu_beside_aiohttp(
    feeds: Sequence[tuple[str, str]], policy: FetchPolicy
) -> tuple[float, float]:
    """CPU milliseconds a request of the guarded client and of bare aiohttp, the best of five rounds.

    `feeds` are addresses with their ETags. Both in this process, by turns, on one connection a host.
    """
    import uvloop

    ours, bare = [], []
    for _ in range(ROUNDS):
        for times, run in ((bare, _bare(feeds)), (ours, _guarded(feeds, policy))):
            began = time.process_time()
            uvloop.run(run)
            times.append((time.process_time() - began) * 1000 / len(feeds))
    return min(ours), min(bare)


async def _bare(feeds: Sequence[tuple[str, str]]) -> None:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=AT_ONCE, limit_per_host=2)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask(url: str, etag: str) -> int:
            async with session.get(url, headers={"If-None-Match": etag}) as response:
                await response.read()
                return response.status

        await _all(feeds, ask)


async def _guarded(feeds: Sequence[tuple[str, str]], policy: FetchPolicy) -> None:
    from tracker.lib.http_exchange import Exchange

    async with Exchange(policy, FEED_LIMITS, total=AT_ONCE, per_host=2) as exchange:

        async def ask(url: str, etag: str) -> int:
            return (await exchange.fetch(FetchRequest(url, etag=etag))).status

        await _all(feeds, ask)


async def _all(feeds: Sequence[tuple[str, str]], ask: _Ask) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(url: str, etag: str) -> None:
        async with places:
            assert await ask(url, etag) == 304

    await asyncio.gather(*(one(*feed) for feed in feeds))
