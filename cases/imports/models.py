"""Import batches: what a file said, row by row, and what became of each row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Where a batch stands."""

    PLANNED = "planned", _("planned")
    APPLIED = "applied", _("applied")
    REFUSED = "refused", _("refused")
    UNDONE = "undone", _("undone")


class ImportBatch(models.Model):
    """One file, applied whole or not at all."""

    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState.choices, default=BatchState.PLANNED
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.kind})"


class RowPlan(models.TextChoices):
    """What the row would do."""

    NEW = "new", _("new")
    SAME = "same", _("same")
    CHANGED = "changed", _("changed")
    UNCLEAR = "unclear", _("unclear")
    WRONG = "wrong", _("wrong")


class ImportRow(models.Model):
    """One row of the file: the plan, the problem if there is one, and the record it became."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("row"))
    key = models.CharField(_("key"), max_length=200, blank=True)
    plan = models.CharField(_("plan"), max_length=10, choices=RowPlan.choices)
    field = models.CharField(_("field"), max_length=100, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    record_type = models.CharField(_("kind of record"), max_length=40, blank=True)
    record_id = models.BigIntegerField(_("number of the record"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_rows_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"
