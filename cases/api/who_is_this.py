"""“Who is this?”: a name in any language and spelling in, published people with reasons out."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.models import Person
from people.names import PartMatch
from people.selectors.by_name import LONGEST_NAME, OPEN_KINDS, PersonMatch, who_is_this
from people.selectors.persons import SHOWN_NAME_KINDS
from tracker.lib.api.fields import BilingualJson, PartialDateJson

MOST_CANDIDATES = 20


class Question(serializers.Serializer[Any]):
    """What is asked."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    language = serializers.CharField(max_length=12, required=False, default="")
    birth_year = serializers.IntegerField(min_value=1800, max_value=2100, required=False)


class NameReasonJson(serializers.Serializer[PartMatch]):
    """How one part of the name asked for met its counterpart on record."""

    part = serializers.CharField()
    asked = serializers.CharField(source="query")
    on_record = serializers.CharField(source="candidate")
    how = serializers.CharField()
    text = serializers.CharField(source="__str__")


class NameOfPerson(BilingualJson):
    """The display names of the person that was found."""

    def to_representation(self, value: Any) -> dict[str, str]:
        return super().to_representation(value.person)


class CandidateJson(serializers.Serializer[PersonMatch]):
    """A person who may be meant, with a score from 0 to 1 and what speaks for and against."""

    id = serializers.UUIDField(source="person.public_id")
    slug = serializers.CharField(source="person.slug")
    name = NameOfPerson("name")
    born = PartialDateJson(source="person.born")
    status = serializers.CharField(source="person.status")
    score = serializers.FloatField(source="match.score")
    matched_name = serializers.SerializerMethodField()
    reasons = NameReasonJson(many=True, source="match.parts")

    def get_matched_name(self, match: PersonMatch) -> str | None:
        """The form of the name that fits best; null when it is not one that is shown."""
        return match.form.text if match.form.kind in SHOWN_NAME_KINDS else None


class WhoIsThisJson(serializers.Serializer[Any]):
    """The people who may be meant, best first, at most 20; `more` when there are others."""

    candidates = CandidateJson(many=True, source="found")
    more = serializers.BooleanField()


class WhoIsThisView(APIView):
    """People whose name on record may be the one given."""

    @extend_schema(
        operation_id="people_who_is_this",
        description=(
            "People whose name on record may be the one given, in any alphabet, grammatical order or "
            "spelling, a surname alone or with initials, one letter off; best first, at most 20. A "
            "score says how well the names agree, not that it is the person."
        ),
        parameters=[
            OpenApiParameter("name", str, required=True, description="The name as you have it."),
            OpenApiParameter("language", str, description="Its language, if known: ru, en, uk…"),
            OpenApiParameter("birth_year", int, description="Raises who was born then."),
        ],
        responses=WhoIsThisJson,
    )
    def get(self, request: Request) -> Response:
        """The answer to one question."""
        known = {"name", "language", "birth_year"}
        unknown = set(request.query_params) - known - {"format"}
        if unknown:
            words = f"There is no such parameter. Known: {', '.join(sorted(known))}."
            raise ValidationError({name: words for name in sorted(unknown)})
        question = Question(data=request.query_params)
        question.is_valid(raise_exception=True)
        answer = who_is_this(
            question.validated_data["name"],
            language=question.validated_data["language"],
            birth_year=question.validated_data.get("birth_year"),
            limit=MOST_CANDIDATES,
            people=Person.objects.visible_to(request.user).not_merged(),
            kinds=OPEN_KINDS,
        )
        return Response(WhoIsThisJson(answer).data)
