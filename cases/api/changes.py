"""The change stream: what a partner replays to keep a copy, withdrawals included."""

import base64
import binascii
import re
from typing import Any

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from cases.changes.models import Change, ChangeKind
from cases.changes.selectors import public_changes
from cases.changes.services import settle_changes
from cases.changes.visible import visible_records

_CURSOR = re.compile(r"p(\d{1,18})")


class ChangeJson(serializers.Serializer[Change]):
    """One altered public fact. `withdrawn` asks you to remove your copy."""

    kind = serializers.ChoiceField(choices=ChangeKind.choices)
    record_type = serializers.CharField()
    record = serializers.UUIDField(source="record_public_id", allow_null=True)
    title = serializers.CharField(source="public_title")
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    reason = serializers.CharField(source="public_reason")
    occurred_at = serializers.DateTimeField()


class ChangeFilters(filters.FilterSet):
    """Filters of changes."""

    kind = filters.ChoiceFilter(choices=ChangeKind.choices)
    record = filters.UUIDFilter(field_name="record_public_id")
    record_type = filters.CharFilter()


class StreamPages(BasePagination):
    """Pages in commit order. `next` is always given: keep it, and ask it again later for what is new."""

    page_size = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The changes after the cursor."""
        self.request = request
        self.position = self._position(request.query_params.get("cursor", ""))
        if self.position:
            queryset = queryset.filter(position__gt=self.position)
        page = list(queryset[: self.page_size])
        if page:
            self.position = page[-1].position
        self.more = len(page) == self.page_size
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """The page, the address to go on from, and whether more is there already."""
        link = None
        if self.position:
            raw = f"p{self.position}".encode()
            query = self.request.query_params.copy()
            query["cursor"] = base64.urlsafe_b64encode(raw).decode().rstrip("=")
            link = self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")
        response = Response({"next": link, "more": self.more, "results": data})
        if link:
            response["Link"] = f'<{link}>; rel="next"'
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of a page, for OpenAPI."""
        return {
            "type": "object",
            "required": ["next", "more", "results"],
            "properties": {
                "next": {"type": "string", "format": "uri", "nullable": True},
                "more": {"type": "boolean"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The cursor parameter, for OpenAPI."""
        return [
            {
                "name": "cursor",
                "required": False,
                "in": "query",
                "description": "Where the last page ended (from `next`).",
                "schema": {"type": "string"},
            }
        ]

    @staticmethod
    def _position(cursor: str) -> int:
        if not cursor:
            return 0
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            match = _CURSOR.fullmatch(base64.urlsafe_b64decode(padded).decode("ascii"))
        except (ValueError, binascii.Error):
            match = None
        if match is None:
            raise ValidationError({"cursor": "This cursor is not ours: start again without one."})
        return int(match[1])


class ChangeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Every public change in commit order, kept for ever. Nothing is stepped over."""

    # Read by the OpenAPI generator alone, which must not settle anything.
    queryset = Change.objects.none()
    serializer_class = ChangeJson
    filterset_class = ChangeFilters
    pagination_class = StreamPages

    def get_queryset(self) -> Any:
        settle_changes()  # a copy need not wait for the next sweep
        return public_changes()

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        visible = visible_records(page or (), self.request.user)
        for change in page or ():
            # Of what is hidden by now the stream tells that something changed, but no longer what.
            seen = (change.record_type, change.record_id) in visible
            change.public_title = change.title if seen else ""
            withdrawn = change.kind == ChangeKind.WITHDRAWN
            change.public_reason = change.reason if withdrawn else ""
        return page
