"""The admin site: titles, a language switch, pages that are not models, what waits on the first page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from tracker.lib.admin.hooks import connected


class TrackerAdminSite(AdminSite):
    """Our admin: same rules as Django's, with our titles, templates and first page."""

    site_header = _("Case tracker")
    site_title = _("Case tracker")
    index_title = _("Records")
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """Django's routes and ours. The language switch works on the sign-in page too."""
        own = [path("language/", set_language, name="set_language")]
        for page in connected.pages:
            own.append(path(page.route, self.admin_view(page.view), name=page.name))
        return [*own, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The first page: what waits, then every kind of record."""
        waiting = {"waiting": connected.waiting(request)}
        return super().index(request, {**waiting, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Models in the groups a researcher thinks in; what no group names comes last, by app."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label is not None or not connected.groups:
            return apps
        by_name = {
            f"{app['app_label']}.{entry['object_name']}": entry
            for app in apps
            for entry in app["models"]
        }
        grouped: list[dict[str, Any]] = []
        for title, names in connected.groups:
            entries = [by_name.pop(name) for name in names if name in by_name]
            if entries:
                grouped.append(
                    {
                        "name": title,
                        "app_label": "",
                        "app_url": "",
                        "has_module_perms": True,
                        "models": entries,
                    }
                )
        for app in apps:
            left = [
                entry
                for entry in app["models"]
                if f"{app['app_label']}.{entry['object_name']}" in by_name
            ]
            if left:
                grouped.append({**app, "models": left})
        return grouped
