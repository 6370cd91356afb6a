"""NameForm: one way a person is named, with the keys by which SQL finds it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.querysets import NameFormQuerySet
from tracker.lib.history import tracked
from tracker.lib.records import Timestamped


class NameKind(models.TextChoices):
    """What a form is. Misspellings are found but only ever asked about; never-match is never found."""

    LEGAL = "legal", _("legal name")
    KNOWN_AS = "known_as", _("known as")
    FORMER = "former", _("former name")
    TRANSLITERATION = "transliteration", _("transliteration")
    MISSPELLING = "misspelling", _("misspelling")
    NEVER_MATCH = "never_match", _("never match")


@tracked(exclude=("keys",))
class NameForm(Timestamped):
    """A name in one language and script, whole and in parts."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="name_forms", verbose_name=_("person")
    )
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("ru, en, uk...")
    )
    script = models.CharField(_("script"), max_length=4, blank=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=16, choices=NameKind.choices, default=NameKind.KNOWN_AS
    )
    given = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    surname = models.CharField(_("surname"), max_length=100, blank=True)
    preferred = models.BooleanField(_("preferred in its language"), default=False)
    used_by = models.CharField(
        _("used by"), max_length=120, blank=True, help_text=_("A court, an outlet, the person.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Script-independent keys of people.names.name_keys, rebuilt by rebuild_name_keys.
    keys = ArrayField(
        models.CharField(max_length=80), default=list, editable=False, verbose_name=_("keys")
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    objects: ClassVar[NameFormQuerySet] = NameFormQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        ordering = ["person_id", "-preferred", "id"]
        indexes = [
            GinIndex(fields=["keys"], name="name_form_keys"),
            # Who bears the surnames that are a letter away from one that is asked for.
            models.Index(
                fields=["surname"],
                name="name_form_surname",
                condition=models.Q(retired_at__isnull=True),
            ),
            models.Index(fields=["updated_at"], name="name_form_updated"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text", "kind"],
                condition=models.Q(retired_at__isnull=True),
                name="a_person_has_each_name_form_once",
            ),
            models.UniqueConstraint(
                fields=["person", "language"],
                condition=models.Q(retired_at__isnull=True, preferred=True),
                name="one_preferred_name_form_per_language",
            ),
        ]

    def __str__(self) -> str:
        return self.text
