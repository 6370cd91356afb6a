"""A response body taken in under two caps: bytes on the wire, and bytes after decompression."""

from __future__ import annotations

import zlib

from tracker.lib.http_outcomes import FetchFault, Outcome

_GZIP_MAGIC = b"\x1f\x8b"
# Real servers send one member, log rotators a handful. Each new one costs a fresh 40 kB state, so
# three megabytes of empty members would be a cheap way to keep us busy.
_MAX_MEMBERS = 200


class BoundedBody:
    """Collects a body chunk by chunk; raises `FetchFault` the moment a bound is passed.

    Takes bodies as they are or compressed with gzip once, which is all that we offer. All members
    of a gzip body are read (one decompressor stops after the first), junk after them is an error.
    """

    def __init__(self, *, encoding: str, max_raw: int, max_decoded: int) -> None:
        """`encoding` is the Content-Encoding header; others than gzip are refused."""
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchFault(Outcome.HARD, "the answer is compressed in a way we did not offer")
        self._gzip = coding.endswith("gzip")
        self._inflater = zlib.decompressobj(wbits=31) if self._gzip else None
        self._members = 0
        self._raw = 0
        self._max_raw = max_raw
        self._max_decoded = max_decoded
        self._out = bytearray()

    @property
    def size(self) -> int:
        """Bytes held so far."""
        return len(self._out)

    def declare(self, length: int | None) -> None:
        """Refuse a body at once when its declared length is over the cap."""
        if length is not None and length > self._max_raw:
            raise FetchFault(Outcome.HARD, "the answer is too large")

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes from the wire."""
        self._raw += len(chunk)
        if self._raw > self._max_raw:
            raise FetchFault(Outcome.HARD, "the answer is too large")
        if not self._gzip:
            self._out += chunk
            self._check_size()
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise FetchFault(Outcome.SOFT, "the compressed answer is damaged") from error

    def finish(self) -> bytes:
        """The whole body; raises `FetchFault` when the compressed stream has not ended."""
        if self._inflater is not None and self._raw:
            raise FetchFault(Outcome.TEMPORARY, "the answer broke off before its end")
        if self._gzip and self._out.startswith(_GZIP_MAGIC):
            raise FetchFault(Outcome.HARD, "the answer is compressed twice")
        return bytes(self._out)

    def _inflate(self, chunk: bytes) -> None:
        while chunk:
            if self._inflater is None:
                # Between members: padding with zeros is allowed by gzip tools, anything else but a
                # new member is not.
                chunk = chunk.lstrip(b"\0")
                if not chunk:
                    return
                self._inflater = zlib.decompressobj(wbits=31)
            room = self._max_decoded + 1 - len(self._out)
            self._out += self._inflater.decompress(chunk, room)
            self._check_size()
            chunk = self._inflater.unconsumed_tail
            if self._inflater.eof:
                chunk = self._inflater.unused_data
                self._inflater = None
                self._members += 1
                if self._members > _MAX_MEMBERS:
                    raise FetchFault(Outcome.HARD, "the compressed answer has too many parts")

    def _check_size(self) -> None:
        if len(self._out) > self._max_decoded:
            raise FetchFault(Outcome.HARD, "the answer is too large once unpacked")
