"""Puts our admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    """`django.contrib.admin` with the site of `tracker.lib.admin.site`."""

    default_site = "tracker.lib.admin.site.TrackerAdminSite"
