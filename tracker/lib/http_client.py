"""The one way out to the web: `fetch` for one address, `fetch_many` for a batch.

Neither raises for anything that a network or a server can do; both return a `FetchResult` with an
outcome and a phrase for people. Everything is bounded: time in total, bytes on the wire, bytes
after decompression, headers, redirects. Where a request may go is the matter of `network_guard`.

Each call makes its own event loop and connections and leaves nothing behind, so it may be used in a
forked worker. The HTTP library is imported on first use: processes that only know the types of this
module do not pay for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tracker.lib.http_outcomes import Outcome
from tracker.lib.network_guard import FetchPolicy

__all__ = [
    "FEED_LIMITS",
    "PAGE_LIMITS",
    "FetchLimits",
    "FetchPolicy",
    "FetchRequest",
    "FetchResult",
    "fetch",
    "fetch_many",
]


@dataclass(frozen=True)
class FetchLimits:
    """Bounds of one fetch, redirects included: seconds, bytes, count."""

    connect: float = 5
    read: float = 8
    total: float = 20
    max_raw: int = 3_000_000
    max_decoded: int = 8_000_000
    max_redirects: int = 5


FEED_LIMITS = FetchLimits(max_raw=5_000_000, max_decoded=10_000_000)
PAGE_LIMITS = FetchLimits(max_raw=3_000_000, max_decoded=8_000_000)


@dataclass(frozen=True)
class FetchRequest:
    """One address to ask for, with what we already have of it."""

    url: str
    etag: str = ""
    last_modified: str = ""
    accept: str = ""


@dataclass(frozen=True)
class FetchResult:
    """How a fetch ended and what it brought.

    `status` is 0 when no answer came. `body` is decompressed and complete, or empty: a body that
    broke off is an error and is never handed on. `permanent` says that every redirect on the way
    was of the permanent kind (301, 308) and there was at least one. `retry_after` is at most a day.
    `redirects` are the addresses that were moved away from the first one, the final one included.
    """

    outcome: Outcome
    reason: str
    status: int
    url: str
    final_url: str
    redirects: tuple[str, ...] = ()
    permanent: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    retry_after: timedelta | None = None
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    charset: str = ""


def fetch(
    url: str,
    *,
    policy: FetchPolicy,
    limits: FetchLimits,
    etag: str = "",
    last_modified: str = "",
    accept: str = "",
) -> FetchResult:
    """Ask for one address and wait for the result, at most `limits.total` seconds.

    Not for use inside a running event loop; use `fetch_many` there.
    """
    request = FetchRequest(url, etag=etag, last_modified=last_modified, accept=accept)
    from tracker.lib.http_exchange import new_event_loop

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        results = runner.run(fetch_many([request], policy=policy, limits=limits, total=1))
    return results[0]


async def fetch_many(
    requests: Sequence[FetchRequest],
    *,
    policy: FetchPolicy,
    limits: FetchLimits,
    total: int = 400,
    per_host: int = 2,
    told: Callable[[int, FetchResult], None] | None = None,
) -> list[FetchResult]:
    """Ask for many addresses at once; results stand in the order of the requests.

    At most `total` are under way, and at most `per_host` to one host. The clock of each fetch
    starts when its turn comes. All bodies are held until the last one is done, so the caller
    chooses batches that fit into memory. `told` is called with the place of each request and its
    result as they come: who has no time for all of them has at least those.
    """
    from tracker.lib.http_exchange import Exchange
    from tracker.lib.web_urls import host_of

    everyone = asyncio.Semaphore(total)
    hosts: dict[str, asyncio.Semaphore] = {}
    for request in requests:
        hosts.setdefault(host_of(request.url), asyncio.Semaphore(per_host))

    async with Exchange(policy, limits, total=total, per_host=per_host) as exchange:

        async def in_turn(number: int, request: FetchRequest) -> FetchResult:
            # The host first: a queue before one slow host must not hold places of the others.
            async with hosts[host_of(request.url)], everyone:
                result = await exchange.fetch(request)
            if told is not None:
                told(number, result)
            return result

        return list(await asyncio.gather(*(in_turn(*one) for one in enumerate(requests))))
