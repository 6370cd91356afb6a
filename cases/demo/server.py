"""The demo's outlets: `python -m cases.demo.server [--port N]`, a small web server on loopback.

It plays the outlets that reported on the letter of 3 July 2025, so that the watcher polls, fetches and
reads as it would anywhere. Standard library only: it starts in a moment and needs nothing of ours
but the coverage file.
"""

import argparse
import hashlib
import os
import signal
import sys
from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import NamedTuple

from cases.demo.coverage import demo_feeds
from cases.demo.coverage.rendering import (
    STYLE,
    feed_bytes,
    index_bytes,
    missing_bytes,
    page_bytes,
)
from cases.demo.misbehaving import Answer as Misbehaviour
from cases.demo.misbehaving import answer_to

HOST = "127.0.0.1"
DEFAULT_PORT = 8099
_PATIENCE = 10.0  # seconds that a client may take over its request


class Answer(NamedTuple):
    """A document of the server."""

    body: bytes
    content_type: str

    @property
    def etag(self) -> str:
        """A validator that follows from the content."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


def documents(base: str) -> dict[str, Answer]:
    """Every path of the server with its document; `base` is the server's own address."""
    html, css = "text/html; charset=utf-8", "text/css; charset=utf-8"
    found = {"/": Answer(index_bytes(), html), "/style.css": Answer(STYLE, css)}
    found["/health/live"] = Answer(b"ok\n", "text/plain; charset=utf-8")
    for feed in demo_feeds():
        kind = "application/atom+xml" if feed.format == "atom" else "application/rss+xml"
        found[feed.path] = Answer(feed_bytes(feed, base), f"{kind}; charset=utf-8")
        for article in feed.articles:
            found[article.path] = Answer(page_bytes(article), html)
    return found


class DemoServer(ThreadingHTTPServer):
    """The server with its documents, all made at the start."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.documents = documents(f"http://{HOST}:{self.server_address[1]}")

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is no fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD, with validators, and an honest 404 for everything else but what misbehaves."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: DemoServer

    def do_GET(self) -> None:
        """Answer with a document, 304 when the client has it, or 404."""
        path = self.path.partition("?")[0]
        answer = self.server.documents.get(path)
        if (misbehaving := answer_to(path)) is not None:
            self._misbehave(misbehaving)
        elif answer is None:
            missing = Answer(missing_bytes(), "text/html; charset=utf-8")
            self._send(HTTPStatus.NOT_FOUND, missing)
        elif answer.etag in self.headers.get("If-None-Match", ""):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", answer.etag)
            self.end_headers()
        else:
            self._send(HTTPStatus.OK, answer)

    def _misbehave(self, answer: Misbehaviour) -> None:
        """As the source does it, without regard to what the client holds."""
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def do_HEAD(self) -> None:
        """The headers of GET."""
        self.do_GET()

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if status is HTTPStatus.OK:
            self.send_header("ETag", answer.etag)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the watcher's own log of polls says more."""


def _port_from_environment() -> int:
    """TRACKER_DEMO_PORT, as `tracker.embedded.addresses` reads it.

    Not by importing that: under the supervisor the package would load Celery into this process.
    """
    text = os.environ.get("TRACKER_DEMO_PORT", "").strip() or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65_535:
        raise ValueError(f"TRACKER_DEMO_PORT is {text!r}: set it to a number from 1024 to 65535.")
    return int(text)


def main(words: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; the exit code. A port in use is one sentence and code 1."""
    parser = argparse.ArgumentParser(prog="python -m cases.demo.server")
    parser.add_argument("--port", type=int, help="default: TRACKER_DEMO_PORT or 8099")
    try:
        port = parser.parse_args(words).port or _port_from_environment()
        server = DemoServer(port)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(
            f"The demo outlets cannot listen on {HOST}:{port} ({problem.strerror}): "
            "set TRACKER_DEMO_PORT to a free port, or TRACKER_DEMO=0 to go without the demo.",
            file=sys.stderr,
        )
        return 1

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    print(f"Demo outlets at http://{HOST}:{server.server_address[1]}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
