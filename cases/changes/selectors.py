"""Reading of changes."""

from django.db.models import QuerySet

from cases.changes.models import Change


def public_changes() -> "QuerySet[Change]":
    """What outsiders may be told, in commit order and without gaps: the stream that copies follow."""
    return Change.objects.filter(public=True, position__isnull=False).order_by("position")


def newest_public_changes() -> "QuerySet[Change]":
    """What outsiders may be told, newest first, for people to read."""
    return Change.objects.filter(public=True).order_by("-id")
