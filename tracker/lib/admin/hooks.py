"""What the admin of records asks of the apps above it: they put their functions here at the start.

`tracker.lib` may not import `cases`; `cases.admin` connects saving, publishing, evidence and counters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models
from django.http import HttpRequest, HttpResponse


class RecordSaved(Protocol):
    """Tells the world of a save, in its transaction."""

    def __call__(
        self, record: models.Model, *, created: bool, fields: Iterable[str], by: Any, reason: str
    ) -> None: ...


class RecordMoved(Protocol):
    """Moves a record to another publishing state and tells the world."""

    def __call__(self, record: models.Model, *, by: Any, reason: str) -> None: ...


@dataclass(frozen=True)
class WaitingLine:
    """A line of the first page: how much of something waits, and where to go. `count` is bounded."""

    text: str
    count: int
    more: bool
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class Link:
    """A link beside a record: its words and where it goes."""

    text: str
    url: str


@dataclass(frozen=True)
class ExtraPage:
    """A page of the admin that is not a model: its route, view and name."""

    route: str
    view: Callable[..., HttpResponse]
    name: str


def _not_connected(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError("The admin's hooks are not connected: cases.admin was not imported.")


@dataclass
class Hooks:
    """The functions that were connected."""

    saved: RecordSaved = _not_connected
    publish: RecordMoved = _not_connected
    withdraw: RecordMoved = _not_connected
    send_to_review: RecordMoved = _not_connected
    # Inlines that every record shows: citations, disagreeing values, claims.
    evidence_inlines: tuple[type[Any], ...] = ()
    # What the first page says is waiting.
    waiting: Callable[[HttpRequest], list[WaitingLine]] = lambda request: []
    # Links beside a record to lists about it.
    links: Callable[[models.Model], list[Link]] = lambda record: []
    pages: list[ExtraPage] = field(default_factory=list)
    # Titles and models ("people.Person") of the groups on the first page, in order.
    groups: list[tuple[Any, tuple[str, ...]]] = field(default_factory=list)


connected = Hooks()
