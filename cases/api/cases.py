"""Cases with their parties and events."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from cases.api.sources import SourcedSerializer, sources_context
from cases.casefile.models import Case, CaseEvent, Party
from tracker.lib.api.fields import BilingualJson, PartialDateJson
from tracker.lib.api.viewsets import PublishedReadOnlyViewSet


class PartyJson(serializers.Serializer[Party]):
    """A person in the case."""

    person = serializers.UUIDField(source="person.public_id")
    name = serializers.CharField(source="person.name_en")
    role = serializers.CharField()


class CourtJson(serializers.Serializer[Any]):
    """A court, as named on record."""

    id = serializers.UUIDField(source="public_id")
    name = BilingualJson("name")


class CaseEventJson(SourcedSerializer):
    """Something that happened in the case; without a person it concerns every party."""

    kind = serializers.CharField()
    date = PartialDateJson(source="happened")
    date_note = serializers.CharField()
    person = serializers.UUIDField(source="party.person.public_id", allow_null=True, default=None)
    court = CourtJson(allow_null=True, source="visible_court")
    judge = serializers.CharField()
    text = BilingualJson("text")


class CaseJson(SourcedSerializer):
    """A case."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    title = BilingualJson("title")
    number = serializers.CharField()
    opened = PartialDateJson()
    summary = BilingualJson("summary")
    parties = PartyJson(many=True, source="visible_parties")
    events = CaseEventJson(many=True, source="visible_events")
    updated_at = serializers.DateTimeField()


class CaseFilters(filters.FilterSet):
    """Filters of cases."""

    person = filters.UUIDFilter(method="of_person")
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    def of_person(self, queryset: Any, name: str, value: Any) -> Any:
        """Cases the person is publicly a party of."""
        parties = Party.objects.visible_to(self.request.user).filter(person__public_id=value)
        return queryset.filter(pk__in=parties.values("case"))


class CaseViewSet(PublishedReadOnlyViewSet):
    """Cases: proceedings against one person or many."""

    model = Case
    serializer_class = CaseJson
    filterset_class = CaseFilters

    def get_queryset(self) -> "QuerySet[Case]":
        user = self.request.user
        return Case.objects.visible_to(user).prefetch_related(
            Prefetch(
                "parties",
                Party.objects.visible_to(user).select_related("person"),
                to_attr="visible_parties",
            ),
            Prefetch(
                "events",
                CaseEvent.objects.visible_to(user).select_related("court", "party__person"),
                to_attr="visible_events",
            ),
        )

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        cases: list[Any] = list(records)
        events = [event for case in cases for event in case.visible_events]
        for event in events:
            court = event.court
            event.visible_court = court if court is not None and court.is_public else None
        return sources_context([*cases, *events], self.request.user)
