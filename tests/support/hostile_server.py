"""A server on raw sockets that breaks every promise of HTTP. Each path is one way to misbehave."""

from __future__ import annotations

import functools
import gzip
import random
import socket
import ssl
import threading
import time
from collections.abc import Callable

from tracker.lib.network_guard import FetchPolicy

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def _with_body(headers: bytes, body: bytes) -> bytes:
    return _OK + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


@functools.cache
def bomb(megabytes: int) -> bytes:
    """A gzip member that inflates to so many megabytes of zeros."""
    return gzip.compress(bytes(megabytes * 1_000_000), 9)


def warm_up() -> None:
    """Make the largest bomb, which takes a second or two that no client should wait for."""
    bomb(300)


class HostileServer:
    """Listens on one loopback address; use as a context manager."""

    def __init__(self, host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> None:
        self.paths: list[str] = []
        self._elsewhere = "/ok"
        self._stopping = threading.Event()
        self._tls = tls
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.socket(family)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, 0))
        self._listener.listen(50)
        self.port: int = self._listener.getsockname()[1]
        self.address = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> HostileServer:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stopping.set()
        # Wakes up accept(), which closing the listener alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def url(self, path: str) -> str:
        """The address of one kind of misbehaviour."""
        return f"http://{self.address}/{path}"

    def policy(self, *others: str) -> FetchPolicy:
        """A policy that opens exactly this server, and such other addresses as are given."""
        return FetchPolicy("TrackerTest/1.0", frozenset({self.address, *others}))

    def redirect_to(self, target: str) -> None:
        """Where the path "elsewhere" leads."""
        self._elsewhere = target

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            client.settimeout(30)
            if self._tls is not None:
                client = self._tls.wrap_socket(client, server_side=True)
            asked = b""
            while b"\r\n\r\n" not in asked:
                part = client.recv(65_536)
                if not part:
                    return
                asked += part
            path = asked.split(b" ")[1].decode("latin-1").lstrip("/")
            self.paths.append(path)
            self._misbehave(path, client)
        except OSError:
            return  # the client hung up, as it should
        finally:
            client.close()

    def _misbehave(self, path: str, client: socket.socket) -> None:
        if path.startswith("chain"):
            following = b"/chain%d" % (int(path[5:] or 0) + 1)
            client.sendall(_redirect(following))
        elif path == "elsewhere":
            client.sendall(_redirect(self._elsewhere.encode()))
        elif path in _ANSWERS:
            client.sendall(_ANSWERS[path]())
        elif path in _STREAMS:
            _STREAMS[path](client, self._stopping)
        else:
            client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


def _redirect(to: bytes, status: bytes = b"302 Found") -> bytes:
    return b"HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, to)


def _gzipped_twice() -> bytes:
    return _with_body(b"Content-Encoding: gzip, gzip\r\n", gzip.compress(bomb(1)))


def _gzipped_twice_said_once() -> bytes:
    return _with_body(b"Content-Encoding: gzip\r\n", gzip.compress(gzip.compress(b"x" * 5000)))


def _members() -> bytes:
    return _with_body(
        b"Content-Encoding: gzip\r\n", b"".join(gzip.compress(b"part %d;" % n) for n in range(50))
    )


def _members_bomb() -> bytes:
    return _with_body(b"Content-Encoding: gzip\r\n", bomb(1) * 50)


def _empty_members() -> bytes:
    return _with_body(b"Content-Encoding: gzip\r\n", gzip.compress(b"") * 20_000)


def _broken_gzip() -> bytes:
    return _with_body(b"Content-Encoding: gzip\r\n", gzip.compress(b"a" * 5000)[:-12])


def _junk_after_gzip() -> bytes:
    return _with_body(b"Content-Encoding: gzip\r\n", gzip.compress(b"hello") + b"JUNK" * 100)


def _cookies() -> bytes:
    cookies = b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 500) for n in range(100))
    return _with_body(cookies, b"hello")


# What can be said at once.
_ANSWERS: dict[str, Callable[[], bytes]] = {
    "ok": lambda: _with_body(b"", b"hello"),
    "cookies": _cookies,
    "gzip": lambda: _with_body(b"Content-Encoding: gzip\r\n", gzip.compress(b"hello")),
    "gzip-bomb": lambda: _with_body(b"Content-Encoding: gzip\r\n", bomb(300)),
    "gzip-gzip": _gzipped_twice,
    "gzip-gzip-hidden": _gzipped_twice_said_once,
    "gzip-members": _members,
    "gzip-members-bomb": _members_bomb,
    "gzip-empty-members": _empty_members,
    "gzip-broken": _broken_gzip,
    "gzip-junk": _junk_after_gzip,
    "gzip-noise": lambda: _with_body(b"Content-Encoding: gzip\r\n", b"not gzip at all"),
    "brotli": lambda: _with_body(b"Content-Encoding: br\r\n", b"\x0b\x02\x80hello\x03"),
    "zstd": lambda: _with_body(b"Content-Encoding: zstd\r\n", b"\x28\xb5\x2f\xfd\x00"),
    "deflate": lambda: _with_body(b"Content-Encoding: deflate\r\n", b"x"),
    "declared-10-gb": lambda: _OK + b"Content-Length: 10000000000\r\n\r\nabc",
    "short": lambda: _OK + b"Content-Length: 500\r\n\r\nabc",
    "short-chunks": lambda: _OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "bad-chunk": lambda: _OK + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\nabc\r\n0\r\n\r\n",
    "two-lengths": lambda: _OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhelloabcd",
    "random-bytes": lambda: random.Random(1).randbytes(4000),
    "http-0.9": lambda: b"<rss></rss>",
    "hang-up": lambda: b"",
    "loop": lambda: _redirect(b"/loop2"),
    "loop2": lambda: _redirect(b"/loop"),
    "redirect-no-target": lambda: b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "redirect-crlf": lambda: _redirect(b"/ok\r\n X-Evil: 1"),
    "304-unasked": lambda: b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "one-huge-header": lambda: _OK + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
    "204": lambda: b"HTTP/1.1 204 No Content\r\n\r\n",
    "body-after-204": lambda: b"HTTP/1.1 204 No Content\r\n\r\nhello",
}


def _silent(client: socket.socket, stopping: threading.Event) -> None:
    stopping.wait(30)


def _drip_body(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(_OK + b"Content-Length: 1000000\r\n\r\n")
    _drip(client, stopping)


def _drip_header(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    _drip(client, stopping)


def _drip(client: socket.socket, stopping: threading.Event) -> None:
    while not stopping.is_set():
        client.sendall(b"a")
        time.sleep(0.05)


def _endless_body(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(_OK + b"\r\n")
    while not stopping.is_set():
        client.sendall(b"<item/>" * 9000)


def _endless_headers(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while not stopping.is_set():
        client.sendall(b"".join(b"X-%d-%d: %s\r\n" % (number, n, b"a" * 200) for n in range(500)))
        number += 1


def _endless_1xx(client: socket.socket, stopping: threading.Event) -> None:
    while not stopping.is_set():
        client.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)


def _endless_redirect_body(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(b"HTTP/1.1 302 Found\r\nLocation: /ok\r\n\r\n")
    while not stopping.is_set():
        client.sendall(b"x" * 65_536)


def _reset(client: socket.socket, stopping: threading.Event) -> None:
    client.sendall(_OK + b"Content-Length: 500\r\n\r\nabc")
    # Lingering for no time turns the close into a reset.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


# What goes on until the client has had enough.
_STREAMS: dict[str, Callable[[socket.socket, threading.Event], None]] = {
    "silent": _silent,
    "drip-body": _drip_body,
    "drip-header": _drip_header,
    "endless-body": _endless_body,
    "endless-headers": _endless_headers,
    "endless-1xx": _endless_1xx,
    "endless-redirect-body": _endless_redirect_body,
    "reset": _reset,
}
