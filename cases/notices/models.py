"""A digest of one day for one recipient: waits, is sent, or has nothing to say."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestState(models.TextChoices):
    """What became of a digest."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    NOTHING = "nothing", _("nothing to say")
    PARKED = "parked", _("parked")


class StaffDigest(models.Model):
    """One row for each recipient and day. It covers the turns of health since the last one sent."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="digests",
        verbose_name=_("account"),
    )
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=8, choices=DigestState.choices, default=DigestState.WAITING
    )
    covers_from = models.DateTimeField(_("covers from"))
    covers_until = models.DateTimeField(_("covers until"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    parked_reason = models.CharField(_("why it is parked"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("staff digest")
        verbose_name_plural = _("staff digests")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="a_person_has_one_digest_a_day")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state="waiting"),
                name="staff_digest_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"
