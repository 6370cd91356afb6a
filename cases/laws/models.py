"""Laws, provisions as a tree, their editions in force, and who counts how many repressive laws."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import PublicIdentity, Timestamped


@tracked()
class Law(Publishable, PublicIdentity, Timestamped):
    """A law. Numbers repeat every year, so the key is number and date together."""

    number = models.CharField(_("number"), max_length=40, blank=True)
    signed = PartialDateField(_("signed"))
    signed_range = partial_date_range("signed")
    in_force = PartialDateField(_("in force since"))
    in_force_range = partial_date_range("in_force")
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=500, blank=True)
    summary_en = models.TextField(_("what it did, in English"), blank=True)
    summary_ru = models.TextField(_("what it did, in Russian"), blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    topics = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("topics")
    )

    objects: ClassVar[PublishedQuerySet["Law"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = ["-signed", "number", "id"]
        indexes = [models.Index(fields=["state", "-signed", "id"], name="law_state_signed")]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed"],
                condition=~models.Q(number=""),
                name="a_law_is_known_by_number_and_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number or '?'} {self.signed or ''}".strip()


class Code(models.TextChoices):
    """The codes provisions belong to, by their usual Russian abbreviation."""

    CRIMINAL = "УК", _("Criminal Code of Russia")
    ADMINISTRATIVE = "КоАП", _("Code of Administrative Offences of Russia")
    CRIMINAL_PROCEDURE = "УПК", _("Code of Criminal Procedure of Russia")
    PENAL = "УИК", _("Penal Code of Russia")


@tracked()
class Provision(Publishable, PublicIdentity, Timestamped):
    """An article, a part or a point: a node of the tree of a code."""

    code = models.CharField(_("code"), max_length=8, choices=Code.choices)
    article = models.CharField(_("article"), max_length=16)
    part = models.CharField(_("part"), max_length=8, blank=True)
    point = models.CharField(_("point"), max_length=8, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=1000, blank=True)
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    introduced_by = models.ForeignKey(
        Law,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="introduced",
        verbose_name=_("introduced by"),
    )
    administrative_twin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="criminal_twins",
        verbose_name=_("administrative twin"),
    )
    # Articles and parts in the order of the code: 20.3.3 after 20.3, 128.1 after 128.
    sort_key = models.CharField(_("sort key"), max_length=80, editable=False)

    objects: ClassVar[PublishedQuerySet["Provision"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["code", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "article", "part", "point"],
                name="a_provision_stands_once_in_its_code",
            ),
            models.CheckConstraint(
                name="a_point_belongs_to_a_part",
                condition=models.Q(point="") | ~models.Q(part=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """As Russian courts cite it: «п. «д» ч. 2 ст. 207.3 УК РФ»."""
        words = f"ст. {self.article} {self.code} РФ"
        if self.part:
            words = f"ч. {self.part} {words}"
        if self.point:
            words = f"п. «{self.point}» {words}"
        return words


@tracked()
class ProvisionEdition(Publishable, Timestamped):
    """The text and sanction of a provision between two dates: the law at the time of the act applies."""

    visible_through = ("provision",)

    provision = models.ForeignKey(
        Provision, on_delete=models.CASCADE, related_name="editions", verbose_name=_("provision")
    )
    in_force_from = PartialDateField(_("in force from"))
    in_force_from_range = partial_date_range("in_force_from")
    in_force_to = PartialDateField(_("in force to"))
    in_force_to_range = partial_date_range("in_force_to")
    enacted_by = models.ForeignKey(
        Law,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("enacted by"),
    )
    text_ru = models.TextField(_("text in Russian"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    prison_months_min = models.PositiveSmallIntegerField(
        _("prison, months at least"), null=True, blank=True
    )
    prison_months_max = models.PositiveSmallIntegerField(
        _("prison, months at most"), null=True, blank=True
    )
    life = models.BooleanField(_("life imprisonment possible"), default=False)
    other_sanction_en = models.CharField(_("other sanction in English"), max_length=400, blank=True)
    other_sanction_ru = models.CharField(_("other sanction in Russian"), max_length=400, blank=True)

    objects: ClassVar[PublishedQuerySet["ProvisionEdition"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("edition of a provision")
        verbose_name_plural = _("editions of provisions")
        ordering = ["provision", "in_force_from", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_sanction_is_at_least_its_minimum",
                condition=models.Q(prison_months_min__isnull=True)
                | models.Q(prison_months_max__isnull=True)
                | models.Q(prison_months_max__gte=models.F("prison_months_min")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision} ({self.in_force_from or '…'}–{self.in_force_to or '…'})"


@tracked()
class LawCount(Publishable, Timestamped):
    """How many repressive laws, by whose count, for which period, by which method."""

    counted_by = models.CharField(_("counted by"), max_length=200)
    period = models.CharField(_("period"), max_length=120, blank=True)
    period_from = PartialDateField(_("period from"))
    period_to = PartialDateField(_("period to"))
    value = models.PositiveIntegerField(pgettext_lazy("how many", "number"), null=True, blank=True)
    value_text = models.CharField(_("number as worded"), max_length=200, blank=True)
    method = models.TextField(_("method"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[PublishedQuerySet["LawCount"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("count of laws")
        verbose_name_plural = _("counts of laws")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["counted_by", "period"], name="each_counter_counts_a_period_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.counted_by}: {self.value_text or self.value}"
