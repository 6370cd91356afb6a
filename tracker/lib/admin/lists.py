"""ModelAdmin bases whose lists, forms and look-ups stay bounded whatever the tables hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from tracker.lib.admin.fields import (
    KnownAutocomplete,
    KnownChoiceField,
    LinesField,
    PartialDateFormField,
)
from tracker.lib.admin.generic import ModelAdmin
from tracker.lib.admin.paginator import BoundedPaginator
from tracker.lib.admin.search import search_newest
from tracker.lib.partial_dates import PartialDateField

FORM_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    PartialDateField: {"form_class": PartialDateFormField},
    models.URLField: {"assume_scheme": "https"},
    models.TextField: {
        "widget": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3, "cols": 60})
    },
}


def foreign_key_field(db_field: Any, admin_site: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments that make every foreign key an autocomplete which never lists its table."""
    return {
        "widget": KnownAutocomplete(db_field, admin_site, using=kwargs.get("using")),
        "form_class": KnownChoiceField,
        **kwargs,
    }


def quiet(field: Any) -> Any:
    """The field without buttons that change or delete the chosen row from afar."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = False
        widget.can_delete_related = False
    return field


class BoundedAdmin(ModelAdmin):
    """Lists without count(*), foreign keys as autocompletes, rows fetched with what they show."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    actions_selection_counter = True
    formfield_overrides = FORM_FIELDS
    # Foreign keys that a row's own words need (`__str__`): fetched with every row, also for look-ups.
    str_needs: ClassVar[tuple[str, ...]] = ()
    # For tables without an index on words: the indexed order whose newest rows are searched.
    searched_newest_first: ClassVar[tuple[str, ...]] = ()
    # Lists of ArrayField or JSONField that are edited one text a line.
    line_fields: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All rows, with what their words and the columns of the list need."""
        queryset = super().get_queryset(request)
        # Both at once: the list leaves `list_select_related` out where a queryset names any already.
        listed = self.list_select_related
        needed = {*self.str_needs, *(listed if isinstance(listed, list | tuple) else ())}
        return queryset.select_related(*sorted(needed)) if needed else queryset

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by index, or among the newest rows where there is none."""
        if not search_term.strip() or not self.searched_newest_first:
            return super().get_search_results(request, queryset, search_term)
        fields = tuple(str(name) for name in self.get_search_fields(request))
        found = search_newest(
            queryset, fields, search_term, newest_first=self.searched_newest_first
        )
        return found, False

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

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Besides Django's rule: exact ids along the paths that links of ours use."""
        if lookup in self.linked_lookups:
            return True
        return super().lookup_allowed(lookup, value, request)

    linked_lookups: ClassVar[frozenset[str]] = frozenset()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting of many rows at once: records are withdrawn."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class ReadOnlyAdmin(BoundedAdmin):
    """What the machine writes: looked at, never edited by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False
