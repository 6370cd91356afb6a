"""Reading kept pages in the real contained child, and keeping what was read as versions."""

import gzip
import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from cases.articles.extracting import store_extraction
from cases.articles.identity import article_key
from cases.articles.models import Article, ArticlePage, Stage
from cases.changes.models import Change
from tests.factories import make_article
from tracker.lib import clock, contained

pytestmark = pytest.mark.django_db
WORDS = "A court in Zaozersk has kept the librarian Anna Vereskova in custody until January. "


def html(words: str = WORDS, head: str = "") -> str:
    return (
        f"<html lang='en'><head><meta charset='utf-8'>{head}<title>Vereskova stays</title></head>"
        f"<body><article><h1>Vereskova stays</h1><p>{words * 4}</p><p>{words[::-1] * 4}</p>"
        "</article></body></html>"
    )


def keep_page(article: Article, body: str | bytes) -> ArticlePage:
    data = body.encode() if isinstance(body, str) else body
    return ArticlePage.objects.create(
        article=article,
        url=article.url,
        fetched_at=clock.now(),
        status=200,
        charset="utf-8",
        sha256=hashlib.sha256(data).hexdigest(),
        body_gzip=gzip.compress(data),
    )


@pytest.fixture
def article() -> Article:
    return make_article(
        "Vereskova stays in custody",
        url="https://courier.example/a",
        stage=Stage.FETCHED,
        language="",
        summary="A court ruled.",
    )


def extract(article: Article, times: int = 1) -> Article:
    for _ in range(times):
        store_extraction(article.pk)
    article.refresh_from_db()
    return article


def again(article: Article) -> Article:
    Article.objects.filter(pk=article.pk).update(stage=Stage.FETCHED, next_attempt_at=clock.now())
    return extract(article)


def test_the_text_is_kept_as_the_first_version_and_the_article_moves_on(article: Article) -> None:
    page = keep_page(
        article,
        html(
            head="<meta property='article:published_time' content='2026-11-10T11:05:00Z'>"
            "<meta name='author' content='Ida Fenn'><meta property='og:image' content='/x.jpg'>"
        ),
    )
    extract(article)
    text = article.texts.get()
    assert (text.version, text.page, text.title) == (1, page, "Vereskova stays")
    assert text.text.startswith("A court in Zaozersk") and "\n\n" in text.text
    assert text.language == article.language == "en"
    assert article.stage == Stage.EXTRACTED and article.attempts == 0
    assert article.next_attempt_at is not None
    assert (
        article.published_on_site_at
        == article.ordered_at
        == datetime(2026, 11, 10, 11, 5, tzinfo=UTC)
    )
    assert (article.author, article.image_url) == ("Ida Fenn", "https://courier.example/x.jpg")
    assert article.title == "Vereskova stays in custody", (
        "the feed's headline goes before the page's"
    )


def test_what_a_page_adds_to_the_record_is_told_once(article: Article) -> None:
    keep_page(article, html(head="<meta name='author' content='Ida Fenn'>"))
    extract(article, times=2)
    change = Change.objects.get(record_type="article", record_id=article.pk)
    assert (change.kind, change.fields, change.public) == ("updated", ["author", "language"], True)
    again(article)
    assert Change.objects.count() == 1, "nothing new, nothing told"


def test_doing_it_twice_is_doing_it_once(article: Article) -> None:
    keep_page(article, html())
    extract(article, times=2)
    assert article.texts.count() == 1
    assert store_extraction(10**9) is None


def test_the_same_text_is_no_new_version_and_a_changed_one_is(article: Article) -> None:
    keep_page(article, html())
    extract(article)
    keep_page(article, html(head="<meta name='x' content='another page, the same text'>"))
    again(article)
    assert article.texts.count() == 1
    keep_page(article, html(WORDS.replace("January", "March")))
    again(article)
    assert list(article.texts.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert "March" in article.texts.get(version=2).text
    assert "January" in article.texts.get(version=1).text


def test_a_feeds_date_goes_before_the_pages(article: Article) -> None:
    when = datetime(2026, 11, 9, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(published_on_site_at=when, ordered_at=when)
    keep_page(article, html(head="<meta name='date' content='2026-11-10'>"))
    assert extract(article).published_on_site_at == article.ordered_at == when


@pytest.mark.parametrize("body", ["<html><body></body></html>", b"%PDF-1.7 x", "<p>x" * 40_000])
def test_a_page_without_an_article_leaves_what_the_feed_said(
    article: Article, body: str | bytes
) -> None:
    keep_page(article, body)
    extract(article)
    assert article.stage == Stage.EXTRACTED
    text = article.texts.get()
    assert (text.extractor, text.text) == ("feed", "A court ruled.")
    assert article.parked_reason.startswith("known from the feed only: ")


def test_a_page_once_read_is_not_replaced_by_the_feeds_summary(article: Article) -> None:
    keep_page(article, html())
    extract(article)
    keep_page(article, "<html><body></body></html>")
    again(article)
    assert article.texts.get().extractor != "feed"


def test_95_a_page_that_kills_its_parser_is_tried_three_times_then_parked(
    article: Article, deadly_parser: None
) -> None:
    keep_page(article, html())
    for attempt in (1, 2):
        extract(article)
        assert article.stage == Stage.FETCHED and article.attempts == attempt
        assert article.next_attempt_at is not None
        assert article.next_attempt_at > clock.now() + timedelta(seconds=50)
    extract(article)
    assert article.stage == Stage.PARKED and article.next_attempt_at is None
    assert article.parked_reason.startswith("Tried 3 times: the page kills its parser")
    assert not article.texts.exists()
    assert store_extraction(article.pk) is None


def test_an_unforeseen_error_of_the_parser_is_counted_and_parked_too(
    article: Article, faulty_parser: None
) -> None:
    keep_page(article, html())
    extract(article, times=3)
    assert article.stage == Stage.PARKED
    assert "KeyError" in article.parked_reason


def test_the_attempt_is_counted_before_the_parser_runs(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_the_worker_along(*args: object, **facts: object) -> None:
        raise SystemExit("killed in the middle")

    monkeypatch.setattr("cases.articles.extracting.PageReader.read", take_the_worker_along)
    keep_page(article, html())
    for _ in range(2):
        with pytest.raises(SystemExit):
            store_extraction(article.pk)
    article.refresh_from_db()
    assert article.attempts == 2 and article.stage == Stage.FETCHED


def test_a_parser_that_cannot_be_started_is_never_the_pages_fault(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*args: object, **facts: object) -> None:
        raise contained.ParserUnavailable("no process for the parser")

    monkeypatch.setattr("cases.articles.extracting.PageReader.read", unavailable)
    keep_page(article, html())
    with pytest.raises(contained.ParserUnavailable):
        store_extraction(article.pk)
    article.refresh_from_db()
    assert article.attempts == 0 and article.stage == Stage.FETCHED
    assert article.next_attempt_at is not None and article.next_attempt_at > clock.now()


def test_a_page_of_another_address_of_the_same_article_is_its_copy(article: Article) -> None:
    url = "https://courier.example/world/vereskova"
    original = make_article(
        "Vereskova stays", outlet=article.outlet, url=url, key=article_key(url), stage=Stage.LINKED
    )
    keep_page(article, html(head=f"<link rel='canonical' href='{url}'>"))
    assert extract(article).derived_from == original


def test_a_front_page_named_as_canonical_makes_no_copy(article: Article) -> None:
    url = "https://courier.example/"
    make_article("The Courier", outlet=article.outlet, url=url, key=article_key(url))
    keep_page(article, html(head=f"<link rel='canonical' href='{url}'>"))
    assert extract(article).derived_from is None


def test_an_article_without_a_kept_page_goes_on_with_its_headline(article: Article) -> None:
    assert extract(article).stage == Stage.EXTRACTED
    assert article.texts.get().extractor == "feed"
