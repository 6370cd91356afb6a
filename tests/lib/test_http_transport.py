"""Servers that break HTTP, end to end over real sockets. Numbers as in the list of bad inputs."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lib.conftest import PUBLIC_HERE, Names
from tests.support.hostile_server import HostileServer, warm_up
from tests.support.local_site import LocalSite
from tracker.lib import http_exchange
from tracker.lib.http_client import FetchLimits, FetchPolicy, FetchResult, fetch
from tracker.lib.http_outcomes import Outcome

LIMITS = FetchLimits(connect=2, read=2, total=3, max_raw=2_000_000, max_decoded=5_000_000)
CERTIFICATES = Path(__file__).parent.parent / "support" / "tls"

FAULTS = [
    ("26-silent", "silent", Outcome.TEMPORARY, "no answer in time"),
    ("27-drip-in-the-body", "drip-body", Outcome.TEMPORARY, "not finished in time"),
    ("28-drip-in-the-header", "drip-header", Outcome.TEMPORARY, "not finished in time"),
    ("29-endless-body", "endless-body", Outcome.HARD, "the answer is too large"),
    ("30-declared-10-gb", "declared-10-gb", Outcome.HARD, "the answer is too large"),
    ("31-short-body", "short", Outcome.TEMPORARY, "the answer broke off before its end"),
    ("31-short-chunks", "short-chunks", Outcome.TEMPORARY, "the answer broke off before its end"),
    ("31-reset", "reset", Outcome.TEMPORARY, "the answer broke off before its end"),
    ("32-broken-chunk", "bad-chunk", Outcome.SOFT, "the answer is not valid HTTP"),
    ("33-random-bytes", "random-bytes", Outcome.SOFT, "the answer is not valid HTTP"),
    ("33-http-0.9", "http-0.9", Outcome.SOFT, "the answer is not valid HTTP"),
    ("33-hang-up", "hang-up", Outcome.TEMPORARY, "the server hung up without an answer"),
    ("33-two-lengths", "two-lengths", Outcome.SOFT, "the answer is not valid HTTP"),
    ("34-endless-headers", "endless-headers", Outcome.SOFT, "the answer is not valid HTTP"),
    ("34-one-huge-header", "one-huge-header", Outcome.SOFT, "the answer is not valid HTTP"),
    ("35-endless-1xx", "endless-1xx", Outcome.SOFT, "the answer is not valid HTTP"),
    ("36-loop", "loop", Outcome.SOFT, "the address redirects in a circle"),
    ("37-chain", "chain0", Outcome.SOFT, "the address redirects too often"),
    ("37-no-target", "redirect-no-target", Outcome.SOFT, "the server redirects without saying"),
    ("38-gzip-bomb", "gzip-bomb", Outcome.HARD, "the answer is too large once unpacked"),
    ("39-gzip-of-gzip", "gzip-gzip", Outcome.HARD, "the answer is compressed in a way we did not"),
    ("39-gzip-hidden-in-gzip", "gzip-gzip-hidden", Outcome.HARD, "the answer is compressed twice"),
    ("40-bomb-in-members", "gzip-members-bomb", Outcome.HARD, "the answer is too large once"),
    ("40-empty-members", "gzip-empty-members", Outcome.HARD, "the compressed answer has too many"),
    ("40-cut-gzip", "gzip-broken", Outcome.TEMPORARY, "the answer broke off before its end"),
    ("40-junk-after-gzip", "gzip-junk", Outcome.SOFT, "the compressed answer is damaged"),
    ("40-not-gzip", "gzip-noise", Outcome.SOFT, "the compressed answer is damaged"),
    ("41-brotli", "brotli", Outcome.HARD, "the answer is compressed in a way we did not offer"),
    ("41-zstd", "zstd", Outcome.HARD, "the answer is compressed in a way we did not offer"),
    ("41-deflate", "deflate", Outcome.HARD, "the answer is compressed in a way we did not offer"),
    ("45-304-unasked", "304-unasked", Outcome.SOFT, "the server says unchanged, but we have"),
    ("xx-204", "204", Outcome.SOFT, "the server answered 204"),
    ("xx-204-body", "body-after-204", Outcome.SOFT, "the answer is not valid HTTP"),
]


def get(server: HostileServer, path: str) -> FetchResult:
    return fetch(server.url(path), policy=server.policy(), limits=LIMITS)


@pytest.mark.parametrize(
    ("path", "outcome", "reason"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0] for fault in FAULTS],
)
def test_a_broken_answer_is_a_named_fault_without_a_body(
    hostile: HostileServer, path: str, outcome: Outcome, reason: str
) -> None:
    if path == "gzip-bomb":
        warm_up()
    result = get(hostile, path)
    assert (result.outcome, result.body) == (outcome, b"")
    assert result.reason.startswith(reason)
    assert get(hostile, "ok").body == b"hello"


def test_37_a_redirect_chain_stops_after_five(hostile: HostileServer) -> None:
    result = get(hostile, "chain0")
    assert len(hostile.paths) == LIMITS.max_redirects + 1
    assert len(result.redirects) == LIMITS.max_redirects + 1


def test_37_the_body_of_a_redirect_is_not_waited_for(hostile: HostileServer) -> None:
    assert get(hostile, "endless-redirect-body").body == b"hello"


def test_40_all_members_of_a_gzip_body_are_read(hostile: HostileServer) -> None:
    result = get(hostile, "gzip-members")
    assert result.body == b"".join(b"part %d;" % number for number in range(50))


@pytest.mark.parametrize("path", ["endless-body", "gzip-bomb", "gzip-members-bomb", "endless-1xx"])
def test_29_35_38_a_flood_leaves_memory_flat(hostile: HostileServer, path: str) -> None:
    warm_up()
    code = (
        "import sys\n"
        "from tracker.lib.http_client import FetchLimits, FetchPolicy, fetch\n"
        "policy = FetchPolicy('T/1', frozenset({sys.argv[2]}))\n"
        "limits = FetchLimits(read=20, total=60, max_raw=3_000_000, max_decoded=8_000_000)\n"
        "print(fetch(sys.argv[1], policy=policy, limits=limits).outcome)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, hostile.url(path), hostile.address],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": ""},
    )
    outcome, peak_kb = run.stdout.split()
    assert outcome in (Outcome.HARD, Outcome.SOFT)
    # The interpreter and the libraries are about 40 MB of it; the bomb alone would be 300 MB.
    assert int(peak_kb) < 90_000


@pytest.mark.parametrize(
    ("certificate", "trusted", "outcome", "reason"),
    [
        ("valid", True, Outcome.OK, ""),
        ("expired", True, Outcome.SOFT, "the certificate has expired"),
        ("other_name", True, Outcome.SOFT, "the certificate is for another name"),
        ("valid", False, Outcome.SOFT, "the certificate's issuer is not trusted"),
    ],
)
def test_42_a_bad_certificate_is_named_and_nothing_is_asked(
    names: Names,
    monkeypatch: pytest.MonkeyPatch,
    certificate: str,
    trusted: bool,
    outcome: Outcome,
    reason: str,
) -> None:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    if trusted:
        context = ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))
        monkeypatch.setattr(http_exchange, "tls_context", lambda: context)
    names.set("outlet.example", [PUBLIC_HERE[0]])
    with HostileServer(PUBLIC_HERE[0], tls=server_side) as server:
        policy = FetchPolicy("T/1", ports=frozenset({server.port}))
        url = f"https://outlet.example:{server.port}/ok"
        result = fetch(url, policy=policy, limits=LIMITS)
        asked = list(server.paths)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert asked == (["ok"] if outcome is Outcome.OK else [])


def test_25_a_secure_address_that_redirects_to_an_insecure_one_is_refused(
    names: Names, public_site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(CERTIFICATES / "valid.pem")
    context = ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))
    monkeypatch.setattr(http_exchange, "tls_context", lambda: context)
    names.set("outlet.example", [PUBLIC_HERE[0]])
    public_port = int(public_site.address.rpartition(":")[2])
    with HostileServer(PUBLIC_HERE[0], tls=server_side) as server:
        policy = FetchPolicy("T/1", ports=frozenset({server.port, public_port}))
        server.redirect_to(f"http://outlet.example:{public_port}/")
        url = f"https://outlet.example:{server.port}/elsewhere"
        result = fetch(url, policy=policy, limits=LIMITS)
    assert result.outcome is Outcome.REFUSED
    assert "insecure" in result.reason
    assert public_site.requests == []


def test_26_a_port_that_nobody_listens_on_is_a_temporary_fault() -> None:
    with HostileServer() as gone:
        policy, url = gone.policy(), gone.url("ok")
    result = fetch(url, policy=policy, limits=LIMITS)
    assert (result.outcome, result.reason) == (Outcome.TEMPORARY, "no connection")


def test_43_a_name_server_that_hangs_is_waited_for_no_longer_than_a_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def hang(*args: object, **kwargs: object) -> list[object]:
        released.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        limits = replace(LIMITS, connect=0.2, total=60)
        result = fetch("http://slow.example/", policy=FetchPolicy("T/1"), limits=limits)
        assert not released.is_set()
    finally:
        released.set()
    assert result.outcome is Outcome.TEMPORARY
    assert result.reason == "the host name could not be looked up"


def test_50_cookies_are_not_kept(hostile: HostileServer, local_site: LocalSite) -> None:
    cookie = {"Set-Cookie": "session=1"}
    local_site.serve("/", status=302, headers={"Location": "/next", **cookie})
    local_site.serve("/next", b"hello", headers=cookie)
    for _ in range(2):
        result = fetch(local_site.url("/"), policy=local_site.policy(), limits=LIMITS)
        assert result.body == b"hello"
    assert len(local_site.requests) == 4
    assert all("cookie" not in request.headers for request in local_site.requests)
    assert get(hostile, "cookies").body == b"hello"
