"""What a merge of two people must know of single tables; `cases` adds its own when it starts.

Everything that points at a person is found by walking the models (`people.services.moving_rows`), so a
new table is moved without being named here. Named are only the exceptions.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models

from tracker.lib import clock


class Writer(Protocol):
    """Sets columns and logs them, so that the merge can be undone (`moving_rows.Mover`)."""

    def set(
        self, model: type[models.Model], pks: Collection[int], columns: dict[str, Any]
    ) -> None: ...


# Given the writer, a row of the absorbed record and the row of the survivor that says the same: what is
# to be done with their own columns. Rows that hang on the first are moved to the second afterwards.
Fold = Callable[[Writer, Any, Any], None]


@dataclass
class MergeRules:
    """Exceptions, by "app.Model.field", by name of a constraint, and by "app.Model"."""

    # Pointers that stay with the absorbed record: they tell what was decided and done about it.
    stay: set[str] = field(default_factory=set)
    # A moved row that would break the constraint gives way by these columns instead.
    give_way: dict[str, Callable[[], dict[str, Any]]] = field(default_factory=dict)
    # What becomes of an absorbed row whose twin says the same.
    fold: dict[str, Fold] = field(default_factory=dict)


def _retire(writer: Writer, row: Any, twin: Any) -> None:
    writer.set(type(row), [row.pk], {"retired_at": clock.now()})


rules = MergeRules(
    stay={
        "people.MergeDecision.first",
        "people.MergeDecision.second",
        "people.MergeRecord.survivor",
        "people.MergeRecord.absorbed",
    },
    give_way={"one_preferred_name_form_per_language": lambda: {"preferred": False}},
    fold={"people.NameForm": _retire},
)
