"""What every public page shares: who looks, how an answer is cached, and what is said of what is gone.

Public pages show what the public sees, to everybody: also to signed-in staff. They read neither the
session nor a cookie, so one answer serves all readers of its language.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.http import require_safe

from cases.changes.models import Change, ChangeKind
from tracker.lib.publishing import PublishingState

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponseBase]

# Whom public pages are for, whoever is signed in.
PUBLIC = AnonymousUser()
# A withdrawn record is gone from every cache within a minute.
CACHE_SECONDS = 60

_conditional = decorator_from_middleware(ConditionalGetMiddleware)


class RecordGone(Exception):
    """The record was public once and was withdrawn."""


def public_page(view: View) -> View:
    """Decorator of a public view: GET and HEAD only, cacheable, 304 when unchanged, 410 when gone."""

    @require_safe
    @_conditional
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except RecordGone:
            response = render(request, "410.html", status=410)
        response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
        return response

    return answer


def found_or_gone(record: M | None, model: type[M], slug: str) -> M:
    """The record; else raises RecordGone when it was withdrawn, Http404 when it never was public."""
    if record is None:
        refuse_missing(model, slug)
    return record


def refuse_missing(model: type[Model], slug: str) -> NoReturn:
    """Say why the address has no page: RecordGone or Http404.

    A record that was drafted and withdrawn without ever being public is not admitted to exist.
    """
    withdrawn = model._default_manager.filter(slug=slug, state=PublishingState.WITHDRAWN).first()
    if withdrawn is not None:
        told = Change.objects.filter(
            record_type=model._meta.model_name,
            record_id=withdrawn.pk,
            kind=ChangeKind.WITHDRAWN,
            public=True,
        )
        if getattr(withdrawn, "published_at", None) is not None or told.exists():
            raise RecordGone
    raise Http404


def site_address(request: HttpRequest) -> str:
    """The site's own address without a slash at its end, for feeds and sitemaps."""
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")
