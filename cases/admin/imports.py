"""Imports and their rows with problems, to read."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.imports.models import ImportBatch, ImportRow
from tracker.lib.admin.lists import ReadOnlyAdmin


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Files that were planned or applied. Its rows are one click away, problems first."""

    list_display = ("file_name", "kind", "state", "by", "created_at", "applied_at", "rows_link")
    list_filter = ("state",)
    list_select_related = ("by",)
    ordering = ("-id",)
    sortable_by = ()

    @admin.display(description=_("rows"))
    def rows_link(self, batch: ImportBatch) -> str:
        """To the rows of the batch, and to those with a problem."""
        rows = f"{reverse('admin:cases_importrow_changelist')}?batch__id__exact={batch.pk}"
        return format_html(
            '<a href="{}">{}</a> · <a href="{}&plan__exact=wrong">{}</a>',
            rows,
            _("all rows"),
            rows,
            _("problems"),
        )


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    """What each row of a file did, or why it could not."""

    list_display = ("batch", "number", "key", "plan", "field", "problem", "record_type")
    list_filter = ("plan",)
    list_select_related = ("batch",)
    str_needs = ("batch",)
    ordering = ("-id",)
    sortable_by = ()
