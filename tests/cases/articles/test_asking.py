"""Pages are asked for as politely as feeds: robots.txt first, and a busy host is left to the others."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from cases.articles.models import Article, Stage
from cases.articles.services import fetch_article
from cases.feeds.polling.hosts import host_name, take_hold
from tests.factories import make_article
from tests.support.local_site import LocalSite
from tracker.lib import clock

PAGE = "<html><body><article><p>Anna Vereskova stays in custody.</p></article></body></html>"


@pytest.fixture
def article(site: LocalSite, db: None, settings: Any) -> Article:
    settings.POLITE_TO_OWN_ADDRESSES = True
    settings.HOST_DELAY = 0.0
    site.serve("/a", PAGE)
    return make_article(
        "Vereskova", url=site.url("/a"), stage=Stage.LISTED, summary="A court ruled."
    )


def test_robots_txt_is_read_before_the_page_and_once(site: LocalSite, article: Article) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /private")
    fetch_article(article.pk)
    article.refresh_from_db()
    assert article.stage == Stage.FETCHED
    other = make_article("Other", url=site.url("/b"), stage=Stage.LISTED)
    site.serve("/b", PAGE)
    fetch_article(other.pk)
    assert [request.path for request in site.requests] == ["/robots.txt", "/a", "/b"]


def test_a_robots_txt_that_asks_for_quiet_is_heeded(site: LocalSite, article: Article) -> None:
    site.serve("/robots.txt", "", status=429, headers={"Retry-After": "3600"})
    fetch_article(article.pk)
    article.refresh_from_db()
    assert [request.path for request in site.requests] == ["/robots.txt"]
    assert article.stage == Stage.LISTED and article.attempts == 0
    assert article.next_attempt_at is not None
    assert article.next_attempt_at > clock.now() + timedelta(minutes=50)


def test_a_page_that_robots_txt_forbids_is_never_asked_for_and_the_feed_has_to_do(
    site: LocalSite, article: Article
) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /")
    fetch_article(article.pk)
    article.refresh_from_db()
    assert [request.path for request in site.requests] == ["/robots.txt"]
    assert article.stage == Stage.EXTRACTED and article.text_status == "feed"
    assert article.texts.get().text == "A court ruled."
    assert "robots.txt of the site does not allow" in article.parked_reason


def test_a_host_that_another_worker_holds_is_left_to_it(site: LocalSite, article: Article) -> None:
    assert take_hold([host_name(article.url)], holder=uuid.uuid4())
    fetch_article(article.pk)
    article.refresh_from_db()
    assert site.requests == [] and article.stage == Stage.LISTED
    assert article.attempts == 0, "nobody was asked, so nothing failed"
    assert article.next_attempt_at is not None and article.next_attempt_at > clock.now()
