"""Form fields that name a record in words: no JavaScript is needed to choose among thousands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.institutions.models import Institution
from cases.laws.models import Provision
from cases.laws.references import parse_reference


class Suggesting(forms.TextInput):
    """A text input whose suggestions the browser shows by itself; the page writes them beside it."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "vTextField"})
        self.suggestions: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The input names its list."""
        context = super().get_context(name, value, attrs)
        if self.suggestions:
            context["widget"]["attrs"]["list"] = f"{name}-suggestions"
        return context


class InstitutionField(forms.CharField):
    """An institution by its name on record, in Russian or English."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = Suggesting()
        kwargs.setdefault("help_text", _("Its name as on record, in Russian or English."))
        super().__init__(max_length=250, **kwargs)

    def clean(self, value: Any) -> Any:
        """The institution, None for an empty text. An unknown name is said with the field's name."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(
            Institution.objects.filter(Q(name_ru__iexact=text) | Q(name_en__iexact=text))
            .exclude(state="withdrawn")
            .order_by("pk")[:2]
        )
        label = capfirst(str(self.label or ""))
        if not found:
            raise ValidationError(
                _("%(field)s: no institution on record is called “%(text)s”."),
                params={"field": label, "text": text},
            )
        if len(found) > 1:
            raise ValidationError(
                _("%(field)s: several institutions on record are called “%(text)s”."),
                params={"field": label, "text": text},
            )
        return found[0]


class ProvisionField(forms.CharField):
    """Provisions as courts cite them, several with a semicolon between."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("As courts cite it: «ч. 2 ст. 207.3 УК РФ»."))
        kwargs["widget"] = forms.TextInput(attrs={"class": "vTextField"})
        super().__init__(max_length=600, **kwargs)

    def clean(self, value: Any) -> list[Provision]:
        """The provisions on record. What is none, or is not on record, is said with the field's name."""
        found: list[Provision] = []
        label = capfirst(str(self.label or ""))
        for text in (one.strip() for one in super().clean(value).split(";")):
            if not text:
                continue
            references = parse_reference(text)
            if len(references) != 1:
                raise ValidationError(
                    _("%(field)s: “%(text)s” is not one provision."),
                    params={"field": label, "text": text},
                )
            cited = references[0]
            row = Provision.objects.filter(
                code=cited.code or "УК", article=cited.article, part=cited.part, point=cited.point
            ).first()
            if row is None:
                raise ValidationError(
                    _("%(field)s: “%(text)s” is not on record; add the provision first."),
                    params={"field": label, "text": text},
                )
            found.append(row)
        return found
