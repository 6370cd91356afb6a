"""Public site, admin, API, health: one include each. Public pages carry the language in the address."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from tracker import health

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("admin/", admin.site.urls),
    path("api/v1/", include("cases.api.router")),
    *i18n_patterns(path("", include("cases.public.urls")), prefix_default_language=False),
]
