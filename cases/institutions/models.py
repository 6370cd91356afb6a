"""Regions, courts, prisons and agencies, with their names per language."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.lib.history import tracked
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import PublicIdentity, Timestamped


@tracked()
class Region(Timestamped):
    """A region of a country."""

    country = models.CharField(_("country"), max_length=2, default="RU")
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["country", "name_en"]
        constraints = [
            models.UniqueConstraint(fields=["country", "name_en"], name="a_region_is_named_once")
        ]

    def __str__(self) -> str:
        return self.name_en


class InstitutionKind(models.TextChoices):
    """What the institution is."""

    COURT = "court", _("court")
    REMAND_PRISON = "remand_prison", _("remand prison (SIZO)")
    COLONY = "colony", _("penal colony")
    PRISON = "prison", _("prison")
    PSYCHIATRIC = "psychiatric", _("psychiatric hospital")
    AGENCY = "agency", _("agency")
    OTHER = "other", _("other")


@tracked()
class Institution(Publishable, PublicIdentity, Timestamped):
    """A court, a place of detention or an agency."""

    kind = models.CharField(_("kind"), max_length=16, choices=InstitutionKind.choices)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=250)
    place_en = models.CharField(_("place in English"), max_length=120, blank=True)
    place_ru = models.CharField(_("place in Russian"), max_length=120, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("region"),
    )

    objects: ClassVar[PublishedQuerySet["Institution"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name_ru", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name_ru", "place_ru"], name="an_institution_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_ru
