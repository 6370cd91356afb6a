"""Asking again for pages on a real server: silent edits, pages that went, and politeness."""

from datetime import timedelta

import pytest

from cases.articles.extracting import store_extraction
from cases.articles.keeping.lasting import Recheck
from cases.articles.models import Article, Stage
from cases.articles.rechecking.rechecks import recheck_article
from cases.articles.selectors import newest_text
from cases.articles.services import fetch_article
from tests.factories import make_article
from tests.support.local_site import LocalSite
from tracker.lib import clock

WORDS = "A court in Zaozersk has kept the librarian Anna Vereskova in custody until January. "


def html(words: str = WORDS, head: str = "") -> str:
    return (
        f"<html lang='en'><head><meta charset='utf-8'>{head}<title>Vereskova stays</title></head>"
        f"<body><article><h1>Vereskova stays</h1><p>{words * 4}</p><p>{WORDS[::-1] * 4}</p>"
        "</article></body></html>"
    )


@pytest.fixture
def article(site: LocalSite, db: None) -> Article:
    """An article that went all the way."""
    site.serve("/a", html(), headers={"ETag": '"1"'})
    article = make_article(
        "Vereskova stays in custody",
        url=site.url("/a"),
        stage=Stage.LISTED,
        summary="A court ruled.",
    )
    fetch_article(article.pk)
    store_extraction(article.pk)
    Article.objects.filter(pk=article.pk).update(stage=Stage.LINKED, next_attempt_at=None)
    return article


def visit(article: Article) -> Recheck:
    Recheck.objects.filter(article=article).update(next_attempt_at=clock.now())
    row = recheck_article(article.pk)
    assert row is not None
    article.refresh_from_db()
    return row


def test_a_page_that_was_fetched_is_visited_again_an_hour_later(article: Article) -> None:
    due = article.recheck.next_attempt_at
    assert due is not None
    assert timedelta(minutes=58) < due - clock.now() <= timedelta(hours=1)


def test_a_visit_sends_our_validators_and_an_unchanged_page_is_left_alone(
    site: LocalSite, article: Article
) -> None:
    row = visit(article)
    assert site.requests[-1].headers["if-none-match"] == '"1"'
    assert (row.visits, row.last_outcome, article.stage) == (1, "unchanged (304)", Stage.LINKED)
    assert row.next_attempt_at is not None
    assert row.next_attempt_at > clock.now() + timedelta(hours=5)


def test_other_bytes_with_the_same_text_keep_no_second_page(
    site: LocalSite, article: Article
) -> None:
    site.serve("/a", html(head="<meta name='nonce' content='7'>"), headers={"ETag": '"2"'})
    row = visit(article)
    assert row.last_outcome == "the text is the same"
    assert article.pages.count() == 1 and article.stage == Stage.LINKED


def test_a_silent_edit_becomes_a_version_and_the_article_is_linked_anew(
    site: LocalSite, article: Article
) -> None:
    site.serve("/a", html(WORDS.replace("January", "March")), headers={"ETag": '"2"'})
    row = visit(article)
    assert (row.last_outcome, row.changes_seen) == ("the text has changed", 1)
    assert article.stage == Stage.FETCHED and article.pages.count() == 2
    store_extraction(article.pk)
    article.refresh_from_db()
    assert article.stage == Stage.EXTRACTED, "linking and placing follow"
    assert "March" in article.texts.get(version=2).text
    assert "January" in article.texts.get(version=1).text


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_went_is_noted_with_the_day_and_its_text_stays(
    site: LocalSite, article: Article, status: int
) -> None:
    site.serve("/a", "gone", status=status)
    row = visit(article)
    assert row.gone_at is not None and row.last_outcome == f"the page is gone ({status})"
    assert article.texts.count() == 1 and article.pages.count() == 1
    since = row.gone_at
    assert visit(article).gone_at == since, "since when, not when last seen"


def test_a_page_that_comes_back_is_gone_no_more(site: LocalSite, article: Article) -> None:
    site.serve("/a", "gone", status=404)
    visit(article)
    site.serve("/a", html(), headers={"ETag": '"1"'})
    assert visit(article).gone_at is None


def test_a_page_that_only_says_it_is_not_there_is_gone_and_no_new_version(
    site: LocalSite, article: Article
) -> None:
    page = (
        "<html><head><title>404 – page not found</title></head><body><h1>Page not found</h1></body>"
    )
    site.serve("/a", page, headers={"ETag": '"2"'})
    row = visit(article)
    assert row.gone_at is not None
    assert row.last_outcome == "the page says that there is no such page"
    assert article.texts.count() == 1


def test_a_paywall_put_up_later_does_not_replace_the_whole_text(
    site: LocalSite, article: Article
) -> None:
    paid = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    teaser = f"<html><head>{paid}<title>Vereskova stays</title></head><body><article><p>{WORDS}</p></article></body>"
    site.serve("/a", teaser, headers={"ETag": '"2"'})
    assert visit(article).last_outcome == "the text stands behind a paywall"
    assert article.texts.count() == 1 and article.pages.count() == 1


def test_a_server_in_trouble_is_tried_three_times_and_then_left_for_the_next_visit(
    site: LocalSite, article: Article
) -> None:
    site.serve("/a", "", status=503)
    for attempt in (1, 2):
        row = visit(article)
        assert (row.visits, row.attempts) == (0, attempt)
    assert visit(article).visits == 1
    assert article.recheck.gone_at is None


def test_after_four_visits_there_are_no_more(article: Article) -> None:
    for _ in range(4):
        row = visit(article)
    assert row.next_attempt_at is None and recheck_article(article.pk) is None


def test_an_article_on_its_way_is_visited_later(site: LocalSite, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(stage=Stage.EXTRACTED)
    asked = len(site.requests)
    row = visit(article)
    assert len(site.requests) == asked and row.visits == 0
    assert row.next_attempt_at is not None and row.next_attempt_at > clock.now()


def test_a_worker_killed_in_the_middle_leaves_the_visit_due(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_the_worker_along(*args: object, **facts: object) -> None:
        raise SystemExit("killed in the middle")

    monkeypatch.setattr("cases.articles.rechecking.rechecks.ask_for_page", take_the_worker_along)
    Recheck.objects.filter(article=article).update(next_attempt_at=clock.now())
    with pytest.raises(SystemExit):
        recheck_article(article.pk)
    row = Recheck.objects.get(article=article)
    assert row.visits == 0 and row.next_attempt_at is not None
    assert row.next_attempt_at < clock.now() + timedelta(minutes=2)


def test_a_visit_that_kills_its_worker_each_time_counts_as_made_in_the_end(
    article: Article,
) -> None:
    Recheck.objects.filter(article=article).update(attempts=20)
    row = visit(article)
    assert (row.visits, row.attempts) == (1, 0)
    assert row.last_outcome == "given up after 20 attempts"
    assert visit(article).last_outcome == "unchanged (304)"


def test_a_text_that_is_edited_back_is_the_newest_again(site: LocalSite, article: Article) -> None:
    for number, words in enumerate((WORDS.replace("January", "March"), WORDS), start=2):
        head = f"<meta name='nonce' content='{number}'>"
        site.serve("/a", html(words, head), headers={"ETag": f'"{number}"'})
        assert visit(article).last_outcome == "the text has changed"
        store_extraction(article.pk)
        Article.objects.filter(pk=article.pk).update(stage=Stage.LINKED, next_attempt_at=None)
        newest = newest_text(article)
        assert newest is not None and words in newest.text
    assert list(article.texts.order_by("version").values_list("version", flat=True)) == [2, 3]
    site.serve("/a", html(head="<meta name='nonce' content='7'>"), headers={"ETag": '"4"'})
    assert visit(article).last_outcome == "the text is the same"
