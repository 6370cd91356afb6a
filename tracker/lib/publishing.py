"""Publishing states and the one door to a row: `visible_to(user)`.

A record is public when its own state says so and every record it hangs on is public too: a published
charge of a withdrawn case is not public. Each model names those records in `visible_through`, so
no page or API route has to remember it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.lib import clock


class PublishingState(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Which step may follow which. A withdrawn record comes back only through a new review.
ALLOWED_MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"in_review", "published", "withdrawn"}),
    "in_review": frozenset({"draft", "published", "withdrawn"}),
    "published": frozenset({"withdrawn", "draft"}),
    "withdrawn": frozenset({"in_review", "draft"}),
}


class Viewer(Protocol):
    """What `visible_to` needs to know of a user."""

    @property
    def is_authenticated(self) -> bool: ...


M = TypeVar("M", bound=models.Model, covariant=True)


def may_see_unpublished(user: Any) -> bool:
    """Whether the user is active staff: only they see drafts, and only where a page asks for them."""
    return bool(user is not None and user.is_authenticated and user.is_active and user.is_staff)


def published_condition(model: type[models.Model], prefix: str = "") -> Q:
    """The condition under which rows of the model are public, following `visible_through`."""
    condition = Q()
    names = {field.name for field in model._meta.get_fields()}
    if "state" in names:
        condition &= Q(**{f"{prefix}state": PublishingState.PUBLISHED})
        condition &= Q(**{f"{prefix}embargo_until__isnull": True}) | Q(
            **{f"{prefix}embargo_until__lte": clock.now()}
        )
    for path in getattr(model, "visible_through", ()):
        field = model._meta.get_field(path)
        related = field.related_model
        assert isinstance(related, type)
        through = published_condition(related, f"{prefix}{path}__")
        if getattr(field, "null", False):
            through = Q(**{f"{prefix}{path}__isnull": True}) | through
        condition &= through
    return condition


class PublishedQuerySet(models.QuerySet[M], Generic[M]):
    """The queryset of everything that can be public."""

    def published(self) -> Self:
        """What anybody may see."""
        return self.filter(published_condition(self.model))

    def visible_to(self, user: Any) -> Self:
        """What this user may see: staff everything, all others what is published."""
        if may_see_unpublished(user):
            return self.all()
        return self.published()


class Publishable(models.Model):
    """A row with a publishing state. `visible_through` names the foreign keys it hangs on."""

    visible_through: ClassVar[tuple[str, ...]] = ()

    state = models.CharField(
        _("state"), max_length=12, choices=PublishingState.choices, default=PublishingState.DRAFT
    )
    state_reason = models.CharField(
        _("reason of the state"),
        max_length=400,
        blank=True,
        help_text=_("Why it is a draft or was withdrawn; shown to researchers."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("not public before"), null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the first time it is public is kept for ever (a withdrawn page answers 410 by it)."""
        if self.state == PublishingState.PUBLISHED and self.published_at is None:
            self.published_at = clock.now()
            fields = kwargs.get("update_fields")
            if fields is not None:
                kwargs["update_fields"] = {*fields, "published_at"}
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        """Whether this row's own state is public (what it hangs on is asked by `visible_to`)."""
        if self.state != PublishingState.PUBLISHED:
            return False
        return self.embargo_until is None or self.embargo_until <= clock.now()
