"""Articles of blocked outlets, read on mirrors, and posts of channels, which are their own text."""

import pytest

from cases.articles.models import Article, Stage
from cases.articles.services import fetch_article, take_entry
from cases.feeds.models import SourceKind
from tests.factories import make_feed, make_feed_entry, make_outlet
from tests.support.local_site import LocalSite

pytestmark = pytest.mark.django_db
PAGE = "<html><body><article><p>Anna Vereskova stays in custody.</p></article></body></html>"


def test_a_mirror_leads_to_the_article_of_the_site_and_is_kept_as_fetched_via(
    site: LocalSite,
) -> None:
    site.serve("/news/1", PAGE)
    outlet = make_outlet("Blocked", site_url="https://blocked.example/", mirror_hosts=["127.0.0.1"])
    entry = make_feed_entry(make_feed(outlet), url=site.url("/news/1"))
    article = take_entry(entry.pk)
    assert article is not None and article.url == "https://blocked.example/news/1"
    direct = make_feed_entry(make_feed(outlet), url="https://www.blocked.example/news/1")
    assert take_entry(direct.pk) == article
    fetch_article(article.pk)
    article.refresh_from_db()
    assert article.stage == Stage.FETCHED
    assert article.fetched_via == site.url("/news/1")


def test_a_telegram_post_is_its_own_text_and_no_page_is_asked_for() -> None:
    feed = make_feed(url="https://t.me/s/valley_herald", kind=SourceKind.TELEGRAM)
    entry = make_feed_entry(
        feed, url="https://t.me/valley_herald/101", title="Суд", summary="Суд арестовал садовода."
    )
    article = take_entry(entry.pk)
    assert article is not None
    article = Article.objects.get(pk=article.pk)
    assert article.stage == Stage.EXTRACTED
    assert article.texts.get().text == "Суд арестовал садовода."
    assert article.next_attempt_at is not None
