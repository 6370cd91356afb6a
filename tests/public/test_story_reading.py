"""What a story's page says beyond its list: sentences, days, reprints, who is missing, ratings."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cases.articles.models import Article, ArticleSighting, ArticleSubject, ArticleText
from cases.feeds.models import OutletRating
from cases.stories.reading import headlines
from tests.factories import (
    make_article,
    make_feed,
    make_feed_entry,
    make_link,
    make_outlet,
    make_person,
    make_story,
)
from tests.public.test_person_page import section, words_of
from tracker.lib import clock

Read = Callable[..., str]
pytestmark = pytest.mark.django_db

FIRST = "A court in Perm sentenced the history teacher Igor Savitsky to four years in a colony."
SECOND = "His lecture on Soviet camps was called a crime by the prosecutor of the Perm region."


def days_ago(number: float) -> datetime:
    return clock.now() - timedelta(days=number)


def with_text(text: str, **columns: object) -> Article:
    at = columns.pop("at", None) or days_ago(1)
    article = make_article(ordered_at=at, published_on_site_at=at, **columns)  # type: ignore[arg-type]
    ArticleText.objects.create(
        article=article,
        text=text,
        language=article.language,
        sha256=hashlib.sha256(f"{article.pk}".encode()).hexdigest(),
        extractor="test",
        extracted_at=clock.now(),
    )
    return article


def test_the_summary_is_made_of_sentences_that_stand_in_the_articles(read: Read) -> None:
    one = with_text(f"{FIRST} Something only this outlet mentions about its own garden party.")
    two = with_text(f"{FIRST[:-1]}, lawyers say. {SECOND}", outlet=make_outlet("Second Courier"))
    story = make_story("The verdict", articles=(one, two))
    text = section(read(f"/stories/{story.slug}/"), "In sentences of its articles")
    assert "sentenced the history teacher Igor Savitsky" in text
    assert "Each sentence stands word for word" in text


def test_a_sentence_of_a_withdrawn_article_is_gone_at_once(read: Read) -> None:
    one = with_text(SECOND, outlet=make_outlet("Second Courier"))
    two = with_text(FIRST)
    story = make_story("The verdict", articles=(one, two))
    assert "His lecture on Soviet camps" in read(f"/stories/{story.slug}/")
    one.state = "withdrawn"
    one.save()
    page = read(f"/stories/{story.slug}/")
    assert "His lecture on Soviet camps" not in page and "Igor Savitsky" in page


def test_a_page_of_the_demo_is_not_quoted_as_the_outlet_s_words(read: Read) -> None:
    one = with_text(FIRST)
    entry = make_feed_entry(make_feed(one.outlet, is_demo=True))
    ArticleSighting.objects.create(article=one, entry=entry)
    story = make_story("The verdict", articles=(one,))
    page = read(f"/stories/{story.slug}/")
    assert "Igor Savitsky" not in page and "In sentences of its articles" not in page


def test_a_long_sentence_is_not_quoted(read: Read) -> None:
    long = "A court in Perm sentenced the teacher " + "and again the teacher " * 20 + "today."
    story = make_story("The verdict", articles=(with_text(long),))
    page = read(f"/stories/{story.slug}/")
    assert "and again the teacher" not in page


def test_reprints_are_counted_under_their_original(read: Read) -> None:
    original = make_article("The original", ordered_at=days_ago(2))
    reprints = [
        make_article(f"Reprint {n}", derived_from=original, ordered_at=days_ago(1)) for n in (1, 2)
    ]
    story = make_story(articles=(original, *reprints))
    text = section(read(f"/stories/{story.slug}/"), "Articles, oldest first")
    assert "and 2 reprints" in text and "Reprint 2" in text
    assert text.count("3 articles") == 1


def test_each_language_has_one_headline_and_a_reprint_has_no_say() -> None:
    plain = make_article("Savitsky sentenced to four years")
    alike = make_article("Teacher Savitsky sentenced to four years in Perm")
    make_article("Odd words entirely", derived_from=plain)
    russian = make_article("Савицкого приговорили", language="ru")
    chosen = headlines([plain, alike, russian])
    assert [(one.language, one.article) for one in chosen] == [("en", plain), ("ru", russian)] or [
        (one.language, one.article) for one in chosen
    ] == [("en", alike), ("ru", russian)]


def past_stories(person_id: int, *, outlets: list[object], number: int) -> None:
    for n in range(number):
        articles = []
        for outlet in outlets:
            article = make_article(outlet=outlet, ordered_at=days_ago(30 + n))  # type: ignore[arg-type]
            ArticleSubject.objects.create(
                article=article, kind="person", record_id=person_id, certainty=1.0
            )
            articles.append(article)
        make_story(articles=tuple(articles))


def about(person_id: int, article: Article) -> Article:
    ArticleSubject.objects.create(
        article=article, kind="person", record_id=person_id, certainty=1.0
    )
    return article


def test_an_outlet_that_usually_covers_the_person_and_did_not_is_named_with_its_figures(
    read: Read,
) -> None:
    person = make_person("Igor Savitsky")
    usual, here = make_outlet("Usual Courier"), make_outlet("Present Post")
    past_stories(person.pk, outlets=[usual, here], number=4)
    article = about(person.pk, make_article(outlet=here, ordered_at=days_ago(1)))
    make_link(article=article, person=person, status="accepted")
    story = make_story(articles=(article,))
    text = section(read(f"/stories/{story.slug}/"), "Who has not covered it")
    assert "4 other stories on record" in text
    assert "Usual Courier in 4 of 4 stories (100 %)" in text
    assert "Present Post" not in text


def test_an_outlet_whose_only_article_here_is_hidden_is_neither_accused_nor_hinted_at(
    read: Read,
) -> None:
    person = make_person("Igor Savitsky")
    silent, hidden = make_outlet("Silent Courier"), make_outlet("Hidden Herald")
    past_stories(person.pk, outlets=[silent, hidden], number=4)
    article = about(person.pk, make_article(ordered_at=days_ago(1)))
    make_link(article=article, person=person, status="accepted")
    withdrawn = make_article(outlet=hidden, ordered_at=days_ago(1))
    story = make_story(articles=(article, withdrawn))
    before = section(read(f"/stories/{story.slug}/"), "Who has not covered it")
    assert "Silent Courier" in before and "Hidden Herald" not in before
    Article.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    page = read(f"/stories/{story.slug}/")
    assert section(page, "Who has not covered it") == before
    assert "Hidden Herald" not in page


def test_nobody_is_called_missing_for_a_person_whom_the_public_may_not_see(read: Read) -> None:
    person = make_person("Igor Savitsky", state="draft")
    usual = make_outlet("Usual Courier")
    past_stories(person.pk, outlets=[usual], number=4)
    article = about(person.pk, make_article(ordered_at=days_ago(1)))
    make_link(article=article, person=person, status="accepted")
    story = make_story(articles=(article,))
    assert 'id="missing"' not in read(f"/stories/{story.slug}/")


def test_two_past_stories_are_too_few_to_speak_of_usually(read: Read) -> None:
    person = make_person("Igor Savitsky")
    past_stories(person.pk, outlets=[make_outlet("Usual Courier")], number=2)
    article = about(person.pk, make_article(ordered_at=days_ago(1)))
    make_link(article=article, person=person, status="accepted")
    assert 'id="missing"' not in read(f"/stories/{make_story(articles=(article,)).slug}/")


def test_a_rating_stands_with_its_rater_scale_and_date(read: Read) -> None:
    outlet = make_outlet("Rated Courier")
    OutletRating.objects.create(
        outlet=outlet, rater="Press Watch", value="independent", scale="1 of 3", rated_on="2026",
        state="published",
    )  # fmt: skip
    story = make_story(articles=(make_article(outlet=outlet),))
    text = section(read(f"/stories/{story.slug}/"), "What raters say of these outlets")
    assert "Press Watch: Rated Courier, independent (1 of 3) 2026" in words_of(text)


def test_a_past_story_that_only_a_withdrawn_article_ties_to_the_person_is_not_counted(
    read: Read,
) -> None:
    person = make_person("Igor Savitsky")
    usual = make_outlet("Usual Courier")
    past_stories(person.pk, outlets=[usual], number=2)
    hidden = about(person.pk, make_article(state="withdrawn", ordered_at=days_ago(20)))
    make_story(articles=(make_article(outlet=usual, ordered_at=days_ago(20)), hidden))
    article = about(person.pk, make_article(ordered_at=days_ago(1)))
    make_link(article=article, person=person, status="accepted")
    assert 'id="missing"' not in read(f"/stories/{make_story(articles=(article,)).slug}/")


def test_an_open_question_whether_an_article_speaks_of_the_person_counts_no_past_story(
    read: Read,
) -> None:
    person = make_person("Igor Savitsky")
    past_stories(person.pk, outlets=[make_outlet("Usual Courier")], number=4)
    ArticleSubject.objects.update(certainty=0.97)
    article = about(person.pk, make_article(ordered_at=days_ago(1)))
    make_link(article=article, person=person, status="accepted")
    assert 'id="missing"' not in read(f"/stories/{make_story(articles=(article,)).slug}/")
