"""Changes, to read."""

from django.contrib import admin

from cases.changes.models import Change
from tracker.lib.admin.lists import ReadOnlyAdmin


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """What was altered, by whom, why; whether outsiders are told."""

    list_display = (
        "occurred_at",
        "kind",
        "record_type",
        "title",
        "summary",
        "public",
        "by",
        "reason",
    )
    list_filter = ("public", "kind")
    list_select_related = ("by",)
    ordering = ("-id",)
    sortable_by = ()
