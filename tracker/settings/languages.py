"""Interface languages; UTC inside."""

from django.utils.translation import gettext_lazy as _

from tracker.settings.core import BASE_DIR

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
