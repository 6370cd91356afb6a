"""The demo's outlets: what they list, how they say what they are, and how the tracker takes them."""

import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models

from cases.articles.extracting import store_extraction
from cases.articles.models import Article
from cases.articles.services import fetch_article, take_entry
from cases.demo.coverage import MARKS, OUTLETS_FILE, demo_feeds
from cases.demo.feeds import load_demo_feeds
from cases.demo.server import DemoServer
from cases.feeds.models import Feed, FeedEntry, Outlet
from cases.feeds.services import poll_feed
from tests.factories import make_outlet
from tests.support.processes import ROOT, free_ports

ALL = [article for feed in demo_feeds() for article in feed.articles]


@pytest.fixture
def server() -> Iterator[DemoServer]:
    """The real server on a free port."""
    with DemoServer(0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def base_of(server: DemoServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def get(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


@pytest.mark.parametrize(
    "article", ALL, ids=lambda article: f"{article.outlet}-{article.slug[:20]}"
)
def test_every_page_says_that_it_is_a_demonstration(server: DemoServer, article: object) -> None:
    path, mark, original = article.path, article.mark, article.original  # type: ignore[attr-defined]
    status, _headers, page = get(base_of(server) + path)
    assert status == 200
    assert "Demonstration page on this machine" in page
    assert mark.replace("'", "&#x27;") in page
    assert not original or f'href="{original}"' in page


def test_every_entry_of_a_feed_carries_its_mark(server: DemoServer) -> None:
    for feed in demo_feeds():
        _status, _headers, text = get(base_of(server) + feed.path)
        assert text.count("not reproduced.]") + text.count("story page.]") == len(feed.articles)


def test_a_feed_is_not_sent_again_to_whoever_has_it(server: DemoServer) -> None:
    url = base_of(server) + demo_feeds()[0].path
    status, headers, _text = get(url)
    assert status == 200
    assert get(url, **{"If-None-Match": headers["ETag"]})[0] == 304


def test_what_is_not_there_is_not_found(server: DemoServer) -> None:
    assert get(base_of(server) + "/outlets/reuters/nothing")[0] == 404


def test_only_the_one_source_that_lists_them_names_all_eleven() -> None:
    surnames = (
        "Gorinov Kozyreva Kagarlitsky Kamardin Miftakhov Arkhipova Domnin Pchelintsev Trofimov "
        "Shakursky Shestun"
    ).split()
    naming = [one for one in ALL if all(name in " ".join(one.paragraphs) for name in surnames)]
    assert [one.outlet for one in naming] == ["greenleft"]


def test_a_date_is_given_only_where_the_source_gives_one() -> None:
    dated = {one.outlet: one.date for one in ALL if one.date}
    assert dated == {
        "reuters": "2025-07-03",
        "devdiscourse": "2025-07-03",
        "uol": "2025-07-03",
        "greenleft": "2025-07-07",
    }


def test_words_of_others_are_told_from_ours() -> None:
    assert {one.kind for one in ALL} == set(MARKS)
    assert all(one.note for one in ALL if one.kind != "summary" or not one.original)


def test_a_port_in_use_is_one_sentence(server: DemoServer) -> None:
    port = str(server.server_address[1])
    done = subprocess.run(
        [sys.executable, "-m", "cases.demo.server", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "TRACKER_DEMO_PORT" in done.stderr and "Traceback" not in done.stderr


def test_the_server_loads_neither_django_nor_celery() -> None:
    program = (
        "import sys, cases.demo.server; print(any(m in sys.modules for m in ('django', 'celery')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def load_feeds(settings: Any, port: int) -> None:
    """The feeds of the demo, with the outlets that come with the founding story made by hand."""
    settings.DEMO, settings.DEMO_PORT = True, port
    settings.FETCH_ALLOWED_ADDRESSES = frozenset({f"127.0.0.1:{port}"})
    own = {row["key"] for row in json.loads(OUTLETS_FILE.read_text())["rows"]}
    for feed in demo_feeds():
        if feed.outlet not in own and not Outlet.objects.filter(slug=feed.outlet).exists():
            make_outlet(feed.outlet, slug=feed.outlet)
    load_demo_feeds(lambda _words: None)


def read_all_of(outlet: str) -> models.QuerySet[Article]:
    """Poll the outlet's feed, take, fetch and read its articles."""
    poll_feed(Feed.objects.get(outlet__slug=outlet, is_demo=True).pk)
    for entry in FeedEntry.objects.filter(feed__outlet__slug=outlet, taken_at__isnull=True):
        take_entry(entry.pk)
    for article in Article.objects.filter(outlet__slug=outlet):
        fetch_article(article.pk)
        store_extraction(article.pk)
    return Article.objects.filter(outlet__slug=outlet)


@pytest.mark.django_db(transaction=True)
def test_an_article_is_known_by_its_own_address_and_fetched_from_the_demo(
    server: DemoServer, settings: Any
) -> None:
    load_feeds(settings, server.server_address[1])
    article = read_all_of("devdiscourse").get()
    (told,) = next(feed.articles for feed in demo_feeds() if feed.outlet == "devdiscourse")
    assert article.url == told.original
    assert article.fetched_via == base_of(server) + told.path
    assert (article.stage, article.language) == ("extracted", "en")
    assert article.published_on_site_at == datetime(2025, 7, 3, tzinfo=UTC)
    text = article.texts.get().text
    assert text == told.paragraphs[0]
    assert article.summary.endswith(f"[{told.mark}]")


@pytest.mark.django_db(transaction=True)
def test_loading_the_feeds_again_changes_nothing_until_the_server_moves(
    server: DemoServer, settings: Any
) -> None:
    port = server.server_address[1]
    load_feeds(settings, port)
    article = read_all_of("reuters").get()
    assert article.url.startswith(base_of(server))  # no other address is known
    before = list(Feed.objects.order_by("pk").values_list("url", "next_poll_at"))
    load_feeds(settings, port)
    assert list(Feed.objects.order_by("pk").values_list("url", "next_poll_at")) == before

    (elsewhere,) = free_ports(1)
    load_feeds(settings, elsewhere)
    article.refresh_from_db()
    assert article.url.startswith(f"http://127.0.0.1:{elsewhere}/")
    assert Feed.objects.count() == len(demo_feeds())
    assert not Feed.objects.exclude(url__startswith=f"http://127.0.0.1:{elsewhere}/").exists()


@pytest.mark.django_db
def test_without_the_demo_no_feed_of_it_is_made(settings: Any) -> None:
    settings.DEMO = False
    load_demo_feeds(lambda _words: None)
    assert not Feed.objects.exists()
    assert Outlet.objects.filter(slug="unknown-italian", state="published").exists()
