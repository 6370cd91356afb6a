"""Partners and their API keys."""

from django.contrib import admin

from cases.access.models import ApiKey, PartnerOrganisation
from tracker.lib.admin.lists import ReadOnlyAdmin
from tracker.lib.admin.record_admin import RecordAdmin


@admin.register(PartnerOrganisation)
class PartnerOrganisationAdmin(RecordAdmin):
    """NGOs that take the data."""

    list_display = ("name", "contact", "active")
    list_filter = ("active",)
    search_fields = ("name",)
    with_evidence = False


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Keys by their prefix; the key itself is shown once, when it is issued, and kept nowhere."""

    list_display = ("partner", "name", "prefix", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("partner",)
    ordering = ("-id",)
    sortable_by = ()
    str_needs = ("partner",)
    fields = ("partner", "name", "prefix", "scopes", "expires_at", "last_used_at", "revoked_at")
