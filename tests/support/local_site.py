"""A real HTTP server on loopback for tests: it plays outlets, partners and their faults.

    def test_a_feed_is_polled(local_site: LocalSite) -> None:
        local_site.serve("/feed.xml", RSS, headers={"ETag": '"1"'})
        result = fetch(local_site.url("/feed.xml"), policy=local_site.policy(), limits=FEED_LIMITS)

Requests are recorded in `local_site.requests`. An answer that carries an `ETag` or a
`Last-Modified` header turns into a 304 by itself when a request brings the same value back.
For servers that break the protocol itself see `hostile_server`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

import pytest

from tracker.lib.network_guard import FetchPolicy


@dataclass(frozen=True)
class Answer:
    """What the site says at one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class RecordedRequest:
    """What a client asked; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class LocalSite:
    """An HTTP/1.1 server in threads; a context manager, and the `local_site` fixture."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.requests: list[RecordedRequest] = []
        self._answers: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._raw: dict[str, tuple[bytes, bytes]] = {}
        self._delay = 0.0
        self._held_back: dict[str, threading.Event] = {}
        self._under_way = 0
        self.most_at_once = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = 65_536

            def do_GET(self) -> None:
                with site._counted():
                    site._answer(self)

            do_HEAD = do_POST = do_PUT = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Requests are recorded, not printed."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def server_bind(self) -> None:
                # Not HTTPServer's, which asks the resolver for this machine's name.
                TCPServer.server_bind(self)
                self.server_name, self.server_port = (
                    str(self.server_address[0]),
                    self.server_address[1],
                )

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hangs up is an everyday matter here."""

        self._server = Server((host, 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> LocalSite:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Host and port, in the form that `FetchPolicy.allowed_addresses` takes."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def url(self, path: str = "/") -> str:
        """The full address of a path."""
        return f"http://{self.address}{path}"

    def policy(self, user_agent: str = "TrackerTest/1.0") -> FetchPolicy:
        """A policy that opens exactly this site and nothing else on loopback."""
        return FetchPolicy(user_agent=user_agent, allowed_addresses=frozenset({self.address}))

    def serve(
        self,
        path: str,
        body: bytes | str = b"",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        content_type: str = "text/html; charset=utf-8",
    ) -> None:
        """Answer a path (with its query, if any) like this from now on."""
        self.serve_in_turn(path, [_answer(body, status, headers, content_type)])

    def serve_in_turn(self, path: str, answers: list[Answer]) -> None:
        """Answer a path with one after the other; the last one stays."""
        with self._lock:
            self._answers[path] = list(answers)

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Send a path elsewhere."""
        self.serve(path, status=status, headers={"Location": to})

    def serve_raw(self, path: str, headers: bytes, body: bytes) -> None:
        """Answer 200 with exactly these header lines and bytes."""
        self._raw[path] = (headers, body)

    def slow_down(self, seconds: float) -> None:
        """Take this long over every answer from now on."""
        self._delay = seconds

    def hold_back(self, path: str, until: threading.Event) -> None:
        """Answer this path only once something has happened."""
        self._held_back[path] = until

    def seen(self, path: str) -> list[RecordedRequest]:
        """The requests that one path got so far."""
        return [request for request in self.requests if request.path == path]

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            if self._delay:
                time.sleep(self._delay)
            yield
        finally:
            with self._lock:
                self._under_way -= 1

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        sent = handler.rfile.read(length) if length else b""
        with self._lock:
            self.requests.append(RecordedRequest(handler.command, handler.path, headers, sent))
            raw = self._raw.get(handler.path)
            turns = self._answers.get(handler.path)
            if turns is None:
                answer = Answer(b"not here", 404)
            else:
                answer = turns.pop(0) if len(turns) > 1 else turns[0]
        if (until := self._held_back.get(handler.path)) is not None:
            until.wait(60)
        if raw is not None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + raw[0] + b"\r\n" + raw[1])
            return
        if answer.status == 200 and _holds(answer, headers):
            answer = Answer(b"", 304, answer.headers)
        handler.send_response(answer.status)
        named = {name.lower() for name in answer.headers}
        if "content-type" not in named and answer.content_type and answer.status != 304:
            handler.send_header("Content-Type", answer.content_type)
        if "content-length" not in named:
            handler.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD" and answer.status != 304:
            handler.wfile.write(answer.body)


def _answer(
    body: bytes | str, status: int, headers: Mapping[str, str] | None, content_type: str
) -> Answer:
    encoded = body.encode() if isinstance(body, str) else body
    return Answer(encoded, status, dict(headers or {}), content_type)


def _holds(answer: Answer, request: Mapping[str, str]) -> bool:
    """Whether the client's validators say that it has this answer already."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if "if-none-match" in request:
        return "etag" in headers and request["if-none-match"] == headers["etag"]
    since = request.get("if-modified-since")
    return since is not None and since == headers.get("last-modified")


@pytest.fixture
def local_site() -> Iterator[LocalSite]:
    """One fresh site per test."""
    with LocalSite() as site:
        yield site
