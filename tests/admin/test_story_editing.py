"""The page on which a researcher names, locks, moves, splits and merges, each with a reason."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.articles.models import Article
from cases.changes.models import Change
from cases.stories import editing
from cases.stories.models import KeptApart, Story, StoryEdit
from cases.stories.services import refresh_story
from tests.admin.forms import save_form
from tests.factories import make_article, make_story
from tracker.lib.errors import Refused

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


def test_what_the_form_says_is_kept_as_an_edit_and_can_be_taken_back(
    researcher_client: Client,
) -> None:
    story = make_story(articles=(make_article("Machine"),))
    form = reverse("admin:cases_story_change", args=[story.pk])
    answer = save_form(
        researcher_client, form, title_en="The letter", locked="on", change_reason="it is complete"
    )
    assert answer.status_code == 302
    story.refresh_from_db()
    assert (story.title_en, story.locked, story.named_by_person) == ("The letter", True, True)
    kept = {edit.kind: (edit.reason, str(edit.done_by)) for edit in story.edits.all()}
    assert kept == {kind: ("it is complete", "rosa") for kind in ("name", "lock")}
    told = Change.objects.filter(record_type="story", record_id=story.pk)
    assert sorted((change.fields, change.public) for change in told) == [
        (["locked"], False),
        (["named_by_person", "title_en"], True),
    ]
    act(researcher_client, story, "undo", edit=story.edits.get(kind="name").pk)
    story.refresh_from_db()
    assert (story.title_en, story.named_by_person, story.locked) == ("Machine", False, True)


def test_a_summary_that_a_person_wrote_is_not_written_over(researcher_client: Client) -> None:
    story = make_story(articles=(make_article("Machine", summary="Its own words."),))
    form = reverse("admin:cases_story_change", args=[story.pk])
    save_form(researcher_client, form, summary_en="What happened.", change_reason="clearer")
    story.refresh_from_db()
    refresh_story(story)
    story.refresh_from_db()
    assert story.summary_en == "What happened."


def test_the_form_takes_the_lock_on_stories_before_the_story(researcher_client: Client) -> None:
    story = make_story(articles=(make_article("Machine"),))
    form = reverse("admin:cases_story_change", args=[story.pk])
    with CaptureQueriesContext(connection) as caught:
        save_form(researcher_client, form, title_en="The letter", change_reason="clearer")
    asked = [query["sql"] for query in caught.captured_queries]
    row = next(n for n, sql in enumerate(asked) if "cases_story" in sql and "FOR " in sql)
    assert any("pg_advisory_xact_lock" in sql for sql in asked[:row])


def test_of_articles_moved_together_all_go_or_none(
    researcher_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = make_article("One"), make_article("Two"), make_article("Three")
    story, other = make_story(articles=(one, two, three)), make_story(articles=(make_article(),))
    act(researcher_client, story, "move", article=[one.pk, two.pk], other=other.pk)
    assert home(one) == home(two) == other and home(three) == story
    edit = StoryEdit.objects.get()
    assert edit.before == {"articles": [one.pk, two.pk]}
    act(researcher_client, story, "undo", edit=edit.pk)
    assert home(one) == home(two) == story

    def fail(*_args: object, **_kwargs: object) -> None:
        raise Refused("Not now.")

    monkeypatch.setattr(editing, "_after_loss", fail)
    page = act(researcher_client, story, "move", article=[one.pk, two.pk], other=other.pk)
    assert "Not now." in page
    assert home(one) == home(two) == story and StoryEdit.objects.count() == 1
