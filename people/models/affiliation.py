"""Organisations and who belonged to them when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import Timestamped


@tracked()
class Organisation(Timestamped):
    """A party, movement, university, newspaper: something a person belongs to."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name_en"], name="an_organisation_is_named_once")
        ]

    def __str__(self) -> str:
        return self.name_en


@tracked()
class Affiliation(Publishable, Timestamped):
    """A person in an organisation, in a role, for a time."""

    visible_through = ("person",)

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="affiliations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="affiliations",
        verbose_name=_("organisation"),
    )
    role_en = models.CharField(_("role in English"), max_length=200, blank=True)
    role_ru = models.CharField(_("role in Russian"), max_length=200, blank=True)
    since = PartialDateField(_("since"))
    since_range = partial_date_range("since")
    until = PartialDateField(_("until"))
    until_range = partial_date_range("until")

    objects: ClassVar[PublishedQuerySet["Affiliation"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"
