"""Accounts and their roles: only superusers see or change them."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import Account
from tracker.lib.admin.paginator import BoundedPaginator

if TYPE_CHECKING:
    _Base = UserAdmin[Account]
else:
    _Base = UserAdmin


@admin.register(Account)
class AccountAdmin(_Base):
    """Who signs in, with which role (group). Single permissions are not handed out."""

    paginator = BoundedPaginator
    show_full_result_count = False
    list_display = ("username", "email", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Name and address"), {"fields": ("first_name", "last_name", "email")}),
        (_("Mail"), {"fields": ("language", "wants_digest")}),
        (
            _("Role"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": _(
                    "Staff may open the admin; the group says what they may do there: reader, "
                    "researcher, editor or publisher."
                ),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return _is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what an account did stays explained. Switch it off instead."""
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))
