"""Filters are declared per resource; a parameter that nobody declared is refused with a hint.

A misspelt filter that is silently ignored returns everything, and the caller believes it.
"""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

_ALWAYS = frozenset({"cursor", "page_size", "format"})


class DeclaredFilters(DjangoFilterBackend):
    """django-filter, refusing unknown parameters."""

    def filter_queryset(self, request: Request, queryset: "QuerySet[Any]", view: Any) -> Any:
        filterset_class = self.get_filterset_class(view, queryset)
        declared = set(filterset_class.base_filters) if filterset_class else set()
        unknown = set(request.query_params) - declared - _ALWAYS
        if unknown and getattr(view, "action", "list") == "list":
            known = ", ".join(sorted(declared | {"cursor", "page_size"}))
            raise ValidationError(
                {name: f"There is no such filter. Known: {known}." for name in sorted(unknown)}
            )
        return super().filter_queryset(request, queryset, view)
