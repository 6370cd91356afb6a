"""The page of an article's copies, and what a person can say there."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.articles.copying.finding import note_copies_of
from cases.articles.models import Article, ArticleText, CopyOf
from tests.cases.articles.copies.wire import OTHER, WIRE, edited
from tests.factories import make_article, make_outlet
from tracker.lib import clock


def written(title: str, text: str, **columns: object) -> Article:
    article = make_article(title, language="ru", outlet=make_outlet(), **columns)
    ArticleText.objects.create(
        article=article, text=text, language="ru", sha256="0" * 64, extracted_at=clock.now()
    )
    return article


@pytest.fixture
def pair(db: None) -> tuple[Article, Article]:
    first = written("Первая заметка", WIRE)
    copy = written("Перепечатка", edited(WIRE) + " По данным ОВД-Инфо.")
    note_copies_of([first.pk, copy.pk])
    copy.refresh_from_db()
    assert copy.derived_from == first
    return first, copy


def page_of(article: Article) -> str:
    return reverse("admin:article_copies", args=[article.pk])


def test_the_page_says_who_was_first_how_far_and_why(
    researcher_client: Client, pair: tuple[Article, Article]
) -> None:
    first, copy = pair
    for article in pair:
        text = researcher_client.get(page_of(article)).content.decode()
        assert first.title in text and copy.title in text
        assert "% of the shorter text stands in the other" in text
        assert "names a source: OVD-Info" in text
    form = researcher_client.get(reverse("admin:cases_article_change", args=[copy.pk]))
    assert page_of(copy) in form.content.decode()


def test_a_researcher_says_that_it_is_no_copy(
    researcher_client: Client, pair: tuple[Article, Article]
) -> None:
    first, copy = pair
    sent = {"say": "no_copy", "copy": copy.pk, "of": first.pk, "reason": "own reporting"}
    answer = researcher_client.post(page_of(first), sent, follow=True)
    assert "the machine will not say so again" in answer.content.decode()
    copy.refresh_from_db()
    assert copy.derived_from is None
    note_copies_of([copy.pk])
    copy.refresh_from_db()
    assert copy.derived_from is None
    text = researcher_client.get(page_of(copy)).content.decode()
    assert "own reporting" in text and "rosa" in text


def test_a_researcher_names_the_original_by_its_address(
    researcher_client: Client, pair: tuple[Article, Article]
) -> None:
    other = written("Другая", OTHER, url="https://courier.example/other")
    Article.objects.filter(pk=other.pk).update(key="f" * 64)
    answer = researcher_client.post(
        page_of(other), {"original": "https://no.example/"}, follow=True
    )
    assert "There is no article with the number or address" in answer.content.decode()
    researcher_client.post(page_of(other), {"original": str(pair[0].pk), "reason": "translated"})
    row = CopyOf.objects.get(article=other)
    assert (row.original, row.by_person, row.said_why) == (pair[0], True, "translated")


def test_who_may_not_change_articles_sees_no_buttons_and_decides_nothing(
    make_account: object, pair: tuple[Article, Article], client: Client
) -> None:
    assert callable(make_account)
    client.force_login(make_account("sven", is_staff=True))
    assert client.get(page_of(pair[1])).status_code == 403
    sent = {"say": "no_copy", "copy": pair[1].pk, "of": pair[0].pk}
    assert client.post(page_of(pair[1]), sent).status_code == 403
    assert Client().get(page_of(pair[1])).status_code == 302
    pair[1].refresh_from_db()
    assert pair[1].derived_from == pair[0]
