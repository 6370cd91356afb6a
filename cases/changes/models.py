"""Change: one fact that the public may see was altered. Every notice is made from these rows.

Append-only by trigger. Ids are handed out before commit, so a reader that remembers the last id would
step over a slower transaction. `transaction` is the number of the writing transaction; once no older one
is running, `cases.changes.services.settle_changes` gives the change its `position` in the stream, for ever.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What happened to the record, from the point of view of somebody who keeps a copy."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("merged")
    LINKED = "linked", _("linked to news")
    UNLINKED = "unlinked", _("link taken back")


class Change(models.Model):
    """One altered fact. Public when `public`: a change of a record that was never published is not."""

    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind.choices)
    record_type = models.CharField(_("record"), max_length=40)
    record_id = models.BigIntegerField(_("number of the record"))
    record_public_id = models.UUIDField(_("public id of the record"), null=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("fields"))
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    # People the change concerns: what a subscription to a person follows.
    people = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("people"))
    public = models.BooleanField(_("public"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    occurred_at = models.DateTimeField(_("when"), auto_now_add=True)
    transaction = models.BigIntegerField(
        _("transaction"),
        editable=False,
        db_default=Cast(
            Cast(models.Func(function="pg_current_xact_id"), models.TextField()),
            models.BigIntegerField(),
        ),
    )
    position = models.BigIntegerField(_("position in the stream"), null=True, editable=False)
    # Internal readers stamp what they have done instead of remembering a last id.
    planned_at = models.DateTimeField(_("planned"), null=True, editable=False)
    indexed_at = models.DateTimeField(_("indexed"), null=True, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["transaction", "id"],
                condition=models.Q(position__isnull=True),
                name="change_unsettled",
            ),
            models.Index(
                fields=["position"], condition=models.Q(public=True), name="change_public_stream"
            ),
            models.Index(
                fields=["-id"], condition=models.Q(public=True), name="change_public_newest"
            ),
            models.Index(fields=["record_type", "record_id"], name="change_record"),
            GinIndex(fields=["people"], name="change_people"),
            models.Index(
                fields=["id"], condition=models.Q(planned_at__isnull=True), name="change_unplanned"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["position"], name="a_position_is_given_once")
        ]
        triggers = [
            pgtrigger.Protect(name="changes_are_kept_for_ever", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="a_change_is_never_rewritten", exclude=["position", "planned_at", "indexed_at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_type} {self.title}"
