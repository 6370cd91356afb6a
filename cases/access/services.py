"""Issuing and revoking of API keys. The key is shown once; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from cases.access.models import ApiKey, PartnerOrganisation
from tracker.lib import clock

KEY_MARK = "ct_"


def digest_of(key: str) -> str:
    """The SHA-256 of a key. Keys are 256 random bits, so no slow password hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def issue_key(
    *, partner: PartnerOrganisation, name: str, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key of the partner: the row, and the key itself, which cannot be shown again."""
    key = KEY_MARK + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        partner=partner, name=name, prefix=key[:11], digest=digest_of(key), expires_at=expires_at
    )
    return row, key


def revoke_key(row: ApiKey) -> None:
    """End the key at once."""
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at", "updated_at"])
