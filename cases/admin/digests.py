"""What was mailed to the staff, to whom and when, and what could not be sent."""

from django.contrib import admin

from cases.notices.models import StaffDigest
from tracker.lib.admin.lists import ReadOnlyAdmin


@admin.register(StaffDigest)
class StaffDigestAdmin(ReadOnlyAdmin):
    """One row for each recipient and day, newest first."""

    list_display = ("day", "account", "state", "sent_at", "parked_reason")
    list_filter = ("state",)
    list_select_related = ("account",)
    ordering = ("-day", "-id")
    sortable_by = ()
    fields = (
        "account", "day", "state", "covers_from", "covers_until", "sent_at",
        "parked_reason",
    )  # fmt: skip
