"""What one story says, in the answer about it: the same facts as on its page."""

from typing import Any

from rest_framework import serializers

from cases.linking.selectors import subjects_of_story
from cases.stories.models import Story
from cases.stories.pages import Share, story_page
from cases.stories.reading import (
    Headline,
    Missing,
    MissingOutlets,
    Quoted,
    headlines,
    missing_outlets,
    sentences,
)


class HeadlineJson(serializers.Serializer[Headline]):
    """The headline of one article, for its language."""

    language = serializers.CharField()
    title = serializers.CharField(source="article.title")
    article = serializers.UUIDField(source="article.public_id")


class SentenceJson(serializers.Serializer[Quoted]):
    """A sentence that stands word for word in the article; at most 300 characters."""

    sentence = serializers.CharField()
    language = serializers.CharField()
    article = serializers.UUIDField(source="article.public_id")


class ShareJson(serializers.Serializer[Share]):
    """One part of a distribution; the value is empty where it is not known."""

    value = serializers.CharField()
    number = serializers.IntegerField(source="outlets")
    percent = serializers.IntegerField()


class MissingJson(serializers.Serializer[Missing]):
    """An outlet without a known article here, and in how many of the past stories it had one."""

    outlet = serializers.UUIDField(source="outlet.public_id")
    outlet_name = serializers.CharField(source="outlet.name")
    covered = serializers.IntegerField()


class MissingOutletsJson(serializers.Serializer[MissingOutlets]):
    """Outlets that usually cover these people or letters: in half of the past stories or more."""

    past = serializers.IntegerField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    outlets = MissingJson(many=True)


class StoryReadingJson(serializers.Serializer[Any]):
    """What the story's public articles say, and who reports it."""

    headlines = HeadlineJson(many=True)
    sentences = SentenceJson(many=True)
    reprints = serializers.IntegerField()
    outlets_by_ownership = ShareJson(many=True)
    outlets_by_country = ShareJson(many=True)
    articles_by_language = ShareJson(many=True)
    not_covered_by = MissingOutletsJson(allow_null=True)


def story_reading(story: Story, user: Any) -> dict[str, Any]:
    """What `StoryReadingJson` shows, in a bounded number of queries."""
    page = story_page(story, user)
    return {
        "headlines": headlines(page.articles),
        "sentences": sentences(page.articles, story.language[:2]),
        "reprints": sum(article.derived_from_id is not None for article in page.articles),
        "outlets_by_ownership": page.by_ownership(),
        "outlets_by_country": page.by_country(),
        "articles_by_language": page.by_language(),
        "not_covered_by": missing_outlets(story, user, about=subjects_of_story(story, user)),
    }
