"""How hosts are asked: robots.txt, delays, connections, and the ways out, against real servers."""

import uuid
from datetime import timedelta

import pytest
from pytest_django import Settings

from cases.feeds.models import Feed, Host, Route, SourceKind
from cases.feeds.polling import reading
from cases.feeds.polling.hosts import HostTurn, host_name, let_go, promise, take_hold
from cases.feeds.polling.reading import Answer, PollOutcome
from cases.feeds.polling.robots import read_robots
from cases.feeds.services import poll_due, poll_feed, poll_feeds
from tests.cases.feeds.test_poll_feed import XML, rss
from tests.factories import make_feed
from tests.support.connect_proxy import ConnectProxy
from tests.support.local_site import LocalSite
from tracker.lib import clock
from tracker.lib.http_outcomes import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(site: LocalSite, settings: Settings) -> LocalSite:
    """A site to which we owe politeness, with a feed."""
    settings.POLITE_TO_OWN_ADDRESSES = True
    settings.HOST_DELAY = 0.0
    site.serve("/rss", rss(1), content_type=XML)
    return site


def poll(feed: Feed) -> PollOutcome:
    outcome = poll_feed(feed.pk, by_hand=True)
    assert outcome is not None
    feed.refresh_from_db()
    return outcome


def host(site: LocalSite) -> Host:
    return Host.objects.get(name=site.address)


def test_robots_txt_is_read_once_a_day_and_obeyed(stranger: LocalSite) -> None:
    stranger.serve("/robots.txt", "User-agent: casetracker\nDisallow: /private\n")
    stranger.serve("/private/rss", rss(1), content_type=XML)
    allowed, forbidden = (make_feed(url=stranger.url(path)) for path in ("/rss", "/private/rss"))
    assert poll_due() == 2
    forbidden.refresh_from_db()
    assert forbidden.last_outcome == "refused"
    assert forbidden.last_reason == "robots.txt of the site does not allow this address"
    assert forbidden.parked_at is None, "what robots.txt says may change"
    assert poll(allowed).outcome is Outcome.UNCHANGED
    assert [len(stranger.seen(path)) for path in ("/robots.txt", "/private/rss")] == [1, 0]
    Host.objects.update(robots_due_at=clock.now())
    stranger.serve("/robots.txt", "", status=404)
    assert poll(forbidden).outcome is Outcome.OK


def test_a_robots_txt_that_its_server_fails_on_forbids_until_it_answers_again(
    stranger: LocalSite,
) -> None:
    feed = make_feed(url=stranger.url("/rss"))
    stranger.serve("/robots.txt", "", status=503)
    outcome = poll(feed)
    assert (
        outcome.outcome is Outcome.TEMPORARY and "robots.txt is answered by 503" in outcome.reason
    )
    assert stranger.seen("/rss") == []
    due = host(stranger).robots_due_at
    assert due is not None and due - clock.now() < timedelta(hours=2)
    Host.objects.update(robots_due_at=clock.now())
    stranger.serve("/robots.txt", "User-agent: *\nAllow: /")
    assert poll(feed).outcome is Outcome.OK


def test_rules_that_were_read_before_hold_while_robots_txt_fails(stranger: LocalSite) -> None:
    feed = make_feed(url=stranger.url("/rss"))
    stranger.serve("/robots.txt", "User-agent: *\nDisallow: /other")
    poll(feed)
    Host.objects.update(robots_due_at=clock.now())
    stranger.serve("/robots.txt", "", status=500)
    assert poll(feed).outcome is Outcome.UNCHANGED
    assert "500" in host(stranger).robots_note


def test_a_host_is_asked_no_faster_than_its_robots_txt_wants(stranger: LocalSite) -> None:
    stranger.serve("/robots.txt", "User-agent: *\nCrawl-delay: 40\nDisallow:")
    feeds = [make_feed(url=stranger.url(f"/rss?{number}")) for number in range(3)]
    for number in range(3):
        stranger.serve(f"/rss?{number}", rss(1), content_type=XML)
    assert poll_due() == 1, "the others could only begin after the end of the batch"
    waits = sorted(
        (feed.next_poll_at - clock.now()).total_seconds()
        for feed in Feed.objects.filter(last_polled_at=None)
        if feed.next_poll_at is not None
    )
    assert len(waits) == 2 and 75 < waits[0] <= 80 and 115 < waits[1] <= 120
    assert all(feed.failures == 0 for feed in feeds)


def test_the_delay_lies_between_two_requests_to_a_host(
    stranger: LocalSite, settings: Settings
) -> None:
    settings.HOST_DELAY = 0.4
    moments = []
    for number in range(3):
        stranger.serve(f"/rss?{number}", rss(1), content_type=XML)
        make_feed(url=stranger.url(f"/rss?{number}"))
    assert poll_due() == 3
    moments = list(Feed.objects.order_by("last_polled_at").values_list("last_polled_at", flat=True))
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:], strict=False)]
    assert all(gap >= timedelta(seconds=0.39) for gap in gaps)
    next_request = host(stranger).next_request_at
    assert next_request is not None and next_request - moments[-1] >= timedelta(seconds=0.39)


def test_no_more_connections_to_a_host_than_are_set(
    stranger: LocalSite, settings: Settings
) -> None:
    settings.HOST_CONNECTIONS = 2
    stranger.slow_down(0.1)
    for number in range(8):
        stranger.serve(f"/rss?{number}", rss(1), content_type=XML)
        make_feed(url=stranger.url(f"/rss?{number}"))
    assert poll_due() == 8
    assert stranger.most_at_once == 2


def serve_index(site: LocalSite, *children: str) -> Feed:
    """A source that is an index of sitemaps, each with a page of its own."""
    for name in children:
        page = site.url(f"/2026/11/10{name}")
        site.serve(name, f"<urlset><url><loc>{page}</loc></url></urlset>", content_type=XML)
    named = "".join(f"<sitemap><loc>{site.url(name)}</loc></sitemap>" for name in children)
    site.serve("/index.xml", f"<sitemapindex>{named}</sitemapindex>", content_type=XML)
    return make_feed(url=site.url("/index.xml"), kind=SourceKind.SITEMAP)


def test_what_an_index_names_is_asked_no_faster_than_the_rest_of_its_host(
    stranger: LocalSite, settings: Settings
) -> None:
    settings.HOST_DELAY = 0.4
    feed = serve_index(stranger, "/posts-1.xml", "/posts-2.xml")
    outcome = poll(feed)
    assert (outcome.outcome, outcome.entries_new) == (Outcome.OK, 2)
    next_request = host(stranger).next_request_at
    assert next_request is not None
    assert next_request - outcome.started_at >= timedelta(seconds=3 * 0.4)
    assert [request.path for request in stranger.requests][:2] == ["/robots.txt", "/index.xml"]


def test_what_an_index_names_is_not_asked_where_robots_txt_forbids_it(
    stranger: LocalSite,
) -> None:
    stranger.serve("/robots.txt", "User-agent: *\nDisallow: /posts-2\n")
    feed = serve_index(stranger, "/posts-1.xml", "/posts-2.xml")
    outcome = poll(feed)
    assert (outcome.outcome, outcome.entries_new) == (Outcome.OK, 1)
    assert "posts-2.xml: robots.txt of the site does not allow this address" in outcome.reason
    assert stranger.seen("/posts-2.xml") == []
    Host.objects.update(robots_due_at=clock.now())
    stranger.serve("/robots.txt", "User-agent: *\nDisallow: /posts-\n")
    assert poll(feed).outcome is Outcome.REFUSED


def test_what_an_index_names_is_left_out_where_it_could_not_be_asked_within_the_visit(
    stranger: LocalSite,
) -> None:
    stranger.serve("/robots.txt", "User-agent: *\nCrawl-delay: 50\nDisallow:")
    feed = serve_index(stranger, "/posts-1.xml")
    outcome = poll(feed)
    assert outcome.outcome is Outcome.TEMPORARY
    assert outcome.reason.endswith("posts-1.xml: its host may not be asked so soon again")
    assert stranger.seen("/posts-1.xml") == []


def test_the_host_is_ours_while_what_an_index_names_is_read(
    stranger: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, held_by_others = reading.read, []

    def read(answer: Answer) -> PollOutcome:
        held_by_others.append(take_hold([stranger.address], holder=uuid.uuid4()))
        return honest(answer)

    monkeypatch.setattr(reading, "read", read)
    assert poll(serve_index(stranger, "/posts-1.xml")).outcome is Outcome.OK
    assert held_by_others == [{}, {}]


def test_a_worker_whose_hold_has_ended_does_not_overwrite_what_another_learned(
    stranger: LocalSite,
) -> None:
    late, now = uuid.uuid4(), clock.now()
    (turn,) = take_hold([stranger.address], holder=late).values()
    turn.learn(read_robots(status=503, body=b""), now)
    Host.objects.update(held_until=now)
    assert poll(make_feed(url=stranger.url("/rss"))).outcome is Outcome.OK
    let_go([turn], holder=late)
    assert host(stranger).robots_verdict == "all"


def test_a_host_that_another_worker_holds_is_left_to_it(stranger: LocalSite) -> None:
    feeds = [make_feed(url=stranger.url("/rss")), make_feed(url=stranger.url("/rss?2"))]
    other = uuid.uuid4()
    held = take_hold([stranger.address], holder=other)
    assert take_hold([stranger.address], holder=uuid.uuid4()) == {}
    told: list[PollOutcome] = []
    assert poll_feeds([feed.pk for feed in feeds], told=lambda _, how: told.append(how)) == 0
    assert stranger.requests == []
    assert all(how.put_off and "is to be left alone until" in how.reason for how in told)
    times = {feed.next_poll_at for feed in Feed.objects.all()}
    assert len(times) == 2, "they come back one after the other"
    let_go(held.values(), holder=other)
    assert poll(feeds[0]).outcome is Outcome.OK


def test_the_hold_of_a_dead_worker_ends(stranger: LocalSite) -> None:
    take_hold([stranger.address], holder=uuid.uuid4())
    Host.objects.update(held_until=clock.now() - timedelta(seconds=1))
    assert poll(make_feed(url=stranger.url("/rss"))).outcome is Outcome.OK


def test_47_a_host_that_asks_for_quiet_is_left_alone_as_a_whole(stranger: LocalSite) -> None:
    stranger.serve("/busy", "", status=429, headers={"Retry-After": "3600"})
    busy, other = make_feed(url=stranger.url("/busy")), make_feed(url=stranger.url("/rss"))
    assert poll(busy).outcome is Outcome.THROTTLED
    outcome = poll(other)
    assert outcome.put_off is not None
    assert outcome.put_off - clock.now() > timedelta(minutes=55)
    assert stranger.seen("/rss") == [] and other.last_polled_at is None


def test_a_host_that_is_to_be_left_alone_is_not_asked_for_its_robots_txt_either(
    stranger: LocalSite,
) -> None:
    stranger.serve("/busy", "", status=429, headers={"Retry-After": "3600"})
    poll(make_feed(url=stranger.url("/busy")))
    Host.objects.update(robots_due_at=clock.now())
    assert poll(make_feed(url=stranger.url("/rss"))).put_off is not None
    assert len(stranger.seen("/robots.txt")) == 1
    Host.objects.update(next_request_at=clock.now() + timedelta(seconds=0.5))
    began = clock.now()
    assert poll(make_feed(url=stranger.url("/rss?1"))).put_off is None
    assert len(stranger.seen("/robots.txt")) == 2
    assert clock.now() - began > timedelta(seconds=0.4)


def test_a_robots_txt_that_asks_for_quiet_is_heeded_for_the_whole_host(
    stranger: LocalSite,
) -> None:
    stranger.serve("/robots.txt", "", status=429, headers={"Retry-After": "3600"})
    outcome = poll(make_feed(url=stranger.url("/rss")))
    assert outcome.put_off is not None
    assert outcome.put_off - clock.now() > timedelta(minutes=55)
    assert stranger.seen("/rss") == []


def test_promises_do_not_fall_together() -> None:
    take_hold(["a.example"], holder=uuid.uuid4())
    first, second = promise({"a.example": 3}), promise({"a.example": 2})
    moments = [*first["a.example"], *second["a.example"]]
    assert moments == sorted(set(moments)) and moments[0] > clock.now()


def test_the_demos_own_outlets_are_neither_held_nor_delayed(site: LocalSite) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    assert poll(make_feed(url=site.url("/rss"))).outcome is Outcome.OK
    assert not Host.objects.exists() and len(site.requests) == 1


def test_a_source_is_reached_through_tor_by_its_name_alone(
    site: LocalSite, settings: Settings
) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    where = ("127.0.0.1", int(site.address.rpartition(":")[2]))
    feed = make_feed(url="http://outlet.example.org/rss", route=Route.TOR)
    with ConnectProxy({"outlet.example.org:80": where}) as tor:
        settings.WATCHER_TOR = tor.address
        assert poll(feed).outcome is Outcome.OK
        assert set(tor.asked) == {"CONNECT outlet.example.org:80"}
        literal = make_feed(url=f"http://{site.address}/rss", route=Route.TOR)
        private = make_feed(url="http://printer.local/rss", route=Route.TOR)
        for refused in (literal, private):
            assert poll(refused).outcome is Outcome.REFUSED
        unknown = make_feed(url="http://unknown.example.org/rss", route=Route.TOR)
        assert poll(unknown).reason == "the proxy answered 502 for this host"
    assert poll(feed).reason == "the proxy cannot be reached"
    assert feed.failures == 0.25


@pytest.mark.parametrize(
    ("route", "way", "setting"),
    [(Route.TOR, "Tor", "WATCHER_TOR"), (Route.PROXY, "the proxy", "WATCHER_PROXY")],
)
def test_a_way_that_is_not_set_is_a_plain_reason_and_never_the_direct_one(
    stranger: LocalSite, route: str, way: str, setting: str
) -> None:
    feed = make_feed(url=stranger.url("/rss"), route=route)
    outcome = poll(feed)
    assert outcome.outcome is Outcome.REFUSED
    assert outcome.reason == (
        f"the source is to be reached through {way}, but {setting} is not set"
    )
    assert stranger.requests == []


def test_hosts_are_named_by_host_and_unusual_port() -> None:
    assert host_name("https://Outlet.example./feed") == "outlet.example"
    assert host_name("http://outlet.example:80/") == "outlet.example"
    assert host_name("http://127.0.0.1:8099/x") == "127.0.0.1:8099"
    assert host_name("http://[broken") == ""
    assert not HostTurn("x", polite=False).robots_due(clock.now())
