"""The page of sources: worst first, the cause in words, and what a researcher does about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.feeds.health.changes import HealthChange
from cases.feeds.health.words import usual_in_words
from cases.feeds.models import Feed, FeedDay, FeedPoll, Health, Host
from cases.feeds.polling.hosts import host_name
from tests.admin.test_every_page import INLINE
from tests.factories import make_feed, make_outlet
from tracker.lib import clock

LIST = reverse("admin:source_health")
ACT = reverse("admin:source_health_act")


def make_source(name: str, health: Health, code: str, **columns: Any) -> Feed:
    """A source with a verdict and four weeks of days."""
    now = clock.now()
    figures = columns.pop("figures", {})
    feed = make_feed(
        make_outlet(name),
        **{
            "health": health,
            "health_since": now - timedelta(days=2),
            "health_cause": {"code": code, "figures": figures, "remarks": []},
            "last_success_at": now,
        }
        | columns,
    )
    FeedDay.objects.bulk_create(
        FeedDay(
            feed=feed,
            day=now.date() - timedelta(days=number),
            polls=10,
            failures=10 if health == Health.BROKEN and number < 2 else 0,
            entries_new=number % 5,
        )
        for number in range(28)
    )
    return feed


def page(browser: Client, address: str = LIST, **query: str) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def act(browser: Client, verb: str, *feeds: Feed, **form: str) -> list[str]:
    answer = browser.post(ACT, {"act": verb, "source": [feed.pk for feed in feeds], **form})
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_every_source_is_there_worst_first_with_its_cause(researcher_client: Client) -> None:
    make_source("Well Times", Health.WELL, "well", figures={"usual": 3.2})
    make_source("Off Gazette", Health.BROKEN, "gone", active=False)
    make_source("Quiet Post", Health.QUIET, "quiet", figures={"week": 2, "usual_week": 40.0})
    make_source("Broken Herald", Health.BROKEN, "web_page")
    make_source("Silent Echo", Health.SILENT, "silent", figures={"usual": 12.1, "days": 2})
    text = page(researcher_client)
    names = ["Broken Herald", "Silent Echo", "Quiet Post", "Well Times", "Off Gazette"]
    assert sorted(names, key=text.index) == names
    weekday = (clock.now() - timedelta(days=2)).strftime("%A")
    assert (
        f"The server has answered with a web page instead of a feed since {weekday}. "
        "Has the address changed?" in text
    )
    assert f"Usually about 12 articles a day, but nothing new since {weekday}." in text
    assert "2 new in the last seven days, where about 40 are usual." in text
    assert "It writes as usual: about 3 articles a day." in text
    assert "Nobody watches it." in text
    assert "days when asking failed: 2." in text  # the drawing in words


def test_the_same_in_russian_without_anything_inline(researcher_client: Client) -> None:
    feed = make_source("Broken Herald", Health.BROKEN, "web_page")
    for language in ("en", "ru"):
        researcher_client.cookies["django_language"] = language
        for address in (LIST, reverse("admin:source_health_one", args=[feed.pk])):
            found = INLINE.search(page(researcher_client, address))
            assert found is None, f"{address}: {found and found.group()}"


def test_the_list_is_narrowed(researcher_client: Client) -> None:
    make_source("Broken Herald", Health.BROKEN, "web_page", language="lv")
    make_source("Silent Echo", Health.SILENT, "silent", kind="telegram")
    make_source("Off Gazette", Health.WELL, "well", active=False)

    def shown(**query: str) -> list[str]:
        text = page(researcher_client, **query)
        names = ("Broken Herald", "Silent Echo", "Off Gazette")
        return [name for name in names if f">{name}</a>" in text]

    assert shown(health="broken") == ["Broken Herald"]
    assert shown(health="off") == ["Off Gazette"]
    assert shown(kind="telegram") == ["Silent Echo"]
    assert shown(language="lv") == ["Broken Herald"]
    assert shown(outlet="echo") == ["Silent Echo"]
    assert shown(outlet="nowhere") == []
    # What nobody offers narrows nothing, and breaks nothing.
    assert len(shown(health="x", kind="y", language="'", p="99999999999999999999")) == 3


def test_a_source_tells_its_turns_and_its_last_polls(researcher_client: Client) -> None:
    feed = make_source("Broken Herald", Health.BROKEN, "web_page")
    now = clock.now()
    cause = {"code": "missing", "figures": {"status": 404}}
    HealthChange.objects.create(
        feed=feed, at=now, before="well", after="broken", since=now, cause=cause
    )
    FeedPoll.objects.create(
        feed=feed, started_at=now, milliseconds=7, outcome="soft", status=404, reason="<b>no</b>"
    )
    text = page(researcher_client, reverse("admin:source_health_one", args=[feed.pk]))
    assert "There has been nothing at the address since" in text
    assert "&lt;b&gt;no&lt;/b&gt;" in text
    assert "<td>not to be read today</td>" in text, "how a poll ended stands there in words"
    assert reverse("admin:cases_feed_change", args=[feed.pk]) in text
    assert researcher_client.get(f"{LIST}987654/").status_code == 404


def test_a_source_tells_what_we_learned_of_its_server(researcher_client: Client) -> None:
    old = {"url": "https://old.example/rss", "until": "2026-11-01T10:00:00+00:00", "why": "moved"}
    feed = make_source("A", Health.WELL, "web_page", earlier_addresses=[old], validators_lie=True)
    host = Host.objects.create(
        name=host_name(feed.url), robots_verdict="none", robots_note="answered by 503"
    )
    text = page(researcher_client, reverse("admin:source_health_one", args=[feed.pk]))
    assert "https://old.example/rss" in text and "until 2026-11-01" in text
    assert "so each is fetched in full" in text
    address = reverse("admin:cases_host_change", args=[host.pk])
    assert address in text
    text = page(researcher_client, address)
    assert "cannot be had, so nothing is asked" in text and "answered by 503" in text
    assert 'name="_save"' not in text, "what the machine writes is only looked at"


def test_the_list_of_servers_reads_no_text_of_robots_txt(researcher_client: Client) -> None:
    Host.objects.create(name="a.example", robots_verdict="rules", robots_text="User-agent: *\n" * 9)
    with CaptureQueriesContext(connection) as queries:
        text = page(researcher_client, reverse("admin:cases_host_changelist"))
    assert "a.example" in text and "has rules" in text
    assert not [one for one in queries if "robots_text" in one["sql"]], "up to 500 kB a row"


def test_polling_now_makes_the_watched_ones_due(researcher_client: Client) -> None:
    later = clock.now() + timedelta(hours=5)
    watched = make_source("A", Health.BROKEN, "web_page", next_poll_at=later, failures=3)
    parked = make_source(
        "B", Health.BROKEN, "parked", next_poll_at=later, parked_at=later, parked_reason="x"
    )
    said = act(researcher_client, "poll", watched, parked)
    assert said == [
        "1 source is asked within seconds.",
        "1 source is not watched or is parked and was left alone.",
    ]
    watched.refresh_from_db()
    parked.refresh_from_db()
    assert watched.next_poll_at <= clock.now() and watched.failures == 3
    assert parked.next_poll_at == later


def test_a_parked_source_is_watched_again_and_judged_anew(researcher_client: Client) -> None:
    feed = make_source(
        "B",
        Health.BROKEN,
        "parked",
        parked_at=clock.now(),
        parked_reason="x",
        judge_at=clock.now() + timedelta(hours=3),
    )
    assert act(researcher_client, "watch", feed) == ["1 source was switched."]
    feed.refresh_from_db()
    assert (feed.parked_at, feed.parked_reason) == (None, "")
    assert feed.judge_at <= clock.now()


def test_nobody_stops_watching_without_a_reason(researcher_client: Client) -> None:
    feed = make_source("A", Health.BROKEN, "gone")
    assert "Say why" in act(researcher_client, "unwatch", feed)[0]
    feed.refresh_from_db()
    assert feed.active
    act(researcher_client, "unwatch", feed, reason="The paper was closed.")
    feed.refresh_from_db()
    assert not feed.active


def test_the_way_back_leads_nowhere_else(researcher_client: Client) -> None:
    feed = make_source("A", Health.WELL, "well")
    answer = researcher_client.post(
        ACT, {"act": "poll", "source": [feed.pk], "back": "https://evil.example/"}
    )
    assert answer.headers["Location"] == LIST
    answer = researcher_client.post(ACT, {"act": "poll", "source": [], "back": f"{LIST}?p=2"})
    assert answer.headers["Location"] == f"{LIST}?p=2"


def test_a_reader_looks_and_changes_nothing_and_a_stranger_does_not_look(
    make_account: Any,
) -> None:
    feed = make_source("A", Health.BROKEN, "gone")
    reader = Client()
    reader.force_login(make_account("rita", "reader"))
    assert "Stop watching" not in page(reader)
    assert reader.post(ACT, {"act": "poll", "source": [feed.pk]}).status_code == 403
    stranger = Client()
    assert stranger.get(LIST).status_code == 302


def test_the_first_page_counts_broken_and_silent_sources(researcher_client: Client) -> None:
    for number in range(3):
        make_source(f"Broken {number}", Health.BROKEN, "gone")
    make_source("Silent", Health.SILENT, "silent")
    make_source("Off", Health.BROKEN, "gone", active=False)
    text = researcher_client.get("/admin/").content.decode()
    assert "Sources broken: <strong>3</strong>" in text
    assert "Sources silent: <strong>1</strong>" in text
    assert f"{LIST}?health=broken" in text


def test_many_sources_ask_what_few_ask(researcher_client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(researcher_client)
        return len(captured)

    for number in range(3):
        make_source(f"Few {number}", Health.BROKEN, "gone")
    few = asked()
    for number in range(40):
        make_source(f"Many {number}", list(Health)[number % 5], "well")
    assert asked() == few <= 12


def test_pages_follow_each_other_without_loss(researcher_client: Client) -> None:
    names = [f"Source number {number:03}" for number in range(60)]
    for name in names:
        make_source(name, Health.WELL, "well")
    text = "".join(page(researcher_client, p=str(number)) for number in (1, 2, 3))
    assert all(text.count(f">{name}</a>") == 1 for name in names)


@pytest.mark.parametrize(
    ("usual", "words"),
    [
        (12.2, "about 12 articles a day"),
        (1.0, "about 1 article a day"),
        (0.5, "about 4 articles a week"),
        (0.14, "about 1 article a week"),
        (0.07, "about 2 articles a month"),
        (None, "an unknown number of articles"),
    ],
)
def test_the_usual_is_said_in_the_unit_a_person_would_use(usual: Any, words: str) -> None:
    assert usual_in_words(usual) == words
