"""Partner organisations and their API keys."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.lib.history import tracked
from tracker.lib.records import Timestamped


@tracked()
class PartnerOrganisation(Timestamped):
    """An NGO that takes the data."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    contact = models.EmailField(_("contact"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ApiKey(Timestamped):
    """A key of a partner. Only its hash is kept; the prefix tells keys apart."""

    partner = models.ForeignKey(
        PartnerOrganisation,
        on_delete=models.CASCADE,
        related_name="keys",
        verbose_name=_("partner organisation"),
    )
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("prefix"), max_length=12, unique=True, editable=False)
    digest = models.CharField(_("hash of the key"), max_length=64, unique=True, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("scopes")
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["partner", "name"]

    def __str__(self) -> str:
        return f"{self.partner} – {self.name} ({self.prefix}…)"
