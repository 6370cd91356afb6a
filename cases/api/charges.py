"""Charges with their dated updates. A charge is an accusation; only `convicted` is a verdict."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from cases.api.sources import SourcedSerializer, sources_context
from cases.charges.models import Charge, ChargeUpdate
from tracker.lib.api.fields import PartialDateJson
from tracker.lib.api.viewsets import PublishedReadOnlyViewSet


class ChargeUpdateJson(SourcedSerializer):
    """What became of the charge on a date."""

    outcome = serializers.CharField()
    on = PartialDateJson()


class ChargeJson(SourcedSerializer):
    """One provision one person is charged under in one case."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="party.person.public_id")
    case = serializers.UUIDField(source="party.case.public_id")
    provision = serializers.UUIDField(source="provision.public_id")
    reference = serializers.CharField(source="provision.reference")
    stage = serializers.CharField()
    act_on = PartialDateJson()
    updates = ChargeUpdateJson(many=True, source="visible_updates")
    updated_at = serializers.DateTimeField()


class ChargeFilters(filters.FilterSet):
    """Filters of charges."""

    person = filters.UUIDFilter(field_name="party__person__public_id")
    case = filters.UUIDFilter(field_name="party__case__public_id")
    provision = filters.UUIDFilter(field_name="provision__public_id")
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class ChargeViewSet(PublishedReadOnlyViewSet):
    """Charges: one row per person, case, provision and stage."""

    model = Charge
    serializer_class = ChargeJson
    filterset_class = ChargeFilters

    def get_queryset(self) -> "QuerySet[Charge]":
        user = self.request.user
        return (
            Charge.objects.visible_to(user)
            .select_related("party__person", "party__case", "provision")
            .prefetch_related(
                Prefetch(
                    "updates",
                    ChargeUpdate.objects.visible_to(user).order_by("position", "id"),
                    to_attr="visible_updates",
                )
            )
        )

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        charges: list[Any] = list(records)
        updates = [update for charge in charges for update in charge.visible_updates]
        return sources_context([*charges, *updates], self.request.user)
