"""The pure rules under the client: outcomes, headers, bodies under two caps."""

from __future__ import annotations

import gzip
import importlib
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import http_headers, http_outcomes
from tracker.lib.http_body import BoundedBody
from tracker.lib.http_outcomes import (
    FetchFault,
    Outcome,
    outcome_of_exception,
    outcome_of_status,
)
from tracker.lib.network_guard import AddressRefused

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.OK),
        (304, Outcome.UNCHANGED),
        (429, Outcome.THROTTLED),
        (408, Outcome.TEMPORARY),
        (500, Outcome.TEMPORARY),
        (503, Outcome.TEMPORARY),
        (522, Outcome.TEMPORARY),
        (401, Outcome.SOFT),
        (403, Outcome.SOFT),
        (404, Outcome.SOFT),
        (451, Outcome.SOFT),
        (400, Outcome.HARD),
        (410, Outcome.HARD),
        (501, Outcome.HARD),
        (204, Outcome.SOFT),
        (206, Outcome.SOFT),
        (302, Outcome.SOFT),
        (999, Outcome.SOFT),
    ],
)
def test_a_status_has_its_degree(status: int, outcome: Outcome) -> None:
    assert outcome_of_status(status) is outcome


def test_every_exception_in_the_table_exists() -> None:
    for name in http_outcomes._EXCEPTIONS:
        module, _, kind = name.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), kind), BaseException), name


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (TimeoutError(), Outcome.TEMPORARY),
        (ConnectionResetError(), Outcome.TEMPORARY),
        (ssl.SSLCertVerificationError(), Outcome.SOFT),
        (AddressRefused("a reason"), Outcome.REFUSED),
        (FetchFault(Outcome.HARD, "a reason"), Outcome.HARD),
    ],
)
def test_a_fault_has_its_degree_and_a_phrase(fault: Exception, outcome: Outcome) -> None:
    found, phrase = outcome_of_exception(fault)
    assert found is outcome
    assert phrase


def test_a_refusal_is_found_under_what_was_raised_from_it() -> None:
    try:
        raise OSError("wrapped") from AddressRefused("not public")
    except OSError as error:
        assert outcome_of_exception(error) == (Outcome.REFUSED, "address not allowed: not public")


def test_a_fault_of_our_own_code_is_raised_again() -> None:
    with pytest.raises(KeyError):
        outcome_of_exception(KeyError("x"))


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", timedelta(0)),
        (" 120 ", timedelta(minutes=2)),
        ("86401", timedelta(days=1)),
        ("9" * 5000, timedelta(days=1)),
        ("Sun, 22 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 22 Nov 2026 15:10:00 +0300", timedelta(minutes=10)),
        ("Sun, 22 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("Tue, 22 Nov 2036 12:00:00 GMT", timedelta(days=1)),
        ("-5", None),
        ("1.5", None),
        ("１２", None),
        ("soon", None),
        ("", None),
        ("Mon, 99 Foo 20260 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_capped_at_a_day_47(
    value: str, wait: timedelta | None
) -> None:
    assert http_headers.retry_after(value, NOW) == wait


@pytest.mark.parametrize(
    ("value", "media", "charset"),
    [
        ("text/html; charset=UTF-8", "text/html", "utf-8"),
        ('text/xml;charset="windows-1251"', "text/xml", "windows-1251"),
        ("text/xml; Charset = 'koi8-r'; x=1", "text/xml", "koi8-r"),
        ("application/atom+xml", "application/atom+xml", ""),
        ("nonsense", "", ""),
        ("text/html; charset=", "text/html", ""),
        ("text/<b>; charset=<script>", "", ""),
    ],
)
def test_a_content_type_is_taken_apart(value: str, media: str, charset: str) -> None:
    assert http_headers.media_type(value) == media
    assert http_headers.charset(value) == charset


@pytest.mark.parametrize("value", ['"a"\r\nX: y', "й", "x" * 1001, "a\x00b"])
def test_a_validator_that_cannot_be_sent_back_is_not_kept(value: str) -> None:
    assert http_headers.validator(value) == ""
    assert http_headers.validator(' "abc" ') == '"abc"'


def take(encoding: str, chunks: list[bytes], *, cap: int = 10_000) -> bytes:
    body = BoundedBody(encoding=encoding, max_raw=cap, max_decoded=cap)
    for chunk in chunks:
        body.feed(chunk)
    return body.finish()


@given(
    st.lists(st.binary(max_size=300), min_size=1, max_size=6),
    st.lists(st.integers(0, 2000), max_size=8),
)
def test_gzip_members_come_out_whole_however_the_network_cuts_them(
    parts: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(gzip.compress(part) for part in parts)
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    chunks = [stream[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    content = b"".join(parts)
    if content.startswith(b"\x1f\x8b"):
        return
    assert take("gzip", chunks) == content


@given(st.binary(max_size=400), st.integers(0, 399))
def test_a_gzip_body_cut_anywhere_is_never_taken_for_whole(content: bytes, cut: int) -> None:
    stream = gzip.compress(content)
    with pytest.raises(FetchFault):
        take("gzip", [stream[: max(1, min(cut, len(stream) - 1))]])


def test_the_caps_hold_to_the_byte() -> None:
    assert take("", [b"a" * 6000, b"a" * 4000]) == b"a" * 10_000
    with pytest.raises(FetchFault, match="too large"):
        take("", [b"a" * 6000, b"a" * 4001])
    assert take("gzip", [gzip.compress(b"a" * 10_000)]) == b"a" * 10_000
    with pytest.raises(FetchFault, match="once unpacked"):
        take("gzip", [gzip.compress(b"a" * 10_001)])


def test_zeros_after_the_last_member_are_padding() -> None:
    assert take("gzip", [gzip.compress(b"x") + b"\0" * 512, b"\0"]) == b"x"


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,br", "compress"])
def test_a_coding_that_was_not_offered_is_refused_before_a_byte_is_read(encoding: str) -> None:
    with pytest.raises(FetchFault, match="did not offer"):
        BoundedBody(encoding=encoding, max_raw=1, max_decoded=1)
    BoundedBody(encoding=" GZIP ", max_raw=1, max_decoded=1)
