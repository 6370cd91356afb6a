"""Outlets, articles (metadata only: no body, no image) and stories."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django_filters import rest_framework as filters
from rest_framework import serializers

from cases.api.story_reading import StoryReadingJson, story_reading
from cases.articles.models import Article
from cases.feeds.models import Outlet, Ownership
from cases.stories.models import Story
from tracker.lib.api.viewsets import PublishedReadOnlyViewSet


class OutletJson(serializers.Serializer[Outlet]):
    """Who publishes: country, languages and who stands behind."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    name = serializers.CharField()
    site = serializers.CharField(source="site_url")
    country = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    ownership = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField())
    updated_at = serializers.DateTimeField()


class OutletFilters(filters.FilterSet):
    """Filters of outlets."""

    ownership = filters.ChoiceFilter(choices=Ownership.choices)
    country = filters.CharFilter()


class OutletViewSet(PublishedReadOnlyViewSet):
    """Outlets that are watched or cited."""

    model = Outlet
    serializer_class = OutletJson
    filterset_class = OutletFilters


class ArticleJson(serializers.Serializer[Article]):
    """An article's metadata. The text stays with its outlet."""

    id = serializers.UUIDField(source="public_id")
    outlet = serializers.UUIDField(source="outlet.public_id")
    outlet_name = serializers.CharField(source="outlet.name")
    url = serializers.CharField()
    title = serializers.CharField()
    author = serializers.CharField()
    language = serializers.CharField()
    published_at = serializers.DateTimeField(source="published_on_site_at", allow_null=True)
    first_seen_at = serializers.DateTimeField()
    story = serializers.UUIDField(source="visible_story", allow_null=True)


class ArticleFilters(filters.FilterSet):
    """Filters of articles."""

    outlet = filters.UUIDFilter(field_name="outlet__public_id")
    story = filters.UUIDFilter(field_name="membership__story__public_id")
    language = filters.CharFilter()
    seen_since = filters.IsoDateTimeFilter(field_name="first_seen_at", lookup_expr="gte")


class ArticleViewSet(PublishedReadOnlyViewSet):
    """Articles: title, outlet, address, dates."""

    model = Article
    serializer_class = ArticleJson
    filterset_class = ArticleFilters

    def get_queryset(self) -> "QuerySet[Article]":
        return (
            Article.objects.visible_to(self.request.user)
            .select_related("outlet", "membership__story")
            .defer("summary", "outlet__note")
        )

    def context_of(self, records: Any) -> dict[str, Any]:
        for article in records:
            membership = getattr(article, "membership", None)
            story = membership.story if membership is not None else None
            article.visible_story = story.public_id if story and story.is_public else None
        return {}


class StoryJson(serializers.Serializer[Story]):
    """A story: articles of many outlets about one event."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    first_at = serializers.DateTimeField(allow_null=True)
    last_at = serializers.DateTimeField(allow_null=True)
    articles = serializers.IntegerField(source="articles_count")
    merged_into = serializers.UUIDField(source="survivor", allow_null=True)
    updated_at = serializers.DateTimeField()

    def to_representation(self, instance: Story) -> dict[str, Any]:
        """Of a merged story only where it leads: its title is of articles that it follows no more."""
        found: dict[str, Any] = super().to_representation(instance)
        if instance.merged_into_id is not None and not instance.named_by_person:
            found["title"] = ""
        return found


class StoryDetailJson(StoryJson):
    """A story with what its articles say."""

    reading = StoryReadingJson()


class StoryFilters(filters.FilterSet):
    """Filters of stories."""

    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class StoryViewSet(PublishedReadOnlyViewSet):
    """Stories with their lasting identity."""

    model = Story
    serializer_class = StoryJson
    filterset_class = StoryFilters

    def get_serializer_class(self) -> type[StoryJson]:
        """More of one story than of each in a list."""
        return StoryDetailJson if self.action == "retrieve" else StoryJson

    def context_of(self, records: Iterable[Any]) -> dict[str, Any]:
        """What the articles of the one story say."""
        if self.action == "retrieve":
            for story in records:
                story.reading = story_reading(story, self.request.user)
        return {}

    def get_queryset(self) -> "QuerySet[Story]":
        user = self.request.user
        survivor = Story.objects.visible_to(user).filter(pk=OuterRef("merged_into"))
        return Story.objects.visible_to(user).annotate(
            survivor=Subquery(survivor.values("public_id"))
        )
