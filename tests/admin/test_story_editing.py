"""The page on which a researcher names, locks, moves, splits and merges, each with a reason."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.articles.models import Article
from cases.stories.models import KeptApart, Story, StoryEdit
from tests.factories import make_article, make_story

pytestmark = pytest.mark.django_db


def address(story: Story) -> str:
    return reverse("admin:cases_story_edit", args=[story.pk])


def act(client: Client, story: Story, what: str, **words: object) -> str:
    answer = client.post(address(story), {"act": what, "reason": "a reason", **words}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def home(article: Article) -> Story:
    return Story.objects.get(memberships__article=article)


def test_the_page_shows_articles_and_what_can_be_done(researcher_client: Client) -> None:
    story = make_story(articles=(make_article("A court decided"),))
    page = researcher_client.get(address(story)).content.decode()
    assert "A court decided" in page and "Make a story of the chosen ones" in page
    change = researcher_client.get(reverse("admin:cases_story_change", args=[story.pk]))
    assert address(story) in change.content.decode()


def test_split_move_merge_and_take_back(researcher_client: Client) -> None:
    one, two, three = make_article("One"), make_article("Two"), make_article("Three")
    story, other = make_story(articles=(one, two)), make_story(articles=(three,))
    act(researcher_client, story, "split", article=[two.pk])
    fresh = home(two)
    assert fresh != story and KeptApart.objects.count() == 1
    act(researcher_client, fresh, "merge", other=f"/stories/{other.slug}/")
    assert home(two) == other
    merge = StoryEdit.objects.get(kind="merge")
    page = act(researcher_client, fresh, "undo", edit=merge.pk)
    assert home(two) == fresh and "taken back" in page
    act(researcher_client, fresh, "move", article=[two.pk], other=story.pk)
    assert home(two) == story


def test_name_and_lock(researcher_client: Client) -> None:
    story = make_story(articles=(make_article("Machine"),))
    act(researcher_client, story, "name", title_en="The letter")
    act(researcher_client, story, "lock")
    story.refresh_from_db()
    assert (story.title_en, story.locked, story.named_by_person) == ("The letter", True, True)


def test_without_a_reason_or_another_story_nothing_is_done(researcher_client: Client) -> None:
    story = make_story(articles=(make_article(),))
    assert "Say why" in act(researcher_client, story, "lock", reason=" ")
    assert "Give the number or the address" in act(researcher_client, story, "merge", other="x")
    assert "Choose what is to be done" in act(researcher_client, story, "burn")
    assert not StoryEdit.objects.exists()


def test_a_stranger_is_not_let_in(client: Client) -> None:
    story = make_story(articles=(make_article(),))
    assert client.post(address(story), {"act": "lock", "reason": "x"}).status_code == 302
    story.refresh_from_db()
    assert not story.locked
