"""Staff accounts. A model of our own from the first migration, since it cannot be swapped in later."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.lib.roles import SPECIAL_PERMISSIONS


class Account(AbstractUser):
    """Somebody who signs in: reader, researcher, editor or publisher (see `tracker.lib.roles`)."""

    language = models.CharField(
        _("language of mails"),
        max_length=12,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Empty: the language of the site."),
    )
    wants_digest = models.BooleanField(
        _("mail about sources"),
        default=True,
        help_text=_("At most once a day: which sources broke, fell silent or came back."),
    )

    class Meta(AbstractUser.Meta):
        permissions = SPECIAL_PERMISSIONS
