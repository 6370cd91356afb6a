"""Cases, who takes part in them, what happened, and who recognises whom."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from cases.institutions.models import Institution
from people.models import Person
from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import PublicIdentity, Timestamped


@tracked()
class Case(Publishable, PublicIdentity, Timestamped):
    """A criminal or administrative case; one defendant or many."""

    title_en = models.CharField(_("title in English"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    opened = PartialDateField(_("opened"))
    opened_range = partial_date_range("opened")
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    note = models.TextField(_("internal note"), blank=True)

    objects: ClassVar[PublishedQuerySet["Case"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["title_en", "id"]
        indexes = [
            models.Index(fields=["state", "title_en", "id"], name="case_state_title"),
            models.Index(fields=["updated_at"], name="case_updated"),
            # What the public search of cases asks: part of a title or a number.
            GinIndex(OpClass(Upper("title_en"), name="gin_trgm_ops"), name="case_title_en_trgm"),
            GinIndex(OpClass(Upper("title_ru"), name="gin_trgm_ops"), name="case_title_ru_trgm"),
            GinIndex(OpClass(Upper("number"), name="gin_trgm_ops"), name="case_number_trgm"),
        ]

    def __str__(self) -> str:
        return self.title_en


class PartyRole(models.TextChoices):
    """What a person is in a case."""

    DEFENDANT = "defendant", _("defendant")
    VICTIM = "victim", _("victim")
    WITNESS = "witness", _("witness")
    DEFENCE = "defence", _("defence counsel")


@tracked()
class Party(Publishable, Timestamped):
    """A person in a case, in a role."""

    visible_through = ("case", "person")

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="parties", verbose_name=_("case")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="parties", verbose_name=_("person")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=PartyRole.choices, default=PartyRole.DEFENDANT
    )

    objects: ClassVar[PublishedQuerySet["Party"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"], name="a_person_has_a_role_once_in_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.case}"


class EventKind(models.TextChoices):
    """What happened in a case."""

    STATEMENT = "statement", _("statement or act")
    CASE_OPENED = "case_opened", _("case opened")
    DETENTION = "detention", _("detention")
    REMAND = "remand", _("remanded in custody")
    REMAND_EXTENDED = "remand_extended", _("custody extended")
    CHARGE = "charge", _("charged")
    CHARGE_ADDED = "charge_added", _("charge added")
    MEASURE_CHANGED = "measure_changed", _("preventive measure changed")
    TRIAL_START = "trial_start", _("trial began")
    HEARING = "hearing", _("hearing")
    PROSECUTION_REQUEST = "prosecution_request", _("prosecution's request")
    VERDICT = "verdict", _("verdict")
    APPEAL = "appeal", _("appeal")
    CASSATION = "cassation", _("cassation")
    RELEASE = "release", _("release")
    RELEASE_AND_REARREST = "release_and_rearrest", _("released and arrested again")
    SEARCH = "search", _("search")
    REGISTER = "register", _("added to a register")
    HOSPITAL = "hospital", _("taken to hospital")
    PUNISHMENT_CELL = "punishment_cell", _("punishment cell")
    HUNGER_STRIKE = "hunger_strike", _("hunger strike")
    HUNGER_STRIKE_ENDED = "hunger_strike_ended", _("hunger strike ended")
    OTHER = "other", _("other")


@tracked()
class CaseEvent(Publishable, Timestamped):
    """A dated event of a case, of one party or of all."""

    visible_through = ("case", "party")

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="events", verbose_name=_("case")
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        help_text=_("Empty: it concerns every party."),
        verbose_name=_("party"),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=EventKind.choices)
    happened = PartialDateField(_("date"))
    happened_range = partial_date_range("happened")
    date_note = models.CharField(_("note on the date"), max_length=300, blank=True)
    court = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("court"),
    )
    judge = models.CharField(_("judge"), max_length=200, blank=True)
    text_en = models.TextField(_("what happened, in English"), blank=True)
    text_ru = models.TextField(_("what happened, in Russian"), blank=True)

    objects: ClassVar[PublishedQuerySet["CaseEvent"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of cases")
        ordering = ["happened", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened or ''}".strip()


class RecognitionStatus(models.TextChoices):
    """What exactly an organisation says; being on a wider list is not recognition."""

    POLITICAL_PRISONER = "political_prisoner", _("recognised as a political prisoner")
    PRISONER_OF_CONSCIENCE = "prisoner_of_conscience", _("prisoner of conscience")
    WIDER_LIST = "wider_list", _("on a wider list; not recognition")
    DOSSIER = "dossier", _("dossier kept; recognition not established")
    CAMPAIGN = "campaign", _("campaign for the person")
    NOT_RECOGNISED = "not_recognised", _("not recognised")


@tracked()
class Recognition(Publishable, Timestamped):
    """Who calls the person a political prisoner, since when, in which words."""

    visible_through = ("person",)

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="recognitions", verbose_name=_("person")
    )
    by_en = models.CharField(_("by whom, in English"), max_length=250)
    by_ru = models.CharField(_("by whom, in Russian"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=24, choices=RecognitionStatus.choices)
    since = PartialDateField(_("since"))
    since_range = partial_date_range("since")
    note_en = models.TextField(_("note in English"), blank=True)
    note_ru = models.TextField(_("note in Russian"), blank=True)

    objects: ClassVar[PublishedQuerySet["Recognition"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "by_en", "status"], name="each_recognition_is_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_en}: {self.person}"
