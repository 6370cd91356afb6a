"""Addresses that name each other as their own: everybody is a copy of the first, nobody of a copy."""

from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.articles.copying.decisions import say_copy
from cases.articles.copying.finding import note_copies
from cases.articles.extracting import store_extraction, store_extractions
from cases.articles.identity import article_key
from cases.articles.models import Article, ArticlePage, CopyOf, Stage
from people.models import Account
from tests.cases.articles.copies.test_note_copies import originals
from tests.cases.articles.test_store_extraction import html, keep_page
from tests.factories import make_article, make_outlet

pytestmark = pytest.mark.django_db
NAMES = ("amp", "page", "final")


def chain(*names_next: str) -> list[Article]:
    """Articles of one outlet, each with a page that names the next address as its own."""
    outlet, articles = make_outlet(), []
    for name, following in zip(NAMES, names_next, strict=True):
        url = f"https://courier.example/{name}/hearing"
        article = make_article(
            "Vereskova stays", url=url, key=article_key(url), outlet=outlet, stage=Stage.FETCHED
        )
        to = f"https://courier.example/{following}/hearing"
        keep_page(article, html(head=f"<link rel='canonical' href='{to}'>"))
        ArticlePage.objects.filter(article=article).update(url=url)
        articles.append(article)
    return articles


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_addresses_in_a_chain_are_copies_of_one(order: tuple[int, ...]) -> None:
    articles = chain("page", "final", "final")
    for place in order:
        store_extraction(articles[place].pk)
        note_copies(articles[place].pk)
    found = originals(*articles)
    [first] = [article for article, of in zip(articles, found, strict=True) if of is None]
    assert {of for of in found if of is not None} == {first}
    others = {(article.pk, first.pk) for article in articles if article != first}
    rows = CopyOf.objects.filter(is_copy=True).values_list("article", "original")
    assert set(rows) == others


def test_so_are_those_of_one_batch() -> None:
    amp, page, final = articles = chain("page", "final", "final")
    store_extractions([article.pk for article in articles])
    for article in articles:
        note_copies(article.pk)
    assert originals(amp, page, final) == [final, final, None]


def test_a_ring_of_three_has_one_first() -> None:
    articles = chain("page", "final", "amp")
    store_extractions([article.pk for article in articles])
    for article in articles:
        note_copies(article.pk)
    first = articles[0]
    assert originals(*articles) == [None, first, first]


def test_what_a_person_called_the_original_stays_it(researcher: Account) -> None:
    amp, page, final = articles = chain("page", "final", "final")
    say_copy(amp, of=page, by=researcher, reason="seen")
    store_extractions([article.pk for article in articles])
    for article in articles:
        note_copies(article.pk)
    assert originals(amp, page) == [page, None]


def test_straightening_leaves_others_free_to_link_the_articles_meanwhile() -> None:
    articles = chain("page", "final", "final")
    store_extractions([article.pk for article in articles])
    Article.objects.filter(pk=articles[0].pk).update(derived_from=articles[1])
    Article.objects.filter(pk=articles[1].pk).update(derived_from=articles[2])
    with CaptureQueriesContext(connection) as asked:
        note_copies(articles[0].pk)
    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"].upper()]
    assert not [sql for sql in locks if 'FROM "cases_article" ' in sql]
