"""Reading the few response headers we act on, and writing the few we send. Pure rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# A server may ask for ten years; a day is as long as we stay away on one answer's word.
MAX_RETRY_AFTER = timedelta(hours=24)

_MAX_VALIDATOR_LENGTH = 1000
_CHARSET = re.compile(r"""charset\s*=\s*["']?([a-z0-9][a-z0-9._:+-]{0,39})["']?""", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}\Z")


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long a `Retry-After` header asks to wait, between zero and a day; None if unreadable.

    Takes both forms of RFC 9110, section 10.2.3: seconds, or an HTTP date (a past one is zero).
    """
    text = value.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:12]), 10**9)), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text[:60])
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(timedelta(0), min(moment - now, MAX_RETRY_AFTER))


def media_type(value: str) -> str:
    """The lower-case type of a `Content-Type` header without parameters, or ""."""
    name = value.partition(";")[0].strip().lower()
    return name if _MEDIA_TYPE.match(name) else ""


def charset(value: str) -> str:
    """The lower-case charset named in a `Content-Type` header, or ""."""
    match = _CHARSET.search(value[:500])
    return match.group(1).lower() if match else ""


def validator(value: str) -> str:
    """An `ETag` or `Last-Modified` as it may be kept and sent back, or "" when it should not be."""
    text = value.strip()
    if (
        not text
        or len(text) > _MAX_VALIDATOR_LENGTH
        or not text.isascii()
        or not text.isprintable()
    ):
        return ""
    return text
