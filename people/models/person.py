"""Person: identity, partial dates, where they are now, publication."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from people.querysets import PersonQuerySet
from tracker.lib.history import tracked
from tracker.lib.languages import localized
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable
from tracker.lib.records import PublicIdentity, Timestamped


class Sex(models.TextChoices):
    """As public sources speak of the person; chooses the form of words in Russian."""

    UNKNOWN = "", _("unknown")
    FEMALE = "f", _("female")
    MALE = "m", _("male")


class CurrentStatus(models.TextChoices):
    """Where the person is, as of `status_on`. Signatory, convicted and recognised are other facts."""

    UNKNOWN = "unknown", _("unknown")
    AT_LIBERTY = "at_liberty", _("at liberty")
    WANTED = "wanted", _("wanted")
    RESTRICTED = "restricted", _("ban on certain actions")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    IN_CUSTODY = "in_custody", _("in custody, before a verdict")
    IMPRISONED = "imprisoned", _("imprisoned")
    RELEASED = "released", _("released")
    EXCHANGED = "exchanged", _("exchanged")
    DIED = "died", _("died")


@tracked()
class Person(Publishable, PublicIdentity, Timestamped):
    """A person on record. Display names and sort keys are derived from the name forms."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    # Folded, "surname given", so that the embedded and a server's database sort alike.
    sort_en = models.CharField(_("sort key in English"), max_length=200, editable=False)
    sort_ru = models.CharField(_("sort key in Russian"), max_length=200, editable=False, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    born = PartialDateField(_("born"))
    born_range = partial_date_range("born")
    died = PartialDateField(_("died"))
    died_range = partial_date_range("died")
    occupation_en = models.CharField(_("who they are, in English"), max_length=400, blank=True)
    occupation_ru = models.CharField(_("who they are, in Russian"), max_length=400, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=CurrentStatus.choices, default=CurrentStatus.UNKNOWN
    )
    status_on = PartialDateField(_("status as of"))
    status_on_range = partial_date_range("status_on")
    identity_note = models.TextField(
        _("doubts about identity"),
        blank=True,
        help_text=_("Internal: namesakes, unconfirmed links."),
    )
    unknown_facts = models.JSONField(
        _("looked for and not found"),
        default=list,
        blank=True,
        help_text=_("A list of short texts."),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_en", "id"]
        indexes = [
            models.Index(fields=["sort_en", "id"], name="person_sort_en"),
            models.Index(fields=["sort_ru", "id"], name="person_sort_ru"),
            models.Index(fields=["state", "sort_en", "id"], name="person_state_sort_en"),
            models.Index(fields=["state", "sort_ru", "id"], name="person_state_sort_ru"),
            models.Index(fields=["status", "sort_en"], name="person_status"),
            models.Index(fields=["updated_at"], name="person_updated"),
            # Two GIN indexes and no GiST beside them: the planner would take the slower one.
            GinIndex(OpClass(Upper("name_en"), name="gin_trgm_ops"), name="person_name_en_trgm"),
            GinIndex(OpClass(Upper("name_ru"), name="gin_trgm_ops"), name="person_name_ru_trgm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_is_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
            )
        ]

    def __str__(self) -> str:
        return self.name_en

    def name_in(self, language: str) -> str:
        """The display name in the language, or in the other one when there is none."""
        return localized(self, "name", language)[0]
