"""Rates per key and per address, told in headers of the answer."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class ReaderRate(SimpleRateThrottle):
    """A partner's key has its own, higher rate; everybody else is counted by address."""

    scope = "anonymous"

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth is not None:
            self.scope = "partner"
            self.rate = self.get_rate()
            self.num_requests, self.duration = self.parse_rate(self.rate)
        return bool(super().allow_request(request, view))

    def get_cache_key(self, request: Request, view: Any) -> str:
        ident = f"key-{request.auth.pk}" if request.auth is not None else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
