"""What only tests change."""

from tracker.settings import *  # noqa: F403  (the whole point of this module)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEMO = False
FETCH_ALLOWED_ADDRESSES = frozenset()
