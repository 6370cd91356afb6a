"""Form fields of the admin: partial dates, lists of lines, and choices that know what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tracker.lib.admin.generic import ModelChoiceField
from tracker.lib.partial_dates import InvalidPartialDate, PartialDate


class PartialDateFormField(forms.CharField):
    """A date as far as it is known, typed as text; what is wrong is said with the field's name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"class": "vTextField partial-date"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        """The date, or None for an empty text."""
        if isinstance(value, PartialDate):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except InvalidPartialDate as error:
            raise ValidationError(
                _(
                    "%(field)s: “%(text)s” is not a date. Write 2022-03-15, 2022-03, 2022, 2022~ "
                    "(about), ../2022-03 (before), 2022-03/.. (after) or XXXX (unknown)."
                ),
                code="invalid",
                params={"field": capfirst(str(self.label or "")), "text": text},
            ) from error

    def run_validators(self, value: Any) -> None:
        """Length is asked of the text that is stored."""
        super().run_validators("" if value is None else str(value))

    def prepare_value(self, value: Any) -> Any:
        """The text that is shown in the input."""
        return str(value) if isinstance(value, PartialDate) else value


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        kwargs["widget"] = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines that are not empty."""
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """No validators of single texts apply to the list."""

    def prepare_value(self, value: Any) -> Any:
        """One text a line."""
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines differ; an empty list and nothing are the same."""
        return (initial or []) != self.to_python(data)


class KnownAutocomplete(AutocompleteSelect):
    """Autocomplete that shows the chosen row without asking for it when the form holds it already."""

    known: models.Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        """The empty choice and the chosen row."""
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        options: list[Any] = []
        if not self.is_required:
            options.append(self.create_option(name, "", "", False, 0))
        options.append(self.create_option(name, value[0], str(self.known), True, 1))
        return [(None, options, 0)]


class KnownChoiceField(ModelChoiceField):
    """A foreign key whose unchanged value is taken from the form's row, not asked for again."""

    known: models.Model | None = None

    def to_python(self, value: Any) -> Any:
        """The chosen row; the one the form began with costs no query."""
        if self.known is not None and str(value) == str(self.known.pk):
            return self.known
        return super().to_python(value)


def remember_choices(form: forms.BaseModelForm[Any]) -> None:
    """Tell each foreign key of the form the row it points at, where it was fetched with the record."""
    for name, field in form.fields.items():
        if not isinstance(field, KnownChoiceField):
            continue
        model_field = form.instance._meta.get_field(name)
        if not isinstance(model_field, models.ForeignKey) or not model_field.is_cached(
            form.instance
        ):
            continue
        field.known = getattr(form.instance, name)
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnownAutocomplete):
            widget.known = field.known
