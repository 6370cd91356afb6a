"""What a fetch brings back from a server that behaves, one at a time and many at once."""

from __future__ import annotations

import asyncio
import gzip
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.local_site import Answer, LocalSite
from tracker.lib.http_client import (
    FEED_LIMITS,
    PAGE_LIMITS,
    FetchPolicy,
    FetchRequest,
    FetchResult,
    fetch,
    fetch_many,
)
from tracker.lib.http_outcomes import Outcome


def get(site: LocalSite, path: str, **known: str) -> FetchResult:
    return fetch(site.url(path), policy=site.policy(), limits=FEED_LIMITS, **known)


def test_a_page_comes_back_with_what_its_headers_say(local_site: LocalSite) -> None:
    local_site.serve(
        "/feed",
        "Новости",
        content_type='Application/RSS+XML; charset="Windows-1251"',
        headers={
            "ETag": 'W/"a1"',
            "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT",
            "X-Thing": "1",
        },
    )
    result = get(local_site, "/feed")
    assert result.outcome is Outcome.OK
    assert result.status == 200
    assert result.reason == ""
    assert result.body == "Новости".encode()
    assert result.content_type == "application/rss+xml"
    assert result.charset == "windows-1251"
    assert result.etag == 'W/"a1"'
    assert result.last_modified == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert result.headers["x-thing"] == "1"
    assert result.redirects == ()
    assert not result.permanent
    assert result.final_url == result.url == local_site.url("/feed")


def test_a_request_says_who_we_are_and_offers_gzip_alone(local_site: LocalSite) -> None:
    local_site.serve("/", b"x")
    policy = local_site.policy("Tracker/1.0 (+https://tracker.example/bot)")
    fetch(local_site.url("/"), policy=policy, limits=PAGE_LIMITS, accept="text/html")
    headers = local_site.requests[0].headers
    assert headers["user-agent"] == "Tracker/1.0 (+https://tracker.example/bot)"
    assert headers["accept-encoding"] == "gzip"
    assert headers["accept"] == "text/html"
    assert "cookie" not in headers
    assert "if-none-match" not in headers


@pytest.mark.parametrize(
    "known",
    [{"etag": '"v1"'}, {"last_modified": "Sat, 21 Nov 2026 10:00:00 GMT"}],
    ids=["etag", "last-modified"],
)
def test_what_we_have_already_is_not_sent_again_45(
    local_site: LocalSite, known: dict[str, str]
) -> None:
    local_site.serve(
        "/feed",
        b"long",
        headers={"ETag": '"v1"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"},
    )
    unchanged = get(local_site, "/feed", **known)
    assert (unchanged.outcome, unchanged.status, unchanged.body) == (Outcome.UNCHANGED, 304, b"")
    local_site.serve("/feed", b"longer", headers={"ETag": '"v2"'})
    assert get(local_site, "/feed", **known).body == b"longer"


def test_a_validator_that_would_split_the_request_is_left_out(local_site: LocalSite) -> None:
    local_site.serve("/", b"x")
    assert get(local_site, "/", etag='"1"\r\nX-Evil: 1', last_modified="й").body == b"x"
    assert "x-evil" not in local_site.requests[0].headers
    assert "if-none-match" not in local_site.requests[0].headers


def test_a_gzip_body_is_unpacked(local_site: LocalSite) -> None:
    local_site.serve("/", gzip.compress(b"hello" * 1000), headers={"Content-Encoding": "gzip"})
    assert get(local_site, "/").body == b"hello" * 1000


def test_a_body_in_chunks_is_whole(local_site: LocalSite) -> None:
    chunks = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    local_site.serve_raw("/", b"Transfer-Encoding: chunked\r\n", chunks)
    assert get(local_site, "/").body == b"hello world"


def test_an_empty_page_is_an_answer(local_site: LocalSite) -> None:
    local_site.serve("/", b"")
    result = get(local_site, "/")
    assert (result.outcome, result.body) == (Outcome.OK, b"")


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "wait"),
    [
        (429, {"Retry-After": "120"}, Outcome.THROTTLED, timedelta(minutes=2)),
        (429, {}, Outcome.THROTTLED, None),
        (503, {"Retry-After": "315360000"}, Outcome.THROTTLED, timedelta(hours=24)),
        (
            503,
            {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"},
            Outcome.THROTTLED,
            timedelta(hours=24),
        ),
        (503, {"Retry-After": "soon"}, Outcome.TEMPORARY, None),
        (500, {}, Outcome.TEMPORARY, None),
        (404, {}, Outcome.SOFT, None),
        (403, {}, Outcome.SOFT, None),
        (410, {}, Outcome.HARD, None),
    ],
)
def test_47_48_an_answer_that_brings_nothing_has_its_degree(
    local_site: LocalSite,
    status: int,
    headers: dict[str, str],
    outcome: Outcome,
    wait: timedelta | None,
) -> None:
    local_site.serve("/", b"a page about the fault", status=status, headers=headers)
    result = get(local_site, "/")
    assert (result.outcome, result.status, result.body) == (outcome, status, b"")
    assert result.retry_after == wait
    assert result.reason == f"the server answered {status}"


def test_a_redirect_is_followed_relative_to_where_it_stands(local_site: LocalSite) -> None:
    local_site.redirect("/a/b", "../c?x=1", 301)
    local_site.serve("/c?x=1", b"there")
    result = get(local_site, "/a/b")
    assert result.body == b"there"
    assert result.final_url == local_site.url("/c?x=1")
    assert result.permanent


def test_many_fetches_come_back_in_order_faults_among_them(local_site: LocalSite) -> None:
    for number in range(40):
        local_site.serve(f"/{number}", f"body {number}")
    requests = [FetchRequest(local_site.url(f"/{number}")) for number in range(40)]
    requests[7] = FetchRequest("http://127.0.0.1:1/")
    requests[8] = FetchRequest("not an address")
    requests[9] = FetchRequest("http://[")
    results = asyncio.run(
        fetch_many(requests, policy=local_site.policy(), limits=FEED_LIMITS, total=10)
    )
    for number, result in enumerate(results):
        if number in (7, 8, 9):
            assert result.outcome is Outcome.REFUSED
        else:
            assert result.body == f"body {number}".encode()


def test_one_host_is_asked_by_no_more_than_its_share_at_once(local_site: LocalSite) -> None:
    local_site.slow_down(0.02)
    paths = [f"/{number}" for number in range(12)]
    for path in paths:
        local_site.serve(path, b"x")
    asyncio.run(
        fetch_many(
            [FetchRequest(local_site.url(path)) for path in paths],
            policy=local_site.policy(),
            limits=FEED_LIMITS,
            per_host=2,
        )
    )
    assert len(local_site.requests) == 12
    assert local_site.most_at_once <= 2


def test_a_queue_before_one_host_does_not_use_up_the_time_of_those_who_wait(
    local_site: LocalSite,
) -> None:
    local_site.slow_down(0.4)
    paths = [f"/{number}" for number in range(6)]
    for path in paths:
        local_site.serve(path, b"x")
    results = asyncio.run(
        fetch_many(
            [FetchRequest(local_site.url(path)) for path in paths],
            policy=local_site.policy(),
            limits=replace(FEED_LIMITS, total=2.0),
            per_host=1,
        )
    )
    # Six turns of 0.4 s are longer than one fetch may take; the clock of each starts at its turn.
    assert [result.outcome for result in results] == [Outcome.OK] * 6


def test_a_forked_worker_can_fetch_after_its_parent_did(local_site: LocalSite) -> None:
    local_site.serve_in_turn("/", [Answer(b"parent"), Answer(b"child")])
    assert get(local_site, "/").body == b"parent"
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, get(local_site, "/").body)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read() == b"child"
    assert os.waitpid(pid, 0)[1] == 0


def test_knowing_the_types_does_not_load_the_http_library() -> None:
    code = (
        "import sys, tracker.lib.http_client, tracker.lib.http_outcomes\n"
        "print('aiohttp' in sys.modules, 'django' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PATH": ""}
    )
    assert run.stdout.split() == ["False", "False"]


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_network() -> None:
    with pytest.raises(AttributeError):
        fetch(None, policy=FetchPolicy("T/1"), limits=FEED_LIMITS)  # type: ignore[arg-type]
