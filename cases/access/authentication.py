"""`Authorization: Bearer ct_…` for partners. Named in the settings by string."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from cases.access.models import ApiKey, PartnerOrganisation
from cases.access.services import digest_of
from tracker.lib import clock

# "Last used" is for people; writing it on every request would cost more than the request.
_USE_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class PartnerUser:
    """The user of a request made with a partner's key: authenticated, never staff."""

    key: ApiKey
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True
    is_staff: bool = False
    pk: None = None

    @property
    def partner(self) -> PartnerOrganisation:
        """The organisation the key belongs to."""
        return self.key.partner


class ApiKeyAuthentication(BaseAuthentication):
    """Finds the partner of a key. A wrong, expired or revoked key is refused, never ignored."""

    def authenticate(self, request: Request) -> tuple[PartnerUser, ApiKey] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("Write the header as: Authorization: Bearer <key>.")
        try:
            text = parts[1].decode("ascii")
        except UnicodeDecodeError:
            raise AuthenticationFailed("This key is not known.") from None
        now = clock.now()
        key = (
            ApiKey.objects.select_related("partner")
            .filter(digest=digest_of(text), revoked_at__isnull=True, partner__active=True)
            .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
            .first()
        )
        if key is None:
            raise AuthenticationFailed("This key is not known, expired or revoked.")
        if key.last_used_at is None or now - key.last_used_at > _USE_NOTED_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        return PartnerUser(key), key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
