"""What hangs on a record: rows that are public only together with it."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from tracker.lib.publishing import Publishable, PublishingState

# A record with more drafts than this is published step by step, from the lists.
MOST_PARTS = 200
_DEPTH = 3


def _relations(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.related_objects:
        child = relation.related_model
        if (
            isinstance(child, type)
            and issubclass(child, Publishable)
            and relation.field.name in child.visible_through
        ):
            yield child, relation.field.name


def draft_parts(record: models.Model) -> list[Any]:
    """Drafts that hang on the record, directly or through a row between, at most MOST_PARTS.

    One query for each kind of row: a case, its parties, their charges, what became of those.
    """
    found: list[Any] = []
    seen: set[tuple[type[models.Model], int]] = set()
    level: dict[type[models.Model], list[int]] = {type(record): [record.pk]}
    for _step in range(_DEPTH):
        following: dict[type[models.Model], list[int]] = {}
        for model, ids in level.items():
            for child, name in _relations(model):
                rows = child._default_manager.filter(**{f"{name}__in": ids}).select_related(
                    *getattr(child, "visible_through", ())
                )
                for row in rows.order_by("pk")[: MOST_PARTS + 1]:
                    if (child, row.pk) in seen:
                        continue
                    seen.add((child, row.pk))
                    following.setdefault(child, []).append(row.pk)
                    if getattr(row, "state", "") in (
                        PublishingState.DRAFT,
                        PublishingState.IN_REVIEW,
                    ):
                        found.append(row)
        level = following
    return found[:MOST_PARTS]
