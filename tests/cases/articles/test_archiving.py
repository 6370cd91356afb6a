"""Asking a web archive, here a server on loopback, to keep pages."""

from datetime import timedelta
from typing import Any

import pytest

from cases.articles.keeping.archiving import ask_archive, copies_to_ask_for
from cases.articles.keeping.lasting import WebArchiveCopy
from cases.articles.models import Article, Stage
from cases.articles.services import fetch_article
from tests.factories import make_article, make_source
from tests.support.local_site import LocalSite
from tracker.lib import clock

PAGE = "<html><body><article><p>Anna Vereskova stays in custody.</p></article></body></html>"


@pytest.fixture
def article(site: LocalSite, db: None, settings: Any) -> Article:
    settings.WEB_ARCHIVE_SAVE_URL = site.url("/save/{url}")
    site.serve("/a", PAGE)
    article = make_article("Vereskova", url=site.url("/a"), stage=Stage.LISTED)
    fetch_article(article.pk)
    return article


def test_nothing_is_sent_unless_the_setting_is_there(article: Article, settings: Any) -> None:
    settings.WEB_ARCHIVE_SAVE_URL = ""
    other = make_article("Other", url=article.url + "?other", stage=Stage.LISTED)
    fetch_article(other.pk)
    assert not WebArchiveCopy.objects.filter(article=other).exists()
    assert not copies_to_ask_for().exists()
    assert ask_archive(article.pk) is None


def test_where_the_archive_keeps_the_page_is_remembered_for_article_and_source(
    site: LocalSite, article: Article
) -> None:
    source = make_source(article.url)
    site.serve(f"/save/{article.url}", "ok", headers={"Content-Location": "/web/2026/x"})
    row = ask_archive(article.pk)
    assert row is not None and row.archived_url == site.url("/web/2026/x")
    assert row.next_attempt_at is None and row.outcome == "kept"
    source.refresh_from_db()
    assert source.archived_url == site.url("/web/2026/x")
    assert ask_archive(article.pk) is None, "asked once"


def test_a_redirect_to_the_copy_says_where_it_is(site: LocalSite, article: Article) -> None:
    site.redirect(f"/save/{article.url}", site.url("/web/copy"))
    site.serve("/web/copy", "kept")
    row = ask_archive(article.pk)
    assert row is not None and row.archived_url == site.url("/web/copy")


def test_an_archive_in_trouble_is_asked_five_times_and_then_given_up(
    site: LocalSite, article: Article
) -> None:
    site.serve(f"/save/{article.url}", "", status=503)
    for _ in range(4):
        row = ask_archive(article.pk)
        assert row is not None and row.next_attempt_at is not None
        assert row.next_attempt_at > clock.now()
    row = ask_archive(article.pk)
    assert row is not None and row.next_attempt_at is None
    assert row.outcome.startswith("given up: ")


def test_the_archive_is_asked_no_faster_than_the_setting_says(
    article: Article, settings: Any
) -> None:
    settings.WEB_ARCHIVE_DELAY = 60
    assert copies_to_ask_for().exists()
    other = make_article("Other", url=article.url + "?2", stage=Stage.LINKED)
    WebArchiveCopy.objects.create(article=other, next_attempt_at=None, asked_at=clock.now())
    assert not copies_to_ask_for().exists()
    WebArchiveCopy.objects.filter(article=other).update(
        asked_at=clock.now() - timedelta(seconds=61)
    )
    assert copies_to_ask_for().exists()
