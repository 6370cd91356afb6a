"""Open letters: texts, addressees, demands, signatures. Claims live in `cases.evidence`."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Person
from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import PublicIdentity, Timestamped


@tracked()
class OpenLetter(Publishable, PublicIdentity, Timestamped):
    """An open letter or appeal."""

    title_en = models.CharField(_("title in English"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    dated = PartialDateField(_("date"))
    dated_range = partial_date_range("dated")
    first_published_by = models.CharField(_("first published by"), max_length=200, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    context_en = models.TextField(_("context in English"), blank=True)
    context_ru = models.TextField(_("context in Russian"), blank=True)
    # What the source says, which may differ from the signatures on record.
    signatories_stated = models.PositiveIntegerField(
        _("signatories as stated"), null=True, blank=True
    )

    objects: ClassVar[PublishedQuerySet["OpenLetter"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("open letter")
        verbose_name_plural = _("open letters")
        ordering = ["-dated", "id"]

    def __str__(self) -> str:
        return self.title_en


class LetterTextKind(models.TextChoices):
    """How much of the letter the text is."""

    TITLE = "title", _("title only")
    EXCERPT = "excerpt", _("excerpt")
    FULL = "full", _("full text")


@tracked()
class LetterText(Publishable, Timestamped):
    """The letter's title or text in a language, as published somewhere."""

    visible_through = ("letter",)

    letter = models.ForeignKey(
        OpenLetter, on_delete=models.CASCADE, related_name="texts", verbose_name=_("open letter")
    )
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=8, choices=LetterTextKind.choices)
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    published_by = models.CharField(_("published by"), max_length=200, blank=True)

    objects: ClassVar[PublishedQuerySet["LetterText"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["language", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "language", "kind", "published_by"],
                name="a_letter_has_each_text_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


@tracked()
class Addressee(Publishable, Timestamped):
    """Whom the letter addresses."""

    visible_through = ("letter",)

    letter = models.ForeignKey(
        OpenLetter,
        on_delete=models.CASCADE,
        related_name="addressees",
        verbose_name=_("open letter"),
    )
    name_en = models.CharField(_("name in English"), max_length=300)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[PublishedQuerySet["Addressee"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "name_en"], name="a_letter_addresses_each_once"
            )
        ]

    def __str__(self) -> str:
        return self.name_en


@tracked()
class Demand(Publishable, Timestamped):
    """What the letter asks for."""

    visible_through = ("letter",)

    letter = models.ForeignKey(
        OpenLetter, on_delete=models.CASCADE, related_name="demands", verbose_name=_("open letter")
    )
    key = models.SlugField(_("key"), max_length=60)
    text_en = models.TextField(_("text in English"))
    text_ru = models.TextField(_("text in Russian"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_ru = models.TextField(_("note in Russian"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[PublishedQuerySet["Demand"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "key"], name="a_letter_makes_each_demand_once"
            )
        ]

    def __str__(self) -> str:
        return self.text_en[:80]


class SignatureRole(models.TextChoices):
    """Signing and supporting are two things."""

    SIGNATORY = "signatory", _("signatory")
    SUPPORTER = "supporter", _("supporter")


class SignatureIdentity(models.TextChoices):
    """Whether a source says that the signatory is the person on record."""

    CONFIRMED = "confirmed", _("confirmed")
    UNCONFIRMED = "unconfirmed", _("probable, not stated by any source")


@tracked()
class Signature(Publishable, Timestamped):
    """A name under the letter, and the person on record it belongs to, if known.

    A signature is public even where the person's record is not; then only the name as signed shows,
    so `person` is not in `visible_through`: pages ask `person.visible_to` before linking.
    """

    visible_through = ("letter",)

    letter = models.ForeignKey(
        OpenLetter,
        on_delete=models.CASCADE,
        related_name="signatures",
        verbose_name=_("open letter"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("person"),
    )
    name_en = models.CharField(_("name as signed, in English"), max_length=200)
    name_ru = models.CharField(_("name as signed, in Russian"), max_length=200, blank=True)
    role = models.CharField(
        _("role"), max_length=12, choices=SignatureRole.choices, default=SignatureRole.SIGNATORY
    )
    identity = models.CharField(
        _("identity"),
        max_length=12,
        choices=SignatureIdentity.choices,
        default=SignatureIdentity.CONFIRMED,
    )
    description_en = models.CharField(_("described as, in English"), max_length=300, blank=True)
    description_ru = models.CharField(_("described as, in Russian"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    withdrawn_on = PartialDateField(_("signature withdrawn on"))

    objects: ClassVar[PublishedQuerySet["Signature"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["role", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "person"],
                condition=models.Q(person__isnull=False),
                name="a_person_signs_a_letter_once",
            ),
            models.UniqueConstraint(
                fields=["letter", "name_en", "role"], name="a_name_stands_once_under_a_letter"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en
