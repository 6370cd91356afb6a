"""Laws and provisions."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from cases.api.sources import SourcedSerializer, sources_context
from cases.laws.models import Code, Law, Provision, ProvisionEdition
from tracker.lib.api.fields import BilingualJson, PartialDateJson
from tracker.lib.api.viewsets import PublishedReadOnlyViewSet


class LawJson(SourcedSerializer):
    """A law: known by its number and date together."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    number = serializers.CharField()
    signed = PartialDateJson()
    in_force = PartialDateJson()
    title = BilingualJson("title")
    summary = BilingualJson("summary")
    kind = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField())
    updated_at = serializers.DateTimeField()


class LawFilters(filters.FilterSet):
    """Filters of laws."""

    number = filters.CharFilter()
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class LawViewSet(PublishedReadOnlyViewSet):
    """Laws on record."""

    model = Law
    serializer_class = LawJson
    filterset_class = LawFilters

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        return sources_context(records, self.request.user)


class EditionJson(SourcedSerializer):
    """The sanction between two dates, in months of imprisonment."""

    in_force_from = PartialDateJson()
    in_force_to = PartialDateJson()
    summary = BilingualJson("summary")
    prison_months_min = serializers.IntegerField(allow_null=True)
    prison_months_max = serializers.IntegerField(allow_null=True)
    life = serializers.BooleanField()
    other_sanction = BilingualJson("other_sanction")


class ProvisionJson(SourcedSerializer):
    """An article, part or point of a code."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    code = serializers.CharField()
    article = serializers.CharField()
    part = serializers.CharField()
    point = serializers.CharField()
    reference = serializers.CharField()
    title = BilingualJson("title")
    theme = serializers.CharField()
    part_of = serializers.UUIDField(source="visible_parent", allow_null=True)
    introduced_by = serializers.UUIDField(source="visible_law", allow_null=True)
    administrative_twin = serializers.UUIDField(source="visible_twin", allow_null=True)
    editions = EditionJson(many=True, source="visible_editions")
    updated_at = serializers.DateTimeField()


class ProvisionFilters(filters.FilterSet):
    """Filters of provisions."""

    code = filters.ChoiceFilter(choices=Code.choices)
    article = filters.CharFilter()
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class ProvisionViewSet(PublishedReadOnlyViewSet):
    """Provisions of the codes."""

    model = Provision
    serializer_class = ProvisionJson
    filterset_class = ProvisionFilters

    def get_queryset(self) -> "QuerySet[Provision]":
        user = self.request.user
        return (
            Provision.objects.visible_to(user)
            .select_related("parent", "introduced_by", "administrative_twin")
            .prefetch_related(
                Prefetch(
                    "editions",
                    ProvisionEdition.objects.visible_to(user),
                    to_attr="visible_editions",
                )
            )
        )

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        provisions: list[Any] = list(records)
        for provision in provisions:
            provision.visible_parent = _id_if_public(provision.parent)
            provision.visible_law = _id_if_public(provision.introduced_by)
            provision.visible_twin = _id_if_public(provision.administrative_twin)
        editions = [edition for p in provisions for edition in p.visible_editions]
        return sources_context([*provisions, *editions], self.request.user)


def _id_if_public(record: Any) -> Any:
    return record.public_id if record is not None and record.is_public else None
