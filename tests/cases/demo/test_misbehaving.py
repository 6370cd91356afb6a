"""The demo's misbehaving sources: each is judged for what it does, and none is ever public."""

from typing import Any

import pytest
from django.test import Client

from cases.articles.models import Article
from cases.articles.selectors import entries_to_take
from cases.demo.misbehaving import SOURCES
from cases.demo.misbehaving_sources import load_misbehaving_sources
from cases.demo.server import DemoServer
from cases.feeds.health.assessing import judge_sources
from cases.feeds.models import Feed, FeedEntry, Outlet
from cases.feeds.services import poll_feed
from tests.cases.demo.test_outlets import server  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)


def load(settings: Any, port: int) -> None:
    settings.DEMO, settings.DEMO_PORT = True, port
    settings.FETCH_ALLOWED_ADDRESSES = frozenset({f"127.0.0.1:{port}"})
    load_misbehaving_sources(lambda _words: None)


def test_each_is_judged_for_what_it_does_and_none_becomes_an_article(
    server: DemoServer,  # noqa: F811
    settings: Any,
) -> None:
    load(settings, server.server_address[1])
    feeds = list(Feed.objects.order_by("pk"))
    for _visit in range(3):
        for feed in feeds:
            poll_feed(feed.pk, by_hand=True)
    judge_sources([feed.pk for feed in feeds])
    found = {
        feed.outlet.slug.removeprefix("demo-"): (feed.health, feed.health_cause["code"])
        for feed in Feed.objects.select_related("outlet")
    }
    assert found == {
        "web-page": ("broken", "web_page"),
        "silent": ("silent", "silent"),
        "lying-etag": ("well", "well"),
        "overloaded": ("broken", "server"),
        "wrong-charset": ("well", "well"),
        "closed-channel": ("broken", "telegram"),
        "rebuilt-page": ("broken", "selector"),
    }
    lying = Feed.objects.get(outlet__slug="demo-lying-etag")
    assert lying.health_cause["remarks"] == ["validators_lie"]
    # What they list was known before, in the right letters too: nothing waits to become an article.
    assert FeedEntry.objects.count() == sum(max(len(one.titles), 1) for one in SOURCES)
    assert FeedEntry.objects.filter(title="Заголовок в windows-1251").exists()
    assert not entries_to_take().exists() and not Article.objects.exists()


def test_none_of_them_is_public(settings: Any) -> None:
    load(settings, 8099)
    assert set(Outlet.objects.values_list("state", flat=True)) == {"draft"}
    page = Client().get("/outlets/").content.decode()
    assert "Demo:" not in page


def test_loading_again_changes_nothing_and_follows_the_server(settings: Any) -> None:
    load(settings, 8099)
    before = list(Feed.objects.order_by("pk").values_list("pk", "url", "next_poll_at"))
    load(settings, 8099)
    assert list(Feed.objects.order_by("pk").values_list("pk", "url", "next_poll_at")) == before
    load(settings, 8100)
    assert len(Feed.objects.filter(url__startswith="http://127.0.0.1:8100/")) == len(SOURCES)
    assert Feed.objects.count() == len(SOURCES)


def test_without_the_demo_there_are_none(settings: Any) -> None:
    settings.DEMO = False
    load_misbehaving_sources(lambda _words: None)
    assert not Feed.objects.exists() and not Outlet.objects.exists()
