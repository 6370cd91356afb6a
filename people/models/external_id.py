"""Ids of a person in other registers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from tracker.lib.history import tracked
from tracker.lib.records import Timestamped


@tracked()
class ExternalId(Timestamped):
    """An id in Wikidata, a Memorial dossier, another NGO's list."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="external_ids", verbose_name=_("person")
    )
    register = models.CharField(_("register"), max_length=60)
    identifier = models.CharField(_("identifier"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("external id")
        verbose_name_plural = _("external ids")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "identifier"], name="an_external_id_names_one_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.identifier}"
