"""The server of the polling figures: thousands of feeds on loopback addresses, each answer 50 ms late.

Feed n is http://127.0.x.y:PORT/n.xml. It has an ETag, 30 items and 125 kB. `POST /advance/K` makes
every tenth feed, beginning with K, list three new items.

Their texts are as rich in markup as those of real feeds, or parsers would have it too easy: 54 real
feeds (6.8 MB) have 10.7 tags and 6.6 attributes a kilobyte, these 10.4 and 5.3, and feedparser takes
as long for a kilobyte of these. Half of them escape their markup, the others have it in CDATA.
"""

from __future__ import annotations

import asyncio
import html
import multiprocessing
import socket
from multiprocessing.connection import Connection
from typing import Any

LATENCY = 0.05
ITEMS = 30
SHARE = 10  # one feed in so many changes
_WORDS = "суд продлил арест адвокат сообщил что дело рассмотрят в закрытом заседании "
_PARAGRAPH = (
    f'<p class="text"><span>{_WORDS}</span>{_WORDS}<a href="https://news.example/2026/11/a-judgment" '
    f'rel="nofollow">{_WORDS[:60]}</a> <strong>{_WORDS[:20]}</strong>{_WORDS}<br/>'
    f'<em>{_WORDS[:40]}</em> <a href="https://other.example/">{_WORDS[:30]}</a></p>\n'
)
_TEXT = (
    '<figure class="lead"><img src="https://news.example/i/1200.jpg" alt="" width="1200" height="675"/>'
    f"<figcaption>{_WORDS[:40]}</figcaption></figure><h2>{_WORDS[:40]}</h2>"
    + _PARAGRAPH * 3
    + '<ul class="list">'
    + f'<li><span class="term">{_WORDS[:20]}</span>{_WORDS[:30]}</li>' * 4
    + f"</ul><blockquote>{_WORDS}</blockquote>"
)
_CDATA = f"<![CDATA[{_TEXT}]]>".encode()
_ESCAPED = html.escape(_TEXT).encode()


def address_of(number: int, port: int, hosts: int) -> str:
    """The feed's address: feeds are dealt out to so many hosts."""
    return f"http://{host_of(number % hosts)}:{port}/{number}.xml"


def host_of(number: int) -> str:
    """One of the loopback addresses."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def document(number: int, version: int) -> bytes:
    """The feed as it is after so many changes."""
    items = []
    text = _CDATA if number % 2 else _ESCAPED
    for item in range(ITEMS + 3 * version, 3 * version, -1):
        items.append(
            b"<item><title>News %d of source %d</title><link>https://source-%d.example/%d</link>"
            b"<guid isPermaLink='false'>%d-%d</guid><pubDate>Tue, 10 Nov 2026 10:%02d:00 GMT</pubDate>"
            b"<category>courts</category><category>news</category>"
            b"<description>" % (item, number, number, item, number, item, item % 60)
        )
        items.append(text)
        items.append(b"</description></item>\n")
    head = b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
    title = b"<title>Source %d</title><link>https://source-%d.example/</link>" % (number, number)
    return b"".join([head, title, *items, b"</channel></rss>"])


class _Feeds(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as little of it as the clients need."""

    versions: dict[int, int] = {}

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.asked = b""

    def data_received(self, data: bytes) -> None:
        self.asked += data
        while b"\r\n\r\n" in self.asked:
            request, self.asked = self.asked.split(b"\r\n\r\n", 1)
            answer = self._answer(request)
            asyncio.get_running_loop().call_later(LATENCY, self._send, answer)

    def _send(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)

    def _answer(self, request: bytes) -> bytes:
        lines = request.split(b"\r\n")
        path = lines[0].split(b" ")[1].decode()
        if path.startswith("/advance/"):
            for number in range(int(path.removeprefix("/advance/")), 100_000, SHARE):
                self.versions[number] = self.versions.get(number, 0) + 1
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        if not path.endswith(".xml"):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        number = int(path[1:-4])
        version = self.versions.get(number, 0)
        etag = b'"%d-%d"' % (number, version)
        for line in lines[1:]:
            if line[:14].lower() == b"if-none-match:" and line[14:].strip() == etag:
                return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag
        body = document(number, version)
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
            b"ETag: %s\r\nContent-Length: %d\r\n\r\n" % (etag, len(body)) + body
        )


def _serve(line: Connection, hosts: int) -> None:
    import uvloop

    async def live() -> None:
        loop = asyncio.get_running_loop()
        port = 0
        for name in ["127.0.0.1", *(host_of(number) for number in range(hosts))]:
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((name, port))
            listener.listen(1_000)
            port = listener.getsockname()[1]
            await loop.create_server(_Feeds, sock=listener)
        line.send(port)
        await asyncio.Event().wait()

    uvloop.run(live())


class FeedServer:
    """The server in a process of its own; a context manager that knows its port."""

    def __init__(self, hosts: int) -> None:
        self._hosts = hosts

    def __enter__(self) -> FeedServer:
        ours, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs, self._hosts), daemon=True
        )
        self.process.start()
        self.port: int = ours.recv()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.process.kill()
        self.process.join()

    def advance(self, first: int) -> None:
        """Let every tenth feed change."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(b"POST /advance/%d HTTP/1.1\r\n\r\n" % first)
            line.recv(1_000)
