"""One fetch on the wire, with aiohttp: resolve, check, connect, follow redirects, read within
bounds.

Kept apart from `http_client` so that the HTTP library is imported only where fetching is done.
"""

from __future__ import annotations

import asyncio
import functools
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import aiohttp
import uvloop
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from tracker.lib import http_headers
from tracker.lib.http_body import BoundedBody
from tracker.lib.http_client import FetchLimits, FetchRequest, FetchResult
from tracker.lib.http_outcomes import (
    FetchFault,
    Outcome,
    outcome_of_exception,
    outcome_of_status,
)
from tracker.lib.network_guard import (
    AddressRefused,
    FetchPolicy,
    check_url,
    is_public_address,
    redirect_target,
)

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)

# A name with hundreds of addresses is checked as a whole; this many are tried.
_MAX_ADDRESSES = 4
_MAX_LOOKUPS_AT_ONCE = 32
_CHUNK = 65_536
_MAX_ANSWERS_IN_LINE = 32
_KEPT_OPEN = 3.0  # seconds
# Bodies up to here are read by everybody at once; beyond it only a few at a time, so that hundreds
# of large answers do not fill the memory together.
_SMALL_BODY = 1_000_000
_MOST_LARGE_BODIES = 8


def new_event_loop() -> asyncio.AbstractEventLoop:
    """The event loop that fetches run in."""
    return uvloop.new_event_loop()


class SocketRefused(OSError):
    """The last door: a socket was about to go to an address that is not allowed.

    An OSError, since the connector only understands those from a socket factory.
    """


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Verifying TLS with the system's authorities, or certifi's where the system has none."""
    paths = ssl.get_default_verify_paths()
    context = ssl.create_default_context()
    if paths.cafile is None and not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context


class GuardedResolver(AbstractResolver):
    """Looks names up once and refuses the whole name when one of its addresses is not public.

    Lookups run in threads of their own: the C library's lookup cannot be interrupted, and a name
    server that hangs must hold up neither the event loop nor its end.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._places = asyncio.Semaphore(_MAX_LOOKUPS_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The public addresses of a name; raises `AddressRefused` or OSError."""
        try:
            async with self._places, asyncio.timeout(self._timeout):
                answers = await _look_up(host, port)
        except TimeoutError as error:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from error
        found: list[ResolveResult] = []
        for kind, _, proto, _, address in answers:
            if kind not in (socket.AF_INET, socket.AF_INET6):
                continue
            ip = str(address[0])
            if not is_public_address(ip):
                raise AddressRefused("the host name leads to an address that is not public")
            found.append(
                ResolveResult(
                    hostname=host,
                    host=ip,
                    port=port,
                    family=kind,
                    proto=proto,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        if not found:
            raise OSError("the name has no address")
        return found[:_MAX_ADDRESSES]

    async def close(self) -> None:
        """Nothing to release: threads that still wait end with their lookup."""


async def _look_up(host: str, port: int) -> list[Any]:
    """`socket.getaddrinfo` in a daemon thread."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def settle(put: Callable[[Any], None], value: Any) -> None:
        if not answer.done():
            put(value)

    def work() -> None:
        try:
            put, value = answer.set_result, socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            fault = error if isinstance(error, OSError) else OSError(f"unusable name: {error}")
            put, value = answer.set_exception, fault  # type: ignore[assignment]
        try:
            loop.call_soon_threadsafe(settle, put, value)
        except RuntimeError:
            return  # the loop was closed meanwhile; nobody waits for this answer any more

    threading.Thread(target=work, name=f"lookup {host}", daemon=True).start()
    return await answer


class _Handler(ResponseHandler):
    """Reads answers off a connection; refuses floods of interim (1xx) ones.

    They are read ahead without a bound of their own: 160 MB of them were waiting after two seconds
    of flood. Only one request is under way on a connection, so more than a handful of answers in
    line is a flood.
    """

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if len(self) > _MAX_ANSWERS_IN_LINE and self.transport is not None:
            self.transport.abort()
            self.set_exception(HttpProcessingError(message="too many interim answers"))


class GuardedConnector(aiohttp.TCPConnector):
    """Connects only where the policy allows, and reads with `_Handler`."""

    def __init__(self, policy: FetchPolicy, limits: FetchLimits, *, total: int, per_host: int):
        super().__init__(
            resolver=GuardedResolver(limits.connect),
            socket_factory=guarded_socket_factory(policy),
            ssl=tls_context(),
            limit=total,
            limit_per_host=per_host,
            ttl_dns_cache=300,
            # Few hosts are asked twice in a batch; thousands of idle connections help nobody.
            keepalive_timeout=_KEPT_OPEN,
        )
        # The only way to a handler of one's own; a test floods it, so an upgrade that moves this
        # name will be noticed.
        handler: type[ResponseHandler] = _Handler
        self._factory = functools.partial(handler, loop=self._loop)


def guarded_socket_factory(policy: FetchPolicy) -> Callable[[Any], socket.socket]:
    """A socket factory that asks `is_public_address` for the very address it is made for."""

    def make(info: Any) -> socket.socket:
        family, kind, proto, _, address = info
        ip, port = str(address[0]), int(address[1])
        if not (is_public_address(ip) or policy.allows(ip, port)):
            raise SocketRefused("address not allowed") from AddressRefused(
                "the address is not on the public internet"
            )
        return socket.socket(family=family, type=kind, proto=proto)

    return make


@dataclass
class _Trail:
    """Where a fetch has been so far."""

    url: str
    hops: tuple[str, ...] = ()
    all_permanent: bool = True
    status: int = 0


class Exchange:
    """A session for many fetches under one policy; use with `async with`."""

    def __init__(
        self, policy: FetchPolicy, limits: FetchLimits, *, total: int, per_host: int
    ) -> None:
        self._policy = policy
        self._limits = limits
        self._total = total
        self._per_host = per_host
        self._session: aiohttp.ClientSession | None = None
        self._large_bodies = asyncio.Semaphore(_MOST_LARGE_BODIES)

    async def __aenter__(self) -> Exchange:
        from tracker.lib.http_tunnel import TunnelConnector

        kind = TunnelConnector if self._policy.proxy else GuardedConnector
        connector = kind(self._policy, self._limits, total=self._total, per_host=self._per_host)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._policy.user_agent, "Accept-Encoding": "gzip"},
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._limits.connect, sock_read=self._limits.read
            ),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(
        self, request: FetchRequest, *, limits: FetchLimits | None = None
    ) -> FetchResult:
        """Ask for one address within the limits; faults come back as a result.

        `limits` stands in for those of the session, except for the times of connecting and reading.
        """
        limits = limits or self._limits
        trail = _Trail(request.url)
        try:
            async with asyncio.timeout(limits.total):
                return await self._follow(request, trail, limits)
        except (aiohttp.ClientError, HttpProcessingError) as error:
            outcome, reason = outcome_of_exception(error)
        except (OSError, AddressRefused, FetchFault) as error:
            outcome, reason = outcome_of_exception(error)
        return self._result(request, trail, outcome, reason)

    async def _follow(
        self, request: FetchRequest, trail: _Trail, limits: FetchLimits
    ) -> FetchResult:
        seen: set[str] = set()
        while True:
            url = check_url(trail.url, self._policy)
            if url in seen:
                raise FetchFault(Outcome.SOFT, "the address redirects in a circle")
            if len(trail.hops) > limits.max_redirects:
                raise FetchFault(Outcome.SOFT, "the address redirects too often")
            seen.add(url)
            target = URL(url, encoded=True)
            if self._session is None:
                raise RuntimeError("use `async with Exchange(...)`")
            async with self._session.get(
                target, headers=_request_headers(request), allow_redirects=False
            ) as response:
                trail.status = response.status
                location = response.headers.get("Location", "").strip()
                if response.status not in _REDIRECTS or not location:
                    return await self._read(request, trail, response, limits)
            # Leaving the block gives the connection back, or closes it when a body is left unread;
            # nothing is drained, since it may be endless.
            following = redirect_target(url, location)
            if url.startswith("https:") and not following.lower().startswith("https:"):
                raise AddressRefused("a secure address redirects to an insecure one")
            trail.all_permanent = trail.all_permanent and trail.status in _PERMANENT
            trail.hops = (*trail.hops, following)
            trail.url = following

    async def _read(
        self,
        request: FetchRequest,
        trail: _Trail,
        response: aiohttp.ClientResponse,
        limits: FetchLimits,
    ) -> FetchResult:
        headers = {name.lower(): value for name, value in response.headers.items()}
        outcome = outcome_of_status(response.status)
        reason = _phrase(outcome, response.status)
        wait = http_headers.retry_after(headers.get("retry-after", ""), datetime.now(UTC))
        if response.status == 503 and wait is not None:
            outcome = Outcome.THROTTLED
        if outcome is Outcome.UNCHANGED and not (request.etag or request.last_modified):
            outcome, reason = Outcome.SOFT, "the server says unchanged, but we have nothing yet"
        body = b""
        if outcome is Outcome.OK:
            body = await self._read_body(response, limits)
        return self._result(request, trail, outcome, reason, headers=headers, body=body, wait=wait)

    async def _read_body(self, response: aiohttp.ClientResponse, limits: FetchLimits) -> bytes:
        body = BoundedBody(
            encoding=response.headers.get("Content-Encoding", ""),
            max_raw=limits.max_raw,
            max_decoded=limits.max_decoded,
        )
        body.declare(response.content_length)
        chunks = response.content.iter_chunked(_CHUNK)
        async for chunk in chunks:
            body.feed(chunk)
            if body.size > _SMALL_BODY:
                async with self._large_bodies:
                    async for following in chunks:
                        body.feed(following)
        return body.finish()

    def _result(
        self,
        request: FetchRequest,
        trail: _Trail,
        outcome: Outcome,
        reason: str,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        wait: Any = None,
    ) -> FetchResult:
        headers = headers or {}
        content_type = headers.get("content-type", "")
        return FetchResult(
            outcome=outcome,
            reason=reason,
            status=trail.status,
            url=request.url,
            final_url=trail.url,
            redirects=trail.hops,
            permanent=bool(trail.hops) and trail.all_permanent,
            headers=headers,
            body=body,
            retry_after=wait,
            etag=http_headers.validator(headers.get("etag", "")),
            last_modified=http_headers.validator(headers.get("last-modified", "")),
            content_type=http_headers.media_type(content_type),
            charset=http_headers.charset(content_type),
        )


def _request_headers(request: FetchRequest) -> dict[str, str]:
    """Validators that could not have come from us are left out rather than sent."""
    headers = {"Accept": request.accept or "*/*"}
    if etag := http_headers.validator(request.etag):
        headers["If-None-Match"] = etag
    if last_modified := http_headers.validator(request.last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def _phrase(outcome: Outcome, status: int) -> str:
    if outcome is Outcome.OK:
        return ""
    if outcome is Outcome.UNCHANGED:
        return "unchanged"
    if status in _REDIRECTS:
        return "the server redirects without saying where"
    return f"the server answered {status}"
