"""Accepted links between articles and records."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import mixins, serializers, viewsets

from cases.linking.models import LINKED_RECORDS, LinkCandidate, LinkStatus


class LinkJson(serializers.Serializer[LinkCandidate]):
    """An article speaks of a person or another record; with the confidence and the reasons."""

    article = serializers.UUIDField(source="article.public_id")
    url = serializers.CharField(source="article.url")
    person = serializers.UUIDField(source="person.public_id", allow_null=True, default=None)
    letter = serializers.UUIDField(source="letter.public_id", allow_null=True, default=None)
    provision = serializers.UUIDField(source="provision.public_id", allow_null=True, default=None)
    law = serializers.UUIDField(source="law.public_id", allow_null=True, default=None)
    institution = serializers.UUIDField(
        source="institution.public_id", allow_null=True, default=None
    )
    confidence = serializers.FloatField(source="score")
    automatic = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField(), source="reason_texts")
    decided_at = serializers.DateTimeField(source="updated_at")


class LinkFilters(filters.FilterSet):
    """Filters of links."""

    person = filters.UUIDFilter(field_name="person__public_id")
    article = filters.UUIDFilter(field_name="article__public_id")
    letter = filters.UUIDFilter(field_name="letter__public_id")
    provision = filters.UUIDFilter(field_name="provision__public_id")
    law = filters.UUIDFilter(field_name="law__public_id")
    institution = filters.UUIDFilter(field_name="institution__public_id")
    automatic = filters.BooleanFilter()


class LinkViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Accepted links. What waits in the review queue is not public."""

    serializer_class = LinkJson
    filterset_class = LinkFilters

    def get_queryset(self) -> "QuerySet[LinkCandidate]":
        return (
            LinkCandidate.objects.visible_to(self.request.user)
            .filter(status=LinkStatus.ACCEPTED)
            .select_related("article", *LINKED_RECORDS)
        )

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        for link in page or ():
            link.reason_texts = [str(reason.get("text", "")) for reason in link.reasons]
        return page
