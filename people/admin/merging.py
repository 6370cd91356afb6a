"""Decisions about pairs and merges, to read."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from people.models import MergeDecision, MergeRecord
from tracker.lib.admin.lists import ReadOnlyAdmin


@admin.register(MergeDecision)
class MergeDecisionAdmin(ReadOnlyAdmin):
    """Who decided what of which pair."""

    list_display = ("first", "second", "verdict", "decided_by", "decided_at", "superseded_at")
    list_filter = ("verdict",)
    list_select_related = ("first", "second", "decided_by")
    ordering = ("-id",)
    sortable_by = ()


@admin.register(MergeRecord)
class MergeRecordAdmin(ReadOnlyAdmin):
    """Which record took up which."""

    list_display = ("absorbed", "survivor", "merged_by", "merged_at", "undone_at", "way_back")
    exclude = ("moved",)
    list_select_related = ("absorbed", "survivor", "merged_by")
    ordering = ("-id",)
    sortable_by = ()

    @admin.display(description=_("undo"))
    def way_back(self, record: MergeRecord) -> str:
        """A link to the page that undoes the merge."""
        if record.undone_at is not None:
            return ""
        address = reverse("admin:unmerge_people", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, _("Undo the merge"))
