"""Every stage's waiting rows in one list: for health, stuck_work and the admin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Stage:
    """One stage: its name, its waiting rows, and the column that says since when they are due."""

    name: str
    waiting: Callable[[], "models.QuerySet[Any]"]
    due_field: str

    def oldest(self) -> datetime | None:
        """When the oldest due row became due; None when nothing waits."""
        value = self.waiting().order_by(self.due_field).values_list(self.due_field, flat=True).first()
        return value if isinstance(value, datetime) else None


def stages() -> list[Stage]:
    """All stages in the order an article passes them."""
    return []
