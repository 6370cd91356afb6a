"""Where a person is held, from when to when, and the transfers between institutions."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.casefile.models import Case
from cases.institutions.models import Institution
from people.models import Person
from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import Timestamped


class DetentionKind(models.TextChoices):
    """How the person is deprived of liberty, or which preventive measure holds."""

    CUSTODY = "custody", _("custody")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    RESTRICTION = "restriction", _("ban on certain actions")
    IMPRISONMENT = "imprisonment", _("imprisonment")
    PSYCHIATRIC = "psychiatric", _("compulsory psychiatric treatment")
    ADMINISTRATIVE = "administrative", _("administrative arrest")
    UNKNOWN = "unknown", _("unknown")


@tracked()
class Detention(Publishable, Timestamped):
    """One episode: from a loss of liberty to its end. A person may have several."""

    visible_through = ("person", "case")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="detentions", verbose_name=_("person")
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="detentions",
        verbose_name=_("case"),
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=DetentionKind.choices, default=DetentionKind.UNKNOWN
    )
    since = PartialDateField(_("since"))
    since_range = partial_date_range("since")
    until = PartialDateField(_("until"))
    until_range = partial_date_range("until")
    note_en = models.TextField(_("note in English"), blank=True)
    note_ru = models.TextField(_("note in Russian"), blank=True)

    objects: ClassVar[PublishedQuerySet["Detention"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = pgettext_lazy("time held", "detention")
        verbose_name_plural = _("detentions")
        ordering = ["person", "since", "id"]
        constraints = [
            models.CheckConstraint(
                name="detention_ends_after_it_starts",
                # Surely before: the last possible day of the end lies before the first of the start.
                condition=models.Q(since_range__isnull=True)
                | models.Q(until_range__isnull=True)
                | ~models.Q(until_range__fully_lt=models.F("since_range")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since or '…'}–{self.until or '…'}"


@tracked()
class Transfer(Publishable, Timestamped):
    """A stay in an institution during a detention: arrival, departure, or only seen there on a date."""

    visible_through = ("detention", "institution")

    detention = models.ForeignKey(
        Detention,
        on_delete=models.CASCADE,
        related_name="transfers",
        verbose_name=pgettext_lazy("time held", "detention"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="transfers",
        verbose_name=_("institution"),
    )
    arrived = PartialDateField(_("arrived"))
    arrived_range = partial_date_range("arrived")
    left = PartialDateField(_("left"))
    left_range = partial_date_range("left")
    seen_on = PartialDateField(_("reported there on"))
    seen_on_range = partial_date_range("seen_on")
    note_en = models.CharField(_("note in English"), max_length=400, blank=True)
    note_ru = models.CharField(_("note in Russian"), max_length=400, blank=True)

    objects: ClassVar[PublishedQuerySet["Transfer"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = [Coalesce("arrived", "seen_on", "left"), "id"]

    def __str__(self) -> str:
        return str(self.institution)


class ReleaseKind(models.TextChoices):
    """How a detention ended. "Exchanged" is not "released": consent is the person's own statement."""

    SERVED = "served", _("term served")
    PAROLE = "parole", _("parole")
    ACQUITTED = "acquitted", _("acquitted")
    MEASURE_CHANGED = "measure_changed", _("preventive measure changed")
    FINE = "fine", _("sentenced to a fine")
    PARDON = "pardon", _("pardon")
    AMNESTY = "amnesty", _("amnesty")
    EXCHANGE = "exchange", _("exchange")
    REARREST = "rearrest", _("arrested again at the gate")
    DEATH = "death", _("death")
    UNKNOWN = "unknown", _("unknown")


@tracked()
class Release(Publishable, Timestamped):
    """The end of a detention."""

    visible_through = ("detention",)

    detention = models.OneToOneField(
        Detention,
        on_delete=models.CASCADE,
        related_name="release",
        verbose_name=pgettext_lazy("time held", "detention"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ReleaseKind.choices)
    on = PartialDateField(_("on"))
    on_range = partial_date_range("on")
    note_en = models.CharField(_("note in English"), max_length=400, blank=True)
    note_ru = models.CharField(_("note in Russian"), max_length=400, blank=True)

    objects: ClassVar[PublishedQuerySet["Release"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on or ''}".strip()
