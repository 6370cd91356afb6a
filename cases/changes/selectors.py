"""Reading of changes, gapless."""

from django.db import models
from django.db.models import F, Func, QuerySet
from django.db.models.functions import Cast

from cases.changes.models import Change


def settled_changes() -> "QuerySet[Change]":
    """Changes in commit order that no running transaction can still get in front of.

    Ids and transaction numbers are handed out before commit, so a reader at (transaction, id) stops
    short of the oldest transaction still running (`pg_snapshot_xmin`): what appears later is
    always behind its cursor.
    """
    oldest_running = Cast(
        Cast(
            Func(Func(function="pg_current_snapshot"), function="pg_snapshot_xmin"),
            models.TextField(),
        ),
        models.BigIntegerField(),
    )
    return (
        Change.objects.annotate(oldest_running=oldest_running)
        .filter(transaction__lt=F("oldest_running"))
        .order_by("transaction", "id")
    )


def public_changes() -> "QuerySet[Change]":
    """What outsiders may be told, in commit order."""
    return settled_changes().filter(public=True)
