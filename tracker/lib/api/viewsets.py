"""The read-only viewset of published records. It starts at `visible_to(user)` and nowhere else."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.lib.api.errors import Gone
from tracker.lib.publishing import PublishingState


class PublishedReadOnlyViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    """List and detail of a model by public id. Subclasses name model, serializer and filters."""

    model: ClassVar[type[models.Model]]
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> Any:
        """What this caller may see. Subclasses add select_related and prefetches of visible rows."""
        return self.model._default_manager.all().visible_to(self.request.user)  # type: ignore[attr-defined]

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record; 410 when it was withdrawn."""
        try:
            record = self.get_object()
        except Http404:
            self._tell_if_withdrawn(kwargs[self.lookup_field])
            raise
        context = {**self.get_serializer_context(), **self.context_of([record])}
        return Response(self.get_serializer_class()(record, context=context).data)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A cursor page of records, oldest id first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None  # every route has a paginator
        context = {**self.get_serializer_context(), **self.context_of(page)}
        data = self.get_serializer_class()(page, many=True, context=context).data
        return self.get_paginated_response(data)

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        """What serializers need for all the records at once, so that no row costs a query."""
        return {}

    def _tell_if_withdrawn(self, public_id: Any) -> None:
        names = {field.name for field in self.model._meta.get_fields()}
        if "state" not in names:
            return
        rows = self.model._default_manager.filter(**{self.lookup_field: public_id})
        state = rows.values_list("state", "published_at").first()
        # A draft that never was public is simply not there.
        if state and state[0] == PublishingState.WITHDRAWN and state[1] is not None:
            raise Gone()
