"""PostgreSQL by psycopg 3: the embedded server, or the one that DATABASE_URL names."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from tracker.embedded.addresses import database_url
from tracker.settings.env import env_int, env_secret

_url = env_secret("DATABASE_URL") or database_url()
_config: dict[str, Any] = environ.Env.db_url_config(_url)
if _config.get("ENGINE") != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL must start with postgres:// or postgresql://: this project uses PostgreSQL only."
    )

_options: dict[str, Any] = _config.pop("OPTIONS", {})
# No statement of a page or an API answer may run longer; commands raise it for themselves.
_timeout_ms = env_int("STATEMENT_TIMEOUT_MS", 30_000, least=0, most=3_600_000)
# Named here, an empty list costs a trigger nothing; unset, every row of a bulk write pays for asking.
_session = f"-c statement_timeout={_timeout_ms} -c timezone=UTC -c pgtrigger.ignore={{}}"
_options.setdefault("options", _session)

DATABASES = {
    "default": {
        **_config,
        "OPTIONS": _options,
        "CONN_MAX_AGE": env_int("CONN_MAX_AGE", 300, least=0, most=86_400),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": None},
    }
}
