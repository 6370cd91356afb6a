"""Puts our admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig

from tracker.lib.admin.field_names import name_fields


class TrackerAdminConfig(AdminConfig):
    """`django.contrib.admin` with the site of `tracker.lib.admin.site`."""

    default_site = "tracker.lib.admin.site.TrackerAdminSite"

    def ready(self) -> None:
        """Name the fields, then let the apps register what the site shows."""
        name_fields()
        super().ready()
