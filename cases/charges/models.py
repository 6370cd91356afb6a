"""Charges of a person in a case, what became of each by date, and sentences."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import CaseEvent, Party
from cases.laws.models import Provision, ProvisionEdition
from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import Timestamped


class OffenceStage(models.TextChoices):
    """Completed, or by art. 30 of the Criminal Code part 1 (preparation) or part 3 (attempt)."""

    COMPLETED = "completed", _("completed")
    PREPARATION = "preparation", _("preparation (ч. 1 ст. 30)")
    ATTEMPT = "attempt", _("attempt (ч. 3 ст. 30)")


class ChargeOutcome(models.TextChoices):
    """What became of a charge."""

    BROUGHT = "brought", _("brought")
    REQUALIFIED = "requalified", _("re-qualified")
    DROPPED = "dropped", _("dropped")
    CONVICTED = "convicted", _("convicted")
    ACQUITTED = "acquitted", _("acquitted")
    UNKNOWN = "unknown", _("unknown")


@tracked()
class Charge(Publishable, Timestamped):
    """One provision that one person is charged under in one case. An accusation, not a fact."""

    visible_through = ("party", "provision")

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="charges", verbose_name=_("party")
    )
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="charges", verbose_name=_("provision")
    )
    edition = models.ForeignKey(
        ProvisionEdition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="charges",
        help_text=_("The edition in force at the time of the act (art. 10 of the Criminal Code)."),
        verbose_name=_("edition"),
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=OffenceStage.choices, default=OffenceStage.COMPLETED
    )
    act_on = PartialDateField(_("date of the act"))
    act_on_range = partial_date_range("act_on")
    count = models.PositiveSmallIntegerField(_("count"), default=1)
    note_en = models.CharField(_("note in English"), max_length=400, blank=True)
    note_ru = models.CharField(_("note in Russian"), max_length=400, blank=True)

    objects: ClassVar[PublishedQuerySet["Charge"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ["party", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "provision", "stage", "count"],
                name="a_person_is_charged_once_per_provision_stage_and_count",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision} ({self.party_id})"


@tracked()
class ChargeUpdate(Publishable, Timestamped):
    """What became of the charge on a date. The newest is the latest outcome."""

    visible_through = ("charge",)

    charge = models.ForeignKey(
        Charge, on_delete=models.CASCADE, related_name="updates", verbose_name=_("charge")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=ChargeOutcome.choices)
    on = PartialDateField(_("on"))
    on_range = partial_date_range("on")
    event = models.ForeignKey(
        CaseEvent,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="charge_updates",
        verbose_name=_("event of a case"),
    )
    requalified_to = models.ForeignKey(
        Charge,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requalified_from",
        verbose_name=_("re-qualified to"),
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Breaks ties where dates are not known.")
    )
    note_en = models.CharField(_("note in English"), max_length=400, blank=True)
    note_ru = models.CharField(_("note in Russian"), max_length=400, blank=True)

    objects: ClassVar[PublishedQuerySet["ChargeUpdate"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("update of a charge")
        verbose_name_plural = _("updates of charges")
        ordering = ["charge", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="only_a_requalified_charge_names_its_successor",
                condition=models.Q(requalified_to__isnull=True) | models.Q(outcome="requalified"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.on or ''}".strip()


class Regime(models.TextChoices):
    """Where imprisonment is served."""

    UNKNOWN = "", _("unknown")
    SETTLEMENT = "settlement", _("colony settlement")
    GENERAL = "general", _("general-regime colony")
    STRICT = "strict", _("strict-regime colony")
    SPECIAL = "special", _("special-regime colony")
    PRISON = "prison", _("prison")


@tracked()
class Sentence(Publishable, Timestamped):
    """A sentence as pronounced; a later instance that changes it is a new row."""

    visible_through = ("party",)

    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="sentences", verbose_name=_("party")
    )
    event = models.ForeignKey(
        CaseEvent,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sentences",
        verbose_name=_("event of a case"),
    )
    pronounced = PartialDateField(_("pronounced"))
    pronounced_range = partial_date_range("pronounced")
    prison_months = models.PositiveSmallIntegerField(
        _("imprisonment, months"), null=True, blank=True
    )
    life = models.BooleanField(_("for life"), default=False)
    regime = models.CharField(_("regime"), max_length=12, choices=Regime.choices, blank=True)
    fine = models.DecimalField(_("fine"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="RUB")
    cumulative = models.BooleanField(
        _("includes earlier sentences"), default=False, help_text=_("Art. 70 of the Criminal Code.")
    )
    text_en = models.TextField(_("sentence in English"), blank=True)
    text_ru = models.TextField(_("sentence in Russian"), blank=True)

    objects: ClassVar[PublishedQuerySet["Sentence"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        ordering = ["party", "pronounced", "id"]

    def __str__(self) -> str:
        return self.text_en[:80] or f"{self.prison_months or '?'} months"
