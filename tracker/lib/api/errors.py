"""One shape for every error of the API: problem details (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from tracker.lib.errors import Conflict, NotFound, TrackerError


class Gone(APIException):
    """The record was public and was withdrawn: copies should go too."""

    status_code = status.HTTP_410_GONE
    default_detail = "This record was withdrawn. Remove your copy."
    default_code = "gone"


def _flatten(detail: Any, field: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [row for key, value in detail.items() for row in _flatten(value, str(key))]
    if isinstance(detail, list):
        return [row for value in detail for row in _flatten(value, field)]
    return [{"field": field, "message": str(detail)}]


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error a caller can do something about; None lets a fault of ours be a 500."""
    if isinstance(error, TrackerError):
        code = {NotFound: 404, Conflict: 409}.get(type(error), 400)
        response: Response | None = Response(status=code)
        detail: Any = error.message
    else:
        response = exception_handler(error, context)
        if response is None:
            return None
        if isinstance(error, Http404):
            detail = "There is no such record."
        elif isinstance(error, PermissionDenied):
            detail = "You may not do this."
        else:
            detail = getattr(error, "detail", str(error))
    assert response is not None
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(response.status_code, "Error"),
        "status": response.status_code,
    }
    if isinstance(error, ValidationError):
        body["detail"] = "Some parameters are not understood."
        body["errors"] = _flatten(detail)
    else:
        body["detail"] = str(detail) if not isinstance(detail, ErrorDetail) else str(detail)
    response.data = body
    response.content_type = "application/problem+json"
    return response


_TITLES = {
    400: "Bad request",
    401: "Key refused",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    410: "Withdrawn",
    429: "Too many requests",
}
