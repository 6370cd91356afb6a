"""Named filters of people and name forms."""

from typing import TYPE_CHECKING, Self

from django.db import models

from tracker.lib.publishing import PublishedQuerySet

if TYPE_CHECKING:
    from people.models import NameForm, Person  # noqa: F401  (named in the quoted bases below)


class PersonQuerySet(PublishedQuerySet["Person"]):
    """People; a merged person's row stays for its old address and is left out of lists."""

    def not_merged(self) -> Self:
        """People who were not absorbed by another record."""
        return self.filter(merged_into__isnull=True)


class NameFormQuerySet(models.QuerySet["NameForm"]):
    """Forms of names."""

    def live(self) -> Self:
        """Forms that were not retired."""
        return self.filter(retired_at__isnull=True)
