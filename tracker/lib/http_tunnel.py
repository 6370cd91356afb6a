"""Connections through a proxy by HTTP CONNECT, for plain and secure addresses alike.

Tor's HTTPTunnelPort and most web proxies speak it. The proxy looks the name up: nothing about the
sites that are watched leaves this machine any other way. The HTTP library would use CONNECT for
secure addresses only, and hand plain ones over in the open.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from tracker.lib.http_client import FetchLimits
from tracker.lib.http_exchange import GuardedConnector
from tracker.lib.http_outcomes import FetchFault, Outcome
from tracker.lib.network_guard import FetchPolicy, proxy_address

_LONGEST_GREETING = 8_192


class _Unresolved(AbstractResolver):
    """Names stay names: the proxy looks them up."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """A place holder that only carries the name on."""
        return [
            ResolveResult(
                hostname=host, host="0.0.0.0", port=port, family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Nothing to release."""


class TunnelConnector(GuardedConnector):
    """Reaches every host through the policy's proxy, never directly."""

    def __init__(self, policy: FetchPolicy, limits: FetchLimits, *, total: int, per_host: int):
        super().__init__(policy, limits, total=total, per_host=per_host)
        self._proxy = proxy_address(policy.proxy)
        self._limits = limits
        self._resolver = _Unresolved()

    async def _wrap_create_connection(
        self, *args: Any, addr_infos: Any, req: Any, timeout: Any, **kwargs: Any
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        host, port = str(req.url.raw_host), int(req.port)
        kwargs.pop("client_error", None)
        try:
            async with asyncio.timeout(self._limits.connect):
                sock = await _tunnel(self._loop, self._proxy, host, port)
        except TimeoutError as error:
            raise FetchFault(
                Outcome.TEMPORARY, "no connection through the proxy in time"
            ) from error
        except OSError as error:
            raise FetchFault(Outcome.TEMPORARY, "the proxy cannot be reached") from error
        # From here on as if the socket led to the host itself, TLS included.
        return await self._wrap_existing_connection(
            *args, req=req, timeout=timeout, sock=sock, **kwargs
        )


async def _tunnel(
    loop: asyncio.AbstractEventLoop, proxy: tuple[str, int], host: str, port: int
) -> socket.socket:
    """A socket that the proxy has joined to the host."""
    places = await loop.getaddrinfo(*proxy, type=socket.SOCK_STREAM)
    family, kind, proto, _, address = places[0]
    sock = socket.socket(family, kind, proto)
    try:
        sock.setblocking(False)
        await loop.sock_connect(sock, address)
        target = f"{host}:{port}"
        greeting = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n"
        await loop.sock_sendall(sock, greeting.encode("ascii"))
        status = await _status(loop, sock)
    except BaseException:
        sock.close()
        raise
    if status != 200:
        sock.close()
        raise FetchFault(Outcome.TEMPORARY, f"the proxy answered {status} for this host")
    return sock


async def _status(loop: asyncio.AbstractEventLoop, sock: socket.socket) -> int:
    """The status of the proxy's answer, read to its end and not a byte further."""
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        # One byte at a time: what follows belongs to the host. A greeting has some forty bytes.
        part = await loop.sock_recv(sock, 1)
        if not part or len(answer) > _LONGEST_GREETING:
            raise FetchFault(Outcome.TEMPORARY, "the proxy does not speak HTTP CONNECT")
        answer += part
    words = answer.split(b" ", 2)
    if not answer.startswith(b"HTTP/1.") or len(words) < 2 or not words[1][:3].isdigit():
        raise FetchFault(Outcome.TEMPORARY, "the proxy does not speak HTTP CONNECT")
    return int(words[1][:3])
