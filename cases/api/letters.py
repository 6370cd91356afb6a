"""Open letters: texts, addressees, demands, signatures and claims with a wording per source."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from cases.api.sources import SourcedSerializer, sources_context
from cases.evidence.models import Claim, ClaimWording
from cases.letters.models import Addressee, Demand, LetterText, OpenLetter, Signature
from tracker.lib.api.fields import BilingualJson, PartialDateJson
from tracker.lib.api.viewsets import PublishedReadOnlyViewSet


class LetterTextJson(SourcedSerializer):
    """Title or text in a language as published somewhere."""

    language = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    published_by = serializers.CharField()


class AddresseeJson(SourcedSerializer):
    """Whom the letter addresses."""

    name = BilingualJson("name")


class DemandJson(SourcedSerializer):
    """What the letter asks for."""

    key = serializers.CharField()
    text = BilingualJson("text")
    note = BilingualJson("note")


class SignatureJson(SourcedSerializer):
    """A name under the letter; `person` is null where no public record is confirmed or linked."""

    person = serializers.UUIDField(source="visible_person", allow_null=True)
    name = BilingualJson("name")
    role = serializers.CharField()
    identity = serializers.CharField()


class WordingJson(SourcedSerializer):
    """Who words the claim how."""

    said_by = serializers.CharField()
    wording = BilingualJson("wording")
    value = serializers.IntegerField(allow_null=True)


class ClaimJson(serializers.Serializer[Claim]):
    """Something the letter or reports say. A claim, not a checked fact."""

    key = serializers.CharField()
    subject = BilingualJson("subject")
    note = BilingualJson("note")
    wordings = WordingJson(many=True, source="visible_wordings")


class LetterJson(SourcedSerializer):
    """An open letter."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    title = BilingualJson("title")
    date = PartialDateJson(source="dated")
    first_published_by = serializers.CharField()
    summary = BilingualJson("summary")
    background = BilingualJson("context")
    signatories_stated = serializers.IntegerField(allow_null=True)
    texts = LetterTextJson(many=True, source="visible_texts")
    addressees = AddresseeJson(many=True, source="visible_addressees")
    demands = DemandJson(many=True, source="visible_demands")
    signatures = SignatureJson(many=True, source="visible_signatures")
    claims = ClaimJson(many=True, source="visible_claims")
    updated_at = serializers.DateTimeField()


class LetterFilters(filters.FilterSet):
    """Filters of letters."""

    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


_PARTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("texts", LetterText),
    ("addressees", Addressee),
    ("demands", Demand),
)


class LetterViewSet(PublishedReadOnlyViewSet):
    """Open letters and appeals."""

    model = OpenLetter
    serializer_class = LetterJson
    filterset_class = LetterFilters

    def get_queryset(self) -> "QuerySet[OpenLetter]":
        user = self.request.user
        return OpenLetter.objects.visible_to(user).prefetch_related(
            *(
                Prefetch(
                    name,
                    model._default_manager.all().visible_to(user),  # type: ignore[attr-defined]
                    to_attr=f"visible_{name}",
                )
                for name, model in _PARTS
            ),
            Prefetch(
                "signatures",
                Signature.objects.visible_to(user).select_related("person"),
                to_attr="visible_signatures",
            ),
        )

    def context_of(self, records: Iterable[models.Model]) -> dict[str, Any]:
        letters: list[Any] = list(records)
        user = self.request.user
        by_letter: dict[int, list[Claim]] = {letter.pk: [] for letter in letters}
        letter_type = ContentType.objects.get_for_model(OpenLetter)
        claims = (
            Claim.objects.visible_to(user)
            .filter(content_type=letter_type, object_id__in=by_letter)
            .prefetch_related(
                Prefetch(
                    "wordings", ClaimWording.objects.visible_to(user), to_attr="visible_wordings"
                )
            )
        )
        for claim in claims:
            by_letter[claim.object_id].append(claim)
        parts: list[Any] = []
        for letter in letters:
            letter.visible_claims = by_letter[letter.pk]
            for claim in letter.visible_claims:
                parts.extend(claim.visible_wordings)
            for signature in letter.visible_signatures:
                person = signature.person
                signature.visible_person = (
                    person.public_id if person is not None and person.is_public else None
                )
            parts += [*letter.visible_signatures, *letter.visible_texts]
            parts += [*letter.visible_addressees, *letter.visible_demands]
        return sources_context([*letters, *parts], user)
