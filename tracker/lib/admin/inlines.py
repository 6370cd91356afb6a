"""Rows edited on the page of the record they belong to: bounded, with autocompletes and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from tracker.lib.admin.fields import LinesField
from tracker.lib.admin.forms import RowForm
from tracker.lib.admin.generic import StackedInline, TabularInline
from tracker.lib.admin.lists import FORM_FIELDS, foreign_key_field, quiet
from tracker.lib.publishing import Publishable

# More rows than this are worked on in their own list; the page says so and links there.
ROWS_SHOWN = 30

if TYPE_CHECKING:
    from django.contrib.admin.options import InlineModelAdmin

    _FormSet = forms.BaseModelFormSet[Any, Any]
    _InlineBase = InlineModelAdmin[Any, Any]
else:
    _FormSet = object
    _InlineBase = object


class BoundedRows(_FormSet):
    """Mixin of inline formsets: the newest ROWS_SHOWN rows, oldest of them first."""

    has_more_rows = False

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that are shown; asked for once."""
        if not hasattr(self, "_shown"):
            rows = list(super().get_queryset().order_by("-pk")[: ROWS_SHOWN + 1])
            self.has_more_rows = len(rows) > ROWS_SHOWN
            self._shown = self._in_order(rows[:ROWS_SHOWN])
        return self._shown  # type: ignore[return-value]  # a list serves the formset as well

    def _in_order(self, rows: list[Any]) -> list[Any]:
        return sorted(rows, key=self.row_order)

    @staticmethod
    def row_order(row: Any) -> Any:
        """By the position a person gave, then by age."""
        return getattr(row, "position", 0), row.pk


class BoundedFormSet(BoundedRows, forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The formset of rows with a foreign key to the record."""


class RecordInline(_InlineBase):
    """Mixin of inlines: bounded rows, autocompletes, the publishing state to read, no deleting."""

    extra = 0
    form: type[Any] = RowForm
    formset: type[Any] = BoundedFormSet
    show_change_link = True
    can_delete = False
    formfield_overrides = FORM_FIELDS
    # Foreign keys fetched with the rows: those in the form and those their words need.
    row_needs: ClassVar[tuple[str, ...]] = ()
    line_fields: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows with what the form shows of them."""
        queryset = super().get_queryset(request)
        return queryset.select_related(*self.row_needs) if self.row_needs else queryset

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The state is moved by buttons, not by editing."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "state") if issubclass(self.model, Publishable) else fields

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """State bookkeeping has no place in a row."""
        excluded = tuple(super().get_exclude(request, obj) or ())
        if issubclass(self.model, Publishable):
            return (*excluded, "state", "state_reason", "embargo_until")
        return excluded

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """An autocomplete."""
        return super().formfield_for_foreignkey(
            db_field, request, **foreign_key_field(db_field, self.admin_site, kwargs)
        )

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Lists of short texts are edited one a line."""
        if db_field.name in self.line_fields:
            return LinesField(
                label=capfirst(str(db_field.verbose_name)),
                required=False,
                help_text=db_field.help_text,
            )
        return quiet(super().formfield_for_dbfield(db_field, request, **kwargs))


class RowsInline(RecordInline, TabularInline):
    """Rows as a table: few short fields."""

    template = "admin/edit_inline/bounded_tabular.html"


class BlocksInline(RecordInline, StackedInline):
    """Rows as blocks: many or long fields."""

    template = "admin/edit_inline/bounded_stacked.html"
