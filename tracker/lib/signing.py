"""Signatures of outgoing webhooks, as Standard Webhooks describes them (standardwebhooks.com, v1).

The signature covers the message's id, its time and its exact bytes, so that a receiver can refuse
what was changed, made up, or sent again later.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

_PREFIX = "whsec_"
_VERSION = "v1"
TOLERANCE = timedelta(minutes=5)


def new_secret() -> str:
    """A fresh secret to share with a receiver."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def sign_payload(payload: bytes, *, secret: str, message_id: str, sent_at: datetime) -> str:
    """The value of the `webhook-signature` header.

    `message_id` goes into `webhook-id`, the seconds of `sent_at` into `webhook-timestamp`. Raises
    ValueError for a secret that is not base64 after its prefix, and for an id with a full stop in
    it, which would make two messages look the same.
    """
    return f"{_VERSION},{_digest(payload, secret, message_id, int(sent_at.timestamp()))}"


def verify(
    payload: bytes,
    *,
    secret: str,
    message_id: str,
    timestamp: str,
    signatures: str,
    now: datetime,
) -> bool:
    """Whether a message is ours and no more than five minutes from now, early or late.

    `timestamp` and `signatures` are the headers as received; the latter may list several, parted by
    spaces, while a secret is being changed.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return False
    if "." in message_id:
        return False
    expected = _digest(payload, secret, message_id, int(timestamp)).encode("ascii")
    for entry in signatures.split(" ")[:10]:
        version, _, digest = entry.partition(",")
        if version == _VERSION and hmac.compare_digest(digest.encode(), expected):
            return True
    return False


def _digest(payload: bytes, secret: str, message_id: str, timestamp: int) -> str:
    if not message_id or "." in message_id:
        raise ValueError("a message id holds no full stop and is not empty")
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("the webhook secret is not base64") from error
    if len(key) < 16:
        raise ValueError("the webhook secret is too short")
    content = f"{message_id}.{timestamp}.".encode() + payload
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode("ascii")
