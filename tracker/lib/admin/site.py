"""The admin site: titles, and what waits on its first page."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class TrackerAdminSite(AdminSite):
    """Our admin: same rules as Django's, with our titles and templates."""

    site_header = _("Case tracker")
    site_title = _("Case tracker")
    index_title = _("Records")
    enable_nav_sidebar = False
