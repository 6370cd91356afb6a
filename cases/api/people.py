"""People: names, dates, status, recognitions and signatures as three separate facts."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.sources import SourcedSerializer, sources_context
from cases.casefile.models import Recognition
from cases.letters.models import Signature
from people.models import CurrentStatus, NameForm, Person
from people.selectors.persons import SHOWN_NAME_KINDS
from tracker.lib.api.fields import BilingualJson, PartialDateJson
from tracker.lib.api.viewsets import PublishedReadOnlyViewSet


class NameFormJson(serializers.Serializer[NameForm]):
    """One way the person is named."""

    text = serializers.CharField()
    language = serializers.CharField()
    script = serializers.CharField()
    kind = serializers.CharField()
    preferred = serializers.BooleanField()


class RecognitionJson(SourcedSerializer):
    """What an organisation says of the person."""

    by = BilingualJson("by")
    status = serializers.CharField()
    since = PartialDateJson()
    note = BilingualJson("note")


class SignatureOfPersonJson(SourcedSerializer):
    """A letter the person signed or supports."""

    letter = serializers.UUIDField(source="letter.public_id")
    title = serializers.CharField(source="letter.title_en")
    role = serializers.CharField()
    identity = serializers.CharField()


class PersonJson(SourcedSerializer):
    """A person on record."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    name = BilingualJson("name")
    names = NameFormJson(many=True, source="visible_names")
    born = PartialDateJson()
    died = PartialDateJson()
    occupation = BilingualJson("occupation")
    summary = BilingualJson("summary")
    status = serializers.CharField()
    status_as_of = PartialDateJson(source="status_on")
    not_known = serializers.ListField(child=serializers.CharField(), source="unknown_facts")
    recognitions = RecognitionJson(many=True, source="visible_recognitions")
    signatures = SignatureOfPersonJson(many=True, source="visible_signatures")
    updated_at = serializers.DateTimeField()


class PersonFilters(filters.FilterSet):
    """Filters of people."""

    status = filters.ChoiceFilter(choices=CurrentStatus.choices)
    provision = filters.UUIDFilter(
        field_name="parties__charges__provision__public_id", method="charged_under"
    )
    letter = filters.UUIDFilter(method="signed")
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    def charged_under(self, queryset: Any, name: str, value: Any) -> Any:
        """People publicly charged under the provision."""
        from cases.charges.models import Charge

        charges = Charge.objects.visible_to(self.request.user).filter(provision__public_id=value)
        return queryset.filter(pk__in=charges.values("party__person"))

    def signed(self, queryset: Any, name: str, value: Any) -> Any:
        """People whose confirmed or probable signature stands under the letter."""
        signatures = Signature.objects.visible_to(self.request.user)
        return queryset.filter(pk__in=signatures.filter(letter__public_id=value).values("person"))


class PersonViewSet(PublishedReadOnlyViewSet):
    """People on record. Charged, convicted, recognised and signatory are separate facts."""

    model = Person
    serializer_class = PersonJson
    filterset_class = PersonFilters

    def get_queryset(self) -> "QuerySet[Person]":
        user = self.request.user
        return (
            Person.objects.visible_to(user)
            .not_merged()
            .prefetch_related(
                Prefetch(
                    "name_forms",
                    # The same as on the page: a former name may betray what a person left behind.
                    NameForm.objects.live().filter(kind__in=SHOWN_NAME_KINDS),
                    to_attr="visible_names",
                ),
                Prefetch(
                    "recognitions",
                    Recognition.objects.visible_to(user),
                    to_attr="visible_recognitions",
                ),
                Prefetch(
                    "signatures",
                    Signature.objects.visible_to(user).select_related("letter"),
                    to_attr="visible_signatures",
                ),
            )
        )

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One person; a merged record leads to the one it became."""
        merged = (
            Person.objects.filter(public_id=kwargs["public_id"], merged_into__isnull=False)
            .values_list("merged_into__public_id", flat=True)
            .first()
        )
        if merged and Person.objects.visible_to(request.user).filter(public_id=merged).exists():
            return HttpResponsePermanentRedirect(reverse("person-detail", args=[merged]))
        response: Response = super().retrieve(request, *args, **kwargs)
        return response

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        people: list[Any] = list(records)
        parts = [row for p in people for row in (*p.visible_recognitions, *p.visible_signatures)]
        return sources_context([*people, *parts], self.request.user)
