"""The app of people: who they are, how they are named, who decided that two are one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """App config of `people`."""

    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Settings that contradict each other are told at the start."""
        from tracker.lib import system_checks  # noqa: F401  (registers the checks)
