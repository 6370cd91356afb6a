"""Django REST framework and the OpenAPI description, by dotted names."""

from tracker.settings.env import env_str

REST_FRAMEWORK = {
    # Keys only: a signed-in researcher sees here what the public sees, never a draft by accident.
    "DEFAULT_AUTHENTICATION_CLASSES": ["cases.access.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "tracker.lib.api.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["tracker.lib.api.filters.DeclaredFilters"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["tracker.lib.api.throttling.ReaderRate"],
    "DEFAULT_THROTTLE_RATES": {
        "anonymous": env_str("API_RATE_ANONYMOUS", "120/min"),
        "partner": env_str("API_RATE_PARTNER", "1200/min"),
    },
    "EXCEPTION_HANDLER": "tracker.lib.api.errors.problem_response",
    "NUM_PROXIES": 0,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Case tracker API",
    "DESCRIPTION": (
        "Published records of political prisoners: people, cases, charges, provisions, laws, open "
        "letters, stories and articles, with the sources of each fact, and every change to them."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
}
