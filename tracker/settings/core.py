"""Apps, middleware, templates, static files and paths."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tracker.embedded.addresses import var_folder
from tracker.settings.env import env_bool, env_secret, env_str

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = var_folder()

DEBUG = env_bool("DEBUG", False)
SITE_URL = env_str("SITE_URL", "").rstrip("/")
HEARTBEAT_FILE = str(VAR_DIR / "run" / "worker-heartbeat")


def _secret_key() -> str:
    """SECRET_KEY from the environment; for the embedded single machine a generated one kept in var/."""
    given = env_secret("SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(
                "SECRET_KEY is shorter than 32 characters: set it to a long random text, "
                "for example the output of `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        return given
    if env_secret("DATABASE_URL"):
        raise ImproperlyConfigured(
            "DATABASE_URL is set but SECRET_KEY is not: on a server, set SECRET_KEY (or SECRET_KEY_FILE) "
            "to a long random text and keep it between restarts."
        )
    path = VAR_DIR / "secret_key"
    try:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: the one that links first wins, the other reads.
        if not path.exists():
            draft = path.with_name(f"secret_key.{secrets.token_hex(4)}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {VAR_DIR} cannot be written ({error.strerror}): make it writable, "
            "or set TRACKER_VAR to a folder that is, or set SECRET_KEY."
        ) from None


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "people",
    "cases",
    "tracker.lib.admin.apps.TrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tracker.lib.request_bounds.RequestBoundsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tracker.lib.site_language.SiteLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.lib.history.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["tracker.lib.template_tags", "django.templatetags.i18n"],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
# The embedded default serves files where they lie: compressing everything took 34 s at first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# "0" starts the tracker without the founding story and without the demo's outlets.
DEMO = env_bool("TRACKER_DEMO", True) and not env_secret("DATABASE_URL")

AUTH_USER_MODEL = "people.Account"
