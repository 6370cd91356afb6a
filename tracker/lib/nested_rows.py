"""Children of a row fetched inside the row's own query, as JSON, and made rows of their model again.

A page has a budget of queries, and a person has a dozen kinds of children; small ones travel
with their parent. What comes back is a read-only copy: never save it.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

from tracker.lib.partial_dates import PartialDate, PartialDateField

M = TypeVar("M", bound=Model)


def nested(children: "QuerySet[Any]", columns: Sequence[str]) -> ArraySubquery:
    """The columns of the children as an array of JSON objects, for `annotate`.

    `children` must name its parent by OuterRef and carry its own order.
    """
    return ArraySubquery(children.values(row=JSONObject(**{name: name for name in columns})))


def rows_of(model: type[M], values: Sequence[dict[str, Any]]) -> list[M]:
    """Rows of the model from what `nested` fetched. Text, number and partial-date columns only."""
    dates = {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, PartialDateField)
    }
    rows = []
    for value in values:
        own = {
            name: PartialDate(content) if name in dates and content is not None else content
            for name, content in value.items()
            if "__" not in name
        }
        row = model(**own)
        for name, content in value.items():
            if "__" in name:
                setattr(row, name, content)
        rows.append(row)
    return rows
