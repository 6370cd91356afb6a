"""Staff accounts. A model of our own from the first migration, since it cannot be swapped in later."""

from django.contrib.auth.models import AbstractUser

from tracker.lib.roles import SPECIAL_PERMISSIONS


class Account(AbstractUser):
    """Somebody who signs in: reader, researcher, editor or publisher (see `tracker.lib.roles`)."""

    class Meta(AbstractUser.Meta):
        permissions = SPECIAL_PERMISSIONS
