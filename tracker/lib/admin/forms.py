"""The form of a record: why it is changed, and whether somebody else changed it meanwhile."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from tracker.lib.admin.fields import remember_choices
from tracker.lib.admin.generic import ModelForm
from tracker.lib.publishing import PublishingState

# Fields of the form that are not columns of the record.
REASON_FIELD = "change_reason"
SEEN_FIELD = "seen_version"
FORM_ONLY = frozenset({REASON_FIELD, SEEN_FIELD})


class RowForm(ModelForm):
    """A row of an inline: knows the rows its foreign keys point at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remember_choices(self)


class RecordForm(RowForm):
    """A record. What is public is changed only with a reason, and never over somebody else's change."""

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=400,
        widget=AdminTextInputWidget,
        help_text=_("Kept in the history; required when the record is published."),
    )
    seen_version = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if REASON_FIELD in self.fields and self._is_published():
            self.fields[REASON_FIELD].required = True
            self.fields[REASON_FIELD].error_messages["required"] = str(
                _("This record is published: say why you change it.")
            )
        if SEEN_FIELD in self.fields:
            self.fields[SEEN_FIELD].initial = self._version()

    def clean(self) -> dict[str, Any] | None:
        """Refuse to write over a change that came after this form was opened."""
        cleaned = super().clean()
        seen = self.cleaned_data.get(SEEN_FIELD)
        if seen and self.instance.pk and seen != self._version():
            raise forms.ValidationError(
                _(
                    "Somebody else changed this record while you were editing. Open it again in a "
                    "new tab, compare, and enter your changes there."
                ),
                code="changed_meanwhile",
            )
        return cleaned

    def _is_published(self) -> bool:
        return getattr(self.instance, "state", None) == PublishingState.PUBLISHED

    def _version(self) -> str:
        updated = getattr(self.instance, "updated_at", None)
        return updated.isoformat() if self.instance.pk and updated else ""
