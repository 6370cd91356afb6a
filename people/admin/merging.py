"""Decisions about pairs and merges, to read."""

from django.contrib import admin

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

    list_display = ("absorbed", "survivor", "merged_by", "merged_at", "undone_at")
    list_select_related = ("absorbed", "survivor", "merged_by")
    ordering = ("-id",)
    sortable_by = ()
