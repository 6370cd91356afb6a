"""Feeds and parked work, from the lists of the admin."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cases.articles.identity import article_key
from cases.articles.models import Article, ArticlePage
from cases.changes.models import Change
from cases.feeds.models import Feed, FeedEntry
from tests.admin.forms import save_form
from tests.factories import make_article, make_feed, make_feed_entry, make_outlet
from tracker.lib import clock

FEEDS = reverse("admin:cases_feed_changelist")


def _act(browser: Client, address: str, action: str, *rows: object) -> list[str]:
    """Run a list action; what the page says then."""
    chosen = [row.pk for row in rows]  # type: ignore[attr-defined]
    answer = browser.post(address, {"action": action, "_selected_action": chosen})
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def _fresh(feed: Feed) -> Feed:
    feed.refresh_from_db()
    return feed


def test_a_feed_is_watched_and_no_longer_watched(researcher_client: Client) -> None:
    feed = make_feed(active=False, next_poll_at=None)
    assert _act(researcher_client, FEEDS, "watch", feed) == ["1 feed was switched."]
    assert _fresh(feed).active
    assert _fresh(feed).next_poll_at <= clock.now()
    _act(researcher_client, FEEDS, "stop_watching", feed)
    assert not _fresh(feed).active


def test_polling_now_makes_a_watched_feed_due_and_leaves_the_others(
    researcher_client: Client,
) -> None:
    later = clock.now() + timedelta(hours=5)
    watched = make_feed(next_poll_at=later)
    off = make_feed(active=False, next_poll_at=None)
    parked = make_feed(next_poll_at=later, parked_at=clock.now(), parked_reason="410")
    said = _act(researcher_client, FEEDS, "poll_now", watched, off, parked)
    assert said == [
        "2 feeds are not watched or are parked and were left alone.",
        "1 feed was switched.",
    ]
    assert _fresh(watched).next_poll_at <= clock.now()
    assert (_fresh(off).active, _fresh(off).next_poll_at) == (False, None)
    assert _fresh(parked).parked_reason == "410"


def test_a_parked_feed_is_seen_with_its_reason_and_taken_back(researcher_client: Client) -> None:
    parked = make_feed(parked_at=clock.now(), parked_reason="Removed for good (410).")
    make_feed(url="https://healthy.example/feed")
    page = researcher_client.get(FEEDS, {"health": "parked"}).content.decode()
    assert "Removed for good (410)." in page
    assert "healthy.example" not in page
    assert "Feeds parked: <strong>1</strong>" in researcher_client.get("/admin/").content.decode()
    _act(researcher_client, FEEDS, "unpark", parked)
    assert (_fresh(parked).parked_at, _fresh(parked).parked_reason) == (None, "")


def test_all_feeds_of_chosen_outlets_are_switched_on(researcher_client: Client) -> None:
    chosen, other = make_outlet(), make_outlet()
    feeds = [make_feed(chosen, active=False) for _number in range(2)]
    left = make_feed(other, active=False)
    _act(researcher_client, reverse("admin:cases_outlet_changelist"), "watch_all", chosen)
    assert all(_fresh(feed).active for feed in feeds)
    assert not _fresh(left).active


def test_a_reader_switches_nothing(make_account: object) -> None:
    feed = make_feed(active=False)
    entry = make_feed_entry(feed, next_attempt_at=None, parked_reason="no address")
    reader = Client()
    reader.force_login(make_account("rita", "reader"))  # type: ignore[operator]
    reader.post(FEEDS, {"action": "watch", "_selected_action": [feed.pk]})
    assert not _fresh(feed).active
    _act(reader, reverse("admin:cases_feedentry_changelist"), "try_again", entry)
    entry.refresh_from_db()
    assert entry.parked_reason == "no address"


def test_the_address_of_a_feed_is_edited_without_telling_outsiders(
    researcher_client: Client,
) -> None:
    feed = make_feed()
    address = reverse("admin:cases_feed_change", args=[feed.pk])
    answer = save_form(researcher_client, address, url="https://moved.example/rss")
    assert answer.status_code == 302
    assert _fresh(feed).url == "https://moved.example/rss"
    assert not Change.objects.exists()


@pytest.mark.parametrize("with_page, stage", [(True, "fetched"), (False, "listed")])
def test_a_parked_article_is_tried_again_where_it_stopped(
    researcher_client: Client, with_page: bool, stage: str
) -> None:
    article = make_article(
        stage="parked", next_attempt_at=None, attempts=3, parked_reason="Tried 3 times"
    )
    if with_page:
        ArticlePage.objects.create(
            article=article, url="x", fetched_at=clock.now(), status=200, sha256="0", body_gzip=b""
        )
    address = reverse("admin:cases_article_changelist")
    assert article.title in researcher_client.get(address, {"work": "parked"}).content.decode()
    _act(researcher_client, address, "try_again", article, make_article(stage="linked"))
    again = Article.objects.get(pk=article.pk)
    assert (again.stage, again.attempts, again.parked_reason) == (stage, 0, "")
    assert again.next_attempt_at is not None
    assert Article.objects.filter(stage="linked").count() == 1


def test_a_parked_entry_is_tried_again_and_a_taken_one_is_left(researcher_client: Client) -> None:
    parked = make_feed_entry(next_attempt_at=None, attempts=3, parked_reason="no web address")
    taken = make_feed_entry(taken_at=clock.now(), next_attempt_at=None)
    address = reverse("admin:cases_feedentry_changelist")
    page = researcher_client.get(address, {"way": "parked"}).content.decode()
    assert parked.title in page
    assert taken.title not in page
    assert _act(researcher_client, address, "try_again", parked, taken) == ["1 row is tried again."]
    again = FeedEntry.objects.get(pk=parked.pk)
    assert (again.attempts, again.parked_reason) == (0, "")
    assert again.next_attempt_at is not None


def test_an_article_is_found_by_any_spelling_of_its_address(researcher_client: Client) -> None:
    wanted = make_article("Wanted", key=article_key("https://paper.example/2025/letter"))
    make_article("Other")
    address = reverse("admin:cases_article_changelist")
    page = researcher_client.get(
        address, {"q": "https://paper.example/2025/letter?utm_source=x"}
    ).content.decode()
    assert wanted.title in page
    assert "Other" not in page
    assert researcher_client.get(address, {"q": "https://"}).status_code == 200


def test_the_list_of_parked_articles_says_why(researcher_client: Client) -> None:
    why = "Tried 3 times: the process that read its page died each time"
    make_article("A heavy page", stage="parked", parked_reason=why)
    articles = reverse("admin:cases_article_changelist")
    assert why in researcher_client.get(articles, {"work": "parked"}).content.decode()
    assert why not in researcher_client.get(articles).content.decode()
