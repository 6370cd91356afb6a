"""Whether two records are one person: decisions are kept for ever, merges can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person


class Verdict(models.TextChoices):
    """What a person decided of a pair."""

    SAME = "same", _("same person")
    DIFFERENT = "different", _("different people")
    UNSURE = "unsure", _("not sure")


class MergeDecision(models.Model):
    """A verdict on a pair. Never overwritten: a new one closes the old one."""

    first = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("first record")
    )
    second = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("second record")
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    score = models.FloatField(_("score as it stood"), null=True, blank=True)
    reasons = models.JSONField(_("reasons as they stood"), default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge decision")
        verbose_name_plural = _("merge decisions")
        constraints = [
            models.CheckConstraint(
                name="a_pair_is_written_lower_id_first",
                condition=models.Q(first__lt=models.F("second")),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_standing_verdict_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}/{self.second_id}: {self.verdict}"


class MergeRecord(models.Model):
    """One merge: which rows moved from the absorbed record to the survivor, so it can be undone."""

    survivor = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="merges", verbose_name=_("record that stays")
    )
    absorbed = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("record that was merged")
    )
    # Every column that was changed, in order: what `undo_log` of the services sets back.
    moved = models.JSONField(_("rows that moved"), default=list)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("merged by"),
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at__isnull=True),
                name="a_person_is_absorbed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"
