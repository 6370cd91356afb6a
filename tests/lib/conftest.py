"""Servers for the tests of the ground: a well-behaved one, a hostile one, and names we can bend."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.support.hostile_server import HostileServer
from tests.support.local_site import LocalSite
from tests.support.local_site import local_site as local_site  # the fixture, for this folder
from tracker.lib import http_exchange, network_guard

# A busy machine is no fault of the code.
settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")

# Loopback addresses that play the public internet in these tests. Everything else on loopback
# stays what it is: forbidden.
PUBLIC_HERE = ("127.0.0.77", "::1")


class Names:
    """A resolver to bend: what each name answers, and how often it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    def set(self, name: str, *turns: list[str]) -> None:
        """Answer a name with one list of addresses after the other; the last one stays."""
        self.answers[name] = list(turns)

    def __call__(self, host: str, port: int, **kwargs: Any) -> list[Any]:
        self.asked.append(host)
        turns = self.answers.get(host)
        if turns is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port, 0, 0) if ":" in address else (address, port),
            )
            for address in addresses
        ]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Names that resolve as the test says, with `PUBLIC_HERE` as the public internet."""
    bent = Names()
    monkeypatch.setattr(socket, "getaddrinfo", bent)
    really_public = network_guard.is_public_address
    monkeypatch.setattr(
        http_exchange,
        "is_public_address",
        lambda ip: str(ip) in PUBLIC_HERE or really_public(ip),
    )
    return bent


@pytest.fixture
def public_site() -> Iterator[LocalSite]:
    """A site on an address that counts as public where `names` is in use."""
    with LocalSite(PUBLIC_HERE[0]) as site:
        yield site


@pytest.fixture
def hostile() -> Iterator[HostileServer]:
    """One fresh hostile server per test."""
    with HostileServer() as server:
        yield server
