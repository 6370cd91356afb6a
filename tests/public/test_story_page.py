"""A story: its outlets, who came first, and figures that are our own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cases.evidence.services import add_claim, word_claim
from cases.public.pages import PUBLIC
from cases.stories.pages import story_page
from tests.factories import (
    make_article,
    make_letter,
    make_link,
    make_outlet,
    make_person,
    make_provision,
    make_story,
)
from tests.public.test_person_page import section, words_of
from tracker.lib import clock

Read = Callable[..., str]
pytestmark = pytest.mark.django_db


def at(minutes: int) -> dict[str, datetime]:
    """Columns of an article that its outlet published so many minutes into the story."""
    when = clock.now() - timedelta(days=1) + timedelta(minutes=minutes)
    return {"ordered_at": when, "published_on_site_at": when}


def test_distributions_count_outlets_not_articles(read: Read) -> None:
    state = make_outlet("State TV", ownership="state", country="RU")
    exiled = [make_outlet(ownership="exiled", country="LV") for _number in range(2)]
    articles = [make_article(outlet=state) for _number in range(5)]
    articles += [make_article(outlet=outlet) for outlet in exiled]
    story = make_story("The event", articles=tuple(articles))
    found = story_page(story, PUBLIC)
    assert [(one.value, one.percent, one.outlets) for one in found.by_ownership()] == [
        ("exiled", 67, 2),
        ("state", 33, 1),
    ]
    text = words_of(read(f"/stories/{story.slug}/"))
    assert "7 articles · 3 outlets" in text
    assert "independent, in exile 67 % 2 state 33 % 1" in text
    assert "Latvia 67 % 2 Russia 33 % 1" in text


def test_equal_counts_get_equal_shares() -> None:
    kinds = ("state", "ngo", "agency")
    articles = tuple(make_article(outlet=make_outlet(ownership=kind)) for kind in kinds)
    shares = story_page(make_story(articles=articles), PUBLIC).by_ownership()
    assert [one.percent for one in shares] == [33, 33, 33]


def test_a_withdrawn_article_and_one_of_a_hidden_outlet_count_nowhere(read: Read) -> None:
    articles = (
        make_article("Shown article"),
        make_article("Withdrawn article", state="withdrawn"),
        make_article("Of a hidden outlet", outlet=make_outlet("Hidden outlet", state="draft")),
    )
    page = read(f"/stories/{make_story('The event', articles=articles).slug}/")
    assert "1 article · 1 outlet" in words_of(page)
    for hidden in ("Withdrawn article", "Of a hidden outlet", "Hidden outlet"):
        assert hidden not in page


def test_who_came_first_is_the_oldest_original_not_a_reprint(read: Read) -> None:
    original = make_article("Original", outlet=make_outlet("Reuters"), **at(10))
    reprint = make_article(
        "Reprint with a wrong clock", outlet=make_outlet("Mirror"), derived_from=original, **at(0)
    )
    page = read(f"/stories/{make_story('The event', articles=(original, reprint)).slug}/")
    text = section(page, "Articles, oldest first")
    assert "First on record: Reuters" in text and "copy or reprint" in text
    assert text.index("Original") < text.index("Reprint with a wrong clock")


def test_what_others_say_of_the_coverage_stands_beside_our_figures(read: Read) -> None:
    story = make_story("The event", articles=(make_article(),))
    claim = add_claim(story, key="bias", subject_en="bias of the sources")
    word_claim(claim, said_by="Ground News", wording_en="57 % of the sources lean left")
    text = section(read(f"/stories/{story.slug}/"), "What others say of the coverage")
    assert "Ground News 57 % of the sources lean left" in text
    assert "on their scale" in text


def test_people_letters_and_provisions_named_by_articles_are_linked(read: Read) -> None:
    articles = (make_article(), make_article())
    often, once = make_person("Often Named"), make_person("Once Named")
    hidden = make_person("Hidden Name", state="draft")
    make_link(articles[0], often), make_link(articles[1], often)
    make_link(articles[0], once), make_link(articles[0], hidden)
    make_link(articles[0], make_person("Not Decided"), status="undecided")
    make_link(articles[0], letter=make_letter("The open letter"))
    make_link(articles[0], provision=make_provision("207.3", "2", "д"))
    page = read(f"/stories/{make_story('The event', articles=articles).slug}/")
    text = section(page, "On record here")
    assert text.index("Often Named") < text.index("Once Named")
    assert "The open letter" in text and "п. «д» ч. 2 ст. 207.3 УК РФ" in text
    assert "Hidden Name" not in page and "Not Decided" not in page


def test_a_story_is_shown_in_the_language_it_was_written_in(read: Read) -> None:
    story = make_story("Рассказ", language="ru", articles=(make_article(),))
    assert '<span lang="ru">Рассказ</span>' in read(f"/stories/{story.slug}/")
    assert '<span lang="ru">Рассказ</span>' in read("/stories/")


def test_an_article_without_a_date_says_so(read: Read) -> None:
    story = make_story("The event", articles=(make_article("Undated"),))
    assert "date not given; first seen" in read(f"/stories/{story.slug}/")
