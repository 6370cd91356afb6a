"""Fetching an article's page from a real server, and what becomes of pages that cannot be had."""

import gzip
from datetime import timedelta

import pytest

from cases.articles.models import Article, ArticlePage, Stage
from cases.articles.services import fetch_article
from tests.factories import make_article
from tests.support.local_site import LocalSite
from tests.support.race import race
from tracker.lib import clock

PAGE = "<html><body><article><p>Anna Vereskova stays in custody.</p></article></body></html>"


@pytest.fixture
def article(site: LocalSite, db: None) -> Article:
    return make_article(
        "Vereskova stays in custody",
        url=site.url("/a"),
        stage=Stage.LISTED,
        summary="A court ruled.",
    )


def fetch(article: Article, times: int = 1) -> Article:
    for _ in range(times):
        fetch_article(article.pk)
    article.refresh_from_db()
    return article


def wait(article: Article) -> timedelta:
    assert article.next_attempt_at is not None
    return article.next_attempt_at - clock.now()


def test_a_page_is_kept_as_it_came_and_waits_to_be_read(site: LocalSite, article: Article) -> None:
    site.serve("/a", PAGE, content_type="text/html; charset=windows-1251")
    fetch(article)
    assert article.stage == Stage.FETCHED and article.attempts == 0
    page = article.pages.get()
    assert gzip.decompress(bytes(page.body_gzip)).decode() == PAGE
    assert (page.status, page.charset) == (200, "windows-1251")
    assert article.fetched_via == ""


def test_doing_it_twice_is_doing_it_once(site: LocalSite, article: Article) -> None:
    site.serve("/a", PAGE)
    fetch(article, times=2)
    assert len(site.requests) == 1 and article.pages.count() == 1
    assert fetch_article(10**9) is None


def test_a_redirect_is_followed_and_remembered(site: LocalSite, article: Article) -> None:
    site.redirect("/a", site.url("/b"))
    site.serve("/b", PAGE)
    fetch(article)
    assert article.fetched_via == site.url("/b") == article.pages.get().url
    assert article.url == site.url("/a")


@pytest.mark.parametrize("status", [401, 403, 404, 451])
def test_a_refused_page_is_tried_three_times_then_the_feed_has_to_do(
    site: LocalSite, article: Article, status: int
) -> None:
    site.serve("/a", "no", status=status)
    fetch(article)
    assert article.stage == Stage.LISTED and article.attempts == 1
    assert wait(article) > timedelta(seconds=50)
    assert article.parked_reason
    fetch(article, times=2)
    assert article.stage == Stage.EXTRACTED
    text = article.texts.get()
    assert (text.title, text.text) == ("Vereskova stays in custody", "A court ruled.")
    assert text.extractor == "feed" and text.page is None
    assert article.parked_reason.startswith("known from the feed only: ")


def test_a_page_that_is_gone_is_not_asked_for_again(site: LocalSite, article: Article) -> None:
    site.serve("/a", "", status=410)
    fetch(article)
    assert article.stage == Stage.EXTRACTED and len(site.requests) == 1


def test_a_server_in_trouble_is_given_ten_chances(site: LocalSite, article: Article) -> None:
    site.serve("/a", "", status=503)
    fetch(article, times=9)
    assert article.stage == Stage.LISTED and article.attempts == 9
    assert wait(article) > timedelta(hours=20)
    fetch(article)
    assert article.stage == Stage.EXTRACTED


def test_being_asked_to_come_later_is_no_failure(site: LocalSite, article: Article) -> None:
    site.serve("/a", "", status=429, headers={"Retry-After": "3600"})
    fetch(article, times=12)
    assert article.stage == Stage.LISTED and article.attempts == 0
    assert timedelta(minutes=55) < wait(article) < timedelta(minutes=65)


def test_75_a_private_address_is_kept_as_text_and_never_asked(
    site: LocalSite, article: Article
) -> None:
    article.url = "http://169.254.169.254/latest/meta-data"
    article.save()
    fetch(article)
    assert article.stage == Stage.PARKED and article.next_attempt_at is None
    assert "address not allowed" in article.parked_reason


@pytest.mark.parametrize("kind", ["application/pdf", "image/jpeg", "video/mp4"])
def test_a_file_that_is_no_page_is_not_kept(site: LocalSite, article: Article, kind: str) -> None:
    site.serve("/a", b"%PDF-1.7", content_type=kind)
    fetch(article)
    assert article.stage == Stage.EXTRACTED and not ArticlePage.objects.exists()
    assert kind in article.parked_reason


def test_a_page_that_is_too_large_is_not_kept(site: LocalSite, article: Article) -> None:
    site.serve("/a", b"<html>" + b" " * 4_000_000)
    fetch(article)
    assert article.stage == Stage.EXTRACTED and not ArticlePage.objects.exists()


def test_the_attempt_is_counted_before_the_network_is_asked(
    site: LocalSite, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_the_worker_along(*args: object, **facts: object) -> None:
        raise SystemExit("killed in the middle")

    monkeypatch.setattr("cases.articles.services.ask_for_page", take_the_worker_along)
    with pytest.raises(SystemExit):
        fetch_article(article.pk)
    article.refresh_from_db()
    assert article.attempts == 1 and article.stage == Stage.LISTED
    assert timedelta(seconds=30) < wait(article) <= timedelta(seconds=60)


def test_an_error_of_ours_moves_the_article_aside_before_it_is_raised(
    site: LocalSite, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **facts: object) -> None:
        raise RuntimeError("the disk is full")

    site.serve("/a", PAGE)
    monkeypatch.setattr("cases.articles.services.keep_page", fail)
    with pytest.raises(RuntimeError):
        fetch_article(article.pk)
    article.refresh_from_db()
    assert article.stage == Stage.LISTED and wait(article) > timedelta(seconds=50)
    assert "a fault of this installation: RuntimeError" in article.parked_reason


@pytest.mark.django_db(transaction=True)
def test_96_two_workers_with_one_article_keep_one_page(site: LocalSite, article: Article) -> None:
    site.serve("/a", PAGE)
    race(lambda: fetch_article(article.pk), lambda: fetch_article(article.pk))
    article.refresh_from_db()
    assert article.stage == Stage.FETCHED and article.pages.count() == 1
