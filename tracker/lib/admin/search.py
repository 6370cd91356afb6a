"""Text search in tables without an index for it: bounded to the newest rows of what is filtered."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

# A title search reads at most so many rows, whatever the table holds: about 0.1 s.
SEARCHED_ROWS = 50_000
_LONGEST_SEARCH = 200
_MOST_WORDS = 8


def words_of(term: str) -> list[str]:
    """The words of a search, bounded in number and length."""
    return term[:_LONGEST_SEARCH].replace("\x00", "").split()[:_MOST_WORDS]


def containing_all(fields: tuple[str, ...], term: str) -> Q:
    """Rows in which each word of the term stands in one of the fields, ignoring case."""
    words = words_of(term)
    if words and not fields:
        return Q(pk__in=[])
    condition = Q()
    for word in words:
        condition &= reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
    return condition


def search_newest(
    queryset: QuerySet[Any], fields: tuple[str, ...], term: str, *, newest_first: tuple[str, ...]
) -> QuerySet[Any]:
    """Rows among the SEARCHED_ROWS newest of `queryset` that hold every word of the term. One query more.

    `newest_first` must begin with an indexed column that is always filled, so that the window is read
    from the index. Narrowing the queryset first (by outlet, by date) moves the window over older rows.
    """
    first = newest_first[0]
    field = first.removeprefix("-")
    ordered = queryset.select_related(None).order_by(first).values_list(field, flat=True)
    # A bound, not the ids of the window: given those, the planner reads every title of the table first.
    for edge in ordered[SEARCHED_ROWS : SEARCHED_ROWS + 1]:
        side = "gte" if first.startswith("-") else "lte"
        queryset = queryset.filter(**{f"{field}__{side}": edge})
    return queryset.filter(containing_all(fields, term))
