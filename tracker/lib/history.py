"""History of every write, kept by database triggers (django-pghistory): who, when, why.

`@tracked` makes an event table beside the model; triggers fill it for the admin, the API, workers,
bulk updates and plain SQL alike. `because` puts the person and the reason beside the events.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.db import models
from django.http import HttpRequest, HttpResponse

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Class decorator: keep every version of the model's rows.

    Generated columns are left out: the database computes them again from what is kept. `exclude`
    names columns that are bookkeeping, not record (due times, counters).
    """

    def decorate(model: M) -> M:
        generated = [
            field.name
            for field in model._meta.local_concrete_fields
            if isinstance(field, models.GeneratedField)
        ]
        left_out = [*generated, *exclude, *(["updated_at"] if _has(model, "updated_at") else [])]
        decorated = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude_auto=True)),
            pghistory.DeleteEvent(),
            exclude=left_out,
            model_name=f"{model.__name__}Version",
            obj_field=pghistory.ObjForeignKey(related_name="versions"),
            append_only=True,
        )(model)
        return decorated  # type: ignore[no-any-return]  # pghistory carries no types

    return decorate


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.local_concrete_fields)


@contextmanager
def because(reason: str, *, by: Any = None) -> Iterator[None]:
    """Every write inside is recorded with this reason and person (a user, or None for the machine)."""
    facts: dict[str, Any] = {"reason": reason}
    if by is not None and getattr(by, "pk", None):
        facts |= {"user": by.pk, "user_name": by.get_username()}
    with pghistory.context(**facts):
        yield


class HistoryMiddleware:
    """Names the signed-in person in every write that a request makes. No address is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = getattr(request, "user", None)
        facts: dict[str, Any] = {"path": request.path}
        if user is not None and user.is_authenticated:
            facts |= {"user": user.pk, "user_name": user.get_username()}
        with pghistory.context(**facts):
            return self.get_response(request)
