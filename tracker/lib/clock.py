"""The one clock: tests travel in time here and nowhere else."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present day in UTC."""
    return timezone.now().date()
