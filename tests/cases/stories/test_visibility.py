"""A story repeats what its articles say, and forgets it when they are hidden."""

import threading
from typing import Any

import pytest

from cases.changes.models import Change
from cases.publishing.services import withdraw
from cases.stories import editing, placing
from cases.stories.models import Story
from cases.stories.services import merge_stories, name_story, place_article
from people.models import Account
from tests.factories import make_article, make_outlet
from tests.support.race import race

pytestmark = pytest.mark.django_db

RUSSIAN = "В Петербурге задержали поэта Артура Лискина"
ENGLISH = "Poet Artur Liskin detained in St. Petersburg"


def test_the_headline_of_a_withdrawn_article_is_no_longer_the_title(publisher: Account) -> None:
    first = make_article(ENGLISH, summary="A summary that names him.", stage="named")
    second = make_article(RUSSIAN, language="ru", stage="named")
    for article in (first, second):
        place_article(article.pk)
    withdraw(first, by=publisher, reason="the outlet took it back")
    story = Story.objects.get()
    assert (story.title, story.title_en, story.summary_en) == (RUSSIAN, "", "")
    assert (story.articles_count, story.is_public) == (1, True)
    newest = Change.objects.filter(record_type="story").order_by("-id")[0]
    assert (newest.kind, newest.public) == ("updated", True)


def test_a_story_without_a_public_article_is_public_no_more(publisher: Account) -> None:
    outlet = make_outlet()
    place_article(make_article(ENGLISH, outlet=outlet, stage="named").pk)
    withdraw(outlet, by=publisher, reason="it was a forgery")
    assert not Story.objects.published().exists()
    newest = Change.objects.filter(record_type="story").order_by("-id")[0]
    assert (newest.kind, newest.public) == ("withdrawn", True)


def test_a_name_given_by_a_person_does_not_keep_the_summary_of_a_withdrawn_article(
    publisher: Account,
) -> None:
    first = make_article(ENGLISH, summary="A summary that names him.", stage="named")
    second = make_article(RUSSIAN, language="ru", summary="Сводка.", stage="named")
    for article in (first, second):
        place_article(article.pk)
    story = Story.objects.get()
    name_story(story, title_en="The detention", by=publisher, reason="clearer")
    withdraw(first, by=publisher, reason="the outlet took it back")
    story.refresh_from_db()
    assert (story.title_en, story.summary_en) == ("The detention", "")
    assert "Сводка." in story.summary_ru


@pytest.mark.django_db(transaction=True)
def test_an_outlet_hidden_while_its_article_opens_a_story_takes_the_headline_with_it(
    publisher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet = make_outlet()
    article = make_article(ENGLISH, outlet=outlet, stage="named")
    opened, hidden = threading.Event(), threading.Event()
    move = placing.move_many_to

    def wait_in_the_middle(*args: Any, **kwargs: Any) -> None:
        opened.set()
        hidden.wait(1)
        move(*args, **kwargs)

    monkeypatch.setattr(placing, "move_many_to", wait_in_the_middle)

    def hide() -> None:
        opened.wait(30)
        withdraw(outlet, by=publisher, reason="it was a forgery")
        hidden.set()

    race(lambda: place_article(article.pk), hide)
    assert Story.objects.count() == 1
    assert not Story.objects.published().exists()


@pytest.mark.django_db(transaction=True)
def test_an_article_hidden_while_its_story_is_merged_takes_its_headline_with_it(
    publisher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = make_article(RUSSIAN, language="ru", stage="named")
    other = make_article("A bakery opens in Leeds", summary="Bread.", stage="named")
    goes, stays = place_article(hidden.pk), place_article(other.pk)
    assert goes is not None and stays is not None and goes != stays
    merged, told = threading.Event(), threading.Event()

    def wait_in_the_middle(*_args: Any, **_facts: Any) -> None:
        merged.set()
        told.wait(1)

    monkeypatch.setattr(editing, "tell", wait_in_the_middle)

    def hide() -> None:
        merged.wait(30)
        withdraw(hidden, by=publisher, reason="the outlet took it back")
        told.set()

    def merge() -> None:
        merge_stories(goes, into=stays, by=publisher, reason="one event")

    race(merge, hide)
    stays.refresh_from_db()
    assert (stays.articles_count, stays.title_ru) == (1, "")
