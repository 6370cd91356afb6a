"""A name form as it is written on the person's page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import NameForm
from people.names import name_keys, parse_name
from people.services.names_of_person import parts_of_form
from tracker.lib import clock
from tracker.lib.admin.forms import RowForm
from tracker.lib.languages import script_of


class NameFormRow(RowForm):
    """A way the person is named. Forms are retired, not deleted: history and links stay explained."""

    retire = forms.BooleanField(
        label=_("retire"),
        required=False,
        help_text=_("No longer used for finding; kept in history."),
    )

    def save(self, commit: bool = True) -> Any:
        """The row with its script and the parts that were left empty."""
        form = super().save(commit=False)
        complete(form)
        if self.cleaned_data.get("retire"):
            form.retired_at = clock.now()
            form.preferred = False
        if commit:
            form.save()
        return form


def complete(form: NameForm) -> None:
    """Set what follows from the text: the script, the parts when none was given, the keys for SQL."""
    form.script = script_of(form.text)
    if not (form.given or form.patronymic or form.surname):
        parts = parse_name(form.text, form.language)
        form.given = parts.given[:100]
        form.patronymic = parts.patronymic[:100]
        form.surname = parts.surname[:100]
    form.keys = sorted(name_keys(parts_of_form(form), form.language))
