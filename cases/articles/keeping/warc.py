"""Kept pages as WARC/1.1 (ISO 28500:2017): a request and a response record each, one gzip member a record.

What is written is what is kept: the body after decompression, so the headers of compression and
chunking are renamed as archives do it, and no cookies.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# They describe the bytes on the wire, not those kept.
_OF_THE_WIRE = frozenset(("content-encoding", "transfer-encoding", "content-length", "connection"))
_NEVER_KEPT = frozenset(("set-cookie", "set-cookie2", "cookie", "authorization"))
_MOST_HEADERS = 8_000  # characters of names and values together

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PageRecord:
    """One fetched page: when, what was asked, what came. `body` is decompressed."""

    url: str
    fetched_at: datetime
    status: int
    request: Headers
    response: Headers
    body: bytes


def headers_to_keep(headers: Headers) -> list[tuple[str, str]]:
    """Those of an exchange's headers that are kept beside a page: no cookies, 8,000 characters."""
    kept: list[tuple[str, str]] = []
    room = _MOST_HEADERS
    for name, value in headers:
        room -= len(name) + len(value)
        if name.lower() not in _NEVER_KEPT and room >= 0:
            kept.append((_one_line(name), _one_line(value)))
    return kept


def begin(out: IO[bytes], *, filename: str, software: str) -> WARCWriter:
    """A writer on `out`, its first record saying what the file is."""
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warcinfo_record(
            filename, {"software": software, "format": "WARC File Format 1.1"}
        )
    )
    return writer


def write_page(writer: WARCWriter, page: PageRecord) -> None:
    """The page's request and response, each with the digest of its block and of its payload."""
    when = {"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    response = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        http_headers=StatusAndHeaders(
            f"{page.status} {_phrase(page.status)}",
            [*_renamed(page.response), ("Content-Length", str(len(page.body)))],
            protocol="HTTP/1.1",
        ),
        warc_headers_dict=dict(when),
    )
    parts = urlsplit(page.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = writer.create_warc_record(
        page.url,
        "request",
        http_headers=StatusAndHeaders(
            f"GET {path} HTTP/1.1",
            [("Host", parts.netloc.rpartition("@")[2]), *page.request],
            is_http_request=True,
        ),
        warc_headers_dict=dict(when),
    )
    writer.write_request_response_pair(request, response)


def _renamed(headers: Headers) -> list[tuple[str, Any]]:
    return [
        (f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name, value)
        for name, value in headers
    ]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _one_line(text: str) -> str:
    """A header's value cannot break out of its line."""
    return " ".join(text.split())
