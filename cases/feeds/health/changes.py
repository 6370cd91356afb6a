"""When a source became broken, silent or well: what the staff is told of, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.feeds.models import Feed, Health


class HealthChange(models.Model):
    """One turn of a source's health, with its cause in figures."""

    feed = models.ForeignKey(
        Feed, on_delete=models.CASCADE, related_name="health_changes", verbose_name=_("feed")
    )
    at = models.DateTimeField(_("noticed"))
    before = models.CharField(_("before"), max_length=8, choices=Health.choices)
    after = models.CharField(_("after"), max_length=8, choices=Health.choices)
    since = models.DateTimeField(_("since"))
    cause = models.JSONField(_("cause"), default=dict)

    class Meta:
        verbose_name = _("change of a source's health")
        verbose_name_plural = _("changes of sources' health")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["at"], name="health_change_noticed"),
            models.Index(fields=["feed", "-id"], name="health_change_of_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.before} → {self.after}"
