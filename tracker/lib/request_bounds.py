"""Bounds on what a request may carry before anything else looks at it.

The embedded web server has no limit on headers of its own (granian, measured: 200 kB passed).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MAX_HEADER_BYTES = 32_000
MAX_PATH_BYTES = 4_000


class RequestBoundsMiddleware:
    """Answers 431 to oversized headers, 414 to long addresses and 400 to NUL bytes or two lengths."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        total = sum(
            len(key) + len(value)
            for key, value in meta.items()
            if isinstance(value, str) and key.startswith("HTTP_")
        )
        if total > MAX_HEADER_BYTES:
            return HttpResponse("Headers too large.", status=431, content_type="text/plain")
        if len(request.path) + len(meta.get("QUERY_STRING", "")) > MAX_PATH_BYTES:
            return HttpResponse("Address too long.", status=414, content_type="text/plain")
        if "\x00" in request.path or "%00" in meta.get("QUERY_STRING", ""):
            return HttpResponse("Address not understood.", status=400, content_type="text/plain")
        if meta.get("HTTP_TRANSFER_ENCODING") and meta.get("CONTENT_LENGTH"):
            # Two lengths for one body are how requests are smuggled past a proxy (RFC 9112, 6.3).
            return HttpResponse("Two body lengths.", status=400, content_type="text/plain")
        return self.get_response(request)
