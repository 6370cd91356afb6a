"""Partners and their API keys."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.access.models import ApiKey, PartnerOrganisation
from cases.access.services import revoke_key
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
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Who publishes may also end a partner's access."""
        return request.user.has_perm("people.publish_records")

    @admin.action(description=_("Revoke the keys at once"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[ApiKey]") -> None:
        """End the keys; revoking again keeps the first moment."""
        for key in queryset.filter(revoked_at__isnull=True):
            revoke_key(key)
