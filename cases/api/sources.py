"""The sources of every value, in every answer, for one query a page."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.evidence.models import Assertion, Citation
from cases.evidence.selectors import assertions_of, citations_of, record_key


class SourceJson(serializers.Serializer[Citation]):
    """A source and the field it bears; an empty field is the record as a whole."""

    field = serializers.CharField()
    url = serializers.CharField(source="source.url")
    title = serializers.CharField(source="source.title")
    publisher = serializers.CharField(source="source.publisher")
    quote = serializers.CharField()
    confidence = serializers.CharField()
    note = serializers.CharField()


class DisagreeingValueJson(serializers.Serializer[Assertion]):
    """A value that another source gives for a field."""

    field = serializers.CharField()
    value = serializers.CharField(source="value_text")
    url = serializers.CharField(source="source.url")
    source_title = serializers.CharField(source="source.title")
    note = serializers.CharField()


class SourcedSerializer(serializers.Serializer[Any]):
    """Adds `sources` and `disagreeing_values` from what the view looked up for the whole page."""

    sources = serializers.SerializerMethodField()
    disagreeing_values = serializers.SerializerMethodField()

    @extend_schema_field(SourceJson(many=True))
    def get_sources(self, record: models.Model) -> Any:
        """Standing citations of the record."""
        rows = self.context.get("citations", {}).get(record_key(record), [])
        return SourceJson(rows, many=True).data

    @extend_schema_field(DisagreeingValueJson(many=True))
    def get_disagreeing_values(self, record: models.Model) -> Any:
        """Values of other sources, kept beside the accepted one."""
        rows = self.context.get("assertions", {}).get(record_key(record), [])
        return DisagreeingValueJson(rows, many=True).data


def sources_context(records: Iterable[models.Model], user: Any) -> dict[str, Any]:
    """The context that SourcedSerializer reads, in two queries for all the records."""
    everything = list(records)
    return {
        "citations": citations_of(everything),
        "assertions": assertions_of(everything, user),
    }
