"""What every record has: when it was made and changed, and a permanent public identity."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Timestamped(models.Model):
    """When the row was made and last saved."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True


class PublicIdentity(models.Model):
    """An id that is safe to hand out and stays for ever, and an address that people can read."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=160, unique=True)

    class Meta:
        abstract = True
