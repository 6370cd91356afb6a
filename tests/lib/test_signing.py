"""Signatures of webhooks, after the Standard Webhooks specification."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.lib.signing import new_secret, sign_payload, verify

# The example of the specification's own libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
PAYLOAD = b'{"test": 2432232314}'
SENT = datetime.fromtimestamp(1614265330, UTC)
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def is_ours(**changes: object) -> bool:
    given = {
        "payload": PAYLOAD,
        "secret": SECRET,
        "message_id": MESSAGE,
        "timestamp": "1614265330",
        "signatures": SIGNATURE,
        "now": SENT,
        **changes,
    }
    payload = given.pop("payload")
    return verify(payload, **given)  # type: ignore[arg-type]


def test_the_published_example_is_signed_alike() -> None:
    assert sign_payload(PAYLOAD, secret=SECRET, message_id=MESSAGE, sent_at=SENT) == SIGNATURE
    assert is_ours()


@pytest.mark.parametrize(
    "change",
    [
        {"payload": PAYLOAD + b" "},
        {"message_id": "msg_other"},
        {"message_id": "msg.1614265330"},
        {"timestamp": "1614265331"},
        {"timestamp": "now"},
        {"timestamp": "-1614265330"},
        {"timestamp": "9" * 400},
        {"secret": "whsec_" + "b" * 32},
        {"signatures": ""},
        {"signatures": SIGNATURE.replace("v1,", "v2,")},
        {"signatures": SIGNATURE[:-4]},
        {"signatures": "v1,й"},
        {"now": SENT + timedelta(minutes=6)},
        {"now": SENT - timedelta(minutes=6)},
    ],
    ids=str,
)
def test_a_changed_late_or_made_up_message_is_not_ours(change: dict[str, object]) -> None:
    assert is_ours()
    assert not is_ours(**change)


def test_one_right_signature_among_several_is_enough_while_a_secret_changes() -> None:
    old = sign_payload(PAYLOAD, secret=new_secret(), message_id=MESSAGE, sent_at=SENT)
    assert is_ours(signatures=f"{old} {SIGNATURE}")


@pytest.mark.parametrize("secret", ["whsec_???", "", "whsec_c2hvcnQ="])
def test_an_unusable_secret_is_an_error_and_not_a_weak_signature(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        sign_payload(PAYLOAD, secret=secret, message_id=MESSAGE, sent_at=SENT)


@pytest.mark.parametrize("message_id", ["", "a.b"])
def test_an_id_that_could_make_two_messages_look_alike_is_an_error(message_id: str) -> None:
    with pytest.raises(ValueError, match="id"):
        sign_payload(PAYLOAD, secret=SECRET, message_id=message_id, sent_at=SENT)
