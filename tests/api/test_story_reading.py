"""One story by the API: what its public articles say, and nothing of hidden ones."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from cases.articles.models import Article, ArticleText
from cases.publishing.services import withdraw
from cases.stories.services import merge_stories
from people.models import Account
from tests.factories import make_article, make_outlet, make_story
from tracker.lib import clock

pytestmark = pytest.mark.django_db
SENTENCE = "A court in Perm sentenced the history teacher Igor Savitsky to four years in a colony."
OTHER = "His lecture on Soviet camps was called a crime by the prosecutor of the Perm region."


def with_text(text: str, **columns: Any) -> Article:
    article = make_article(**columns)
    ArticleText.objects.create(
        article=article,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        extractor="test",
        extracted_at=clock.now(),
    )
    return article


def reading(story: Any) -> Any:
    answer = Client().get(f"/api/v1/stories/{story.public_id}/")
    assert answer.status_code == 200
    return answer.json()["reading"]


def test_one_story_says_headlines_sentences_and_shares() -> None:
    article = with_text(SENTENCE, title="Four years", outlet=make_outlet(ownership="ngo"))
    copy = make_article("Again", derived_from=article)
    found = reading(make_story(articles=(article, copy)))
    assert found["headlines"] == [
        {"language": "en", "title": "Four years", "article": str(article.public_id)}
    ]
    assert [one["sentence"] for one in found["sentences"]] == [SENTENCE]
    assert found["reprints"] == 1
    assert {one["value"] for one in found["outlets_by_ownership"]} >= {"ngo"}
    assert found["not_covered_by"] is None


def test_a_withdrawn_articles_sentence_is_in_no_answer() -> None:
    kept, gone = with_text(SENTENCE, title="Kept"), with_text(OTHER, title="Gone")
    story = make_story(articles=(kept, gone))
    assert OTHER in str(reading(story))
    gone.state = "withdrawn"
    gone.save()
    assert OTHER not in str(reading(story)) and "Gone" not in str(reading(story))


def test_a_list_of_stories_costs_no_reading() -> None:
    make_story(articles=(with_text(SENTENCE),))
    [row] = Client().get("/api/v1/stories/").json()["results"]
    assert "reading" not in row


def test_a_merged_story_does_not_keep_the_headline_of_an_article_withdrawn_since(
    publisher: Account,
) -> None:
    gone = make_article("Headline taken back")
    story = make_story("Headline taken back", articles=(gone,), slug="an-address")
    merge_stories(story, into=make_story(articles=(make_article(),)), by=publisher, reason="one")
    withdraw(gone, by=publisher, reason="the outlet took it back")
    for address in (f"/api/v1/stories/{story.public_id}/", "/api/v1/stories/"):
        answer = Client().get(address)
        assert answer.status_code == 200 and story.slug in answer.content.decode()
        assert "Headline taken back" not in answer.content.decode()
