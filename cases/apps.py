"""The app of cases: records, evidence, news, and what joins them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """App config of `cases`; connects the receivers of what `people` tells."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Connect the signal receivers."""
        from cases import receivers  # noqa: F401  (connects on import)
