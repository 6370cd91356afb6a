"""Forms of records with an address: left empty, it is made from the title."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.lib.admin.forms import RecordForm
from tracker.lib.slugs import ascii_slug, free_slug


class SlugForm(RecordForm):
    """A record whose address is made from its English title, or the Russian one."""

    slug_from: tuple[str, ...] = ("title_en", "title_ru")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the title.")

    def clean_slug(self) -> str:
        """An address in plain ASCII that no other record has."""
        given = str(self.cleaned_data.get("slug") or "")
        if given:
            if given != ascii_slug(given):
                raise forms.ValidationError(
                    _("Address: only small letters, digits and hyphens."), code="invalid"
                )
            return given
        if self.instance.slug:
            return str(self.instance.slug)
        # Other fields may not be cleaned yet: their order is the form's.
        words = " ".join(self.data.get(name, "") for name in self.slug_from[:1])
        words = words or " ".join(self.data.get(name, "") for name in self.slug_from)
        return free_slug(
            type(self.instance), words[:120], otherwise=self.instance._meta.model_name or "record"
        )


class NameSlugForm(SlugForm):
    """A record with a name in place of a title."""

    slug_from = ("name_en", "name_ru")


class OutletSlugForm(SlugForm):
    """An outlet has one name of its own."""

    slug_from = ("name", "name_ru")
