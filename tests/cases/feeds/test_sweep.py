"""A batch of sources polled at once: each gets its own status, and none harms the others."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from cases.feeds import services
from cases.feeds.models import Feed, FeedDay, FeedEntry, FeedPoll
from cases.feeds.polling import keeping, reading, sweeping, visiting
from cases.feeds.polling.reading import Answer, PollOutcome
from cases.feeds.services import forget_old_polls, poll_due, poll_feeds
from tests.cases.feeds.test_poll_feed import XML, rss
from tests.factories import make_feed
from tests.support.hostile_server import HostileServer
from tests.support.local_site import LocalSite
from tests.support.race import race
from tracker.lib import clock
from tracker.lib.http_client import FetchLimits

pytestmark = pytest.mark.django_db(transaction=True)
SHORT = FetchLimits(connect=2, read=1, total=2, max_raw=500_000, max_decoded=1_000_000)


@pytest.fixture
def hostile(site: LocalSite, settings: Settings) -> Iterator[HostileServer]:
    with HostileServer() as server:
        settings.FETCH_ALLOWED_ADDRESSES = frozenset({site.address, server.address})
        yield server


def serve_feeds(site: LocalSite, count: int) -> list[Feed]:
    feeds = []
    for number in range(count):
        site.serve(f"/{number}", rss(2, 1, guid=f"{number}-{{}}"), content_type=XML)
        feeds.append(make_feed(url=site.url(f"/{number}")))
    return feeds


def outcomes() -> dict[str, str]:
    rows = Feed.objects.order_by("pk").values_list("url", "last_outcome")
    return {url.rsplit("/", 1)[1]: outcome for url, outcome in rows}


def test_each_source_of_a_batch_gets_its_own_status(
    site: LocalSite, hostile: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "FEED_LIMITS", SHORT)
    serve_feeds(site, 10)
    site.serve("/login", "<html><body>Please log in</body></html>")
    make_feed(url=site.url("/login"))
    make_feed(url=site.url("/missing"))
    for path in ("silent", "endless-body", "gzip-members-bomb", "short", "loop", "brotli", "reset"):
        make_feed(url=hostile.url(path))
    assert poll_due() == 19
    assert outcomes() == {str(number): "ok" for number in range(10)} | {
        "login": "soft",
        "missing": "soft",
        "silent": "temporary",
        "endless-body": "hard",
        "gzip-members-bomb": "hard",
        "short": "temporary",
        "loop": "soft",
        "brotli": "hard",
        "reset": "temporary",
    }
    assert FeedEntry.objects.count() == 20


def test_a_slow_source_delays_the_state_of_nobody_else(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "FEED_LIMITS", replace(SHORT, read=60, total=60))
    serve_feeds(site, 20)
    site.serve("/slow", rss(1, guid="slow-{}"), content_type=XML)
    others_are_stored = threading.Event()
    site.hold_back("/slow", others_are_stored)
    make_feed(url=site.url("/slow"))
    order: list[str] = []

    def told(feed: Feed, outcome: PollOutcome) -> None:
        order.append(feed.url.rsplit("/", 1)[1])
        if FeedEntry.objects.count() == 40:
            others_are_stored.set()

    ids = list(Feed.objects.values_list("pk", flat=True))
    assert poll_feeds(ids, told=told) == 21
    assert order[-1] == "slow" and set(outcomes().values()) == {"ok"}


def test_due_sources_are_claimed_and_polled_until_none_is_due(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "CLAIM_SIZE", 4)
    serve_feeds(site, 10)
    make_feed(url=site.url("/later"), next_poll_at=clock.now() + timedelta(hours=1))
    assert poll_due() == 10
    assert poll_due() == 0
    assert len(site.requests) == 10 and FeedEntry.objects.count() == 20


def test_a_document_that_the_database_refuses_harms_only_itself(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = serve_feeds(site, 5)
    honest = reading.read

    def with_a_poison(answer: Answer) -> PollOutcome:
        outcome = honest(answer)
        if answer.state.feed_id != feeds[2].pk or outcome.feed is None:
            return outcome
        first = replace(outcome.feed.entries[0], title="a NUL \0 that PostgreSQL refuses")
        return replace(outcome, feed=replace(outcome.feed, entries=(first,)))

    monkeypatch.setattr(reading, "read", with_a_poison)
    assert poll_due() == 4
    assert FeedEntry.objects.count() == 8
    feeds[2].refresh_from_db()
    assert feeds[2].last_reason.startswith("a fault of this installation")
    assert feeds[2].next_poll_at is not None and feeds[2].next_poll_at > clock.now()
    assert not feeds[2].entries.exists() and feeds[2].etag == ""


def test_documents_that_kill_their_parser_harm_only_themselves(
    site: LocalSite, deadly_parser: None
) -> None:
    site.serve("/same", rss(1), content_type=XML, headers={"ETag": '"1"'})
    same = make_feed(url=site.url("/same"), etag='"1"', full_fetch_at=clock.now())
    serve_feeds(site, 3)
    assert poll_due() == 4
    same.refresh_from_db()
    assert same.last_outcome == "unchanged"
    assert sorted(Feed.objects.values_list("parse_attempts", flat=True)) == [0, 1, 1, 1]


def test_95_a_document_that_takes_the_worker_along_is_parked_in_the_end(site: LocalSite) -> None:
    (feed,) = serve_feeds(site, 1)
    Feed.objects.filter(pk=feed.pk).update(parse_attempts=3)  # counted, and the worker was gone
    assert poll_due() == 1
    feed.refresh_from_db()
    assert feed.parked_reason.startswith("Tried 4 times: the document takes its reader along")
    assert not feed.entries.exists()


def test_a_sweep_killed_in_the_middle_leaves_the_rest_to_a_later_one_and_doubles_nothing(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "STORE_AT", 3)
    serve_feeds(site, 9)
    honest, stored = sweeping.keep_outcomes, []

    def killed_at_the_second_batch(batch: object) -> object:
        if stored:
            raise SystemExit("kill -9")
        stored.append(batch)
        return honest(batch)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "keep_outcomes", killed_at_the_second_batch)
    with pytest.raises(SystemExit):
        poll_due()
    monkeypatch.setattr(sweeping, "keep_outcomes", honest)
    done = Feed.objects.filter(last_outcome="ok").count()
    assert 0 < done < 9 and FeedEntry.objects.count() == 2 * done
    assert poll_due() == 0, "the rest is leased"
    Feed.objects.filter(last_outcome="").update(next_poll_at=clock.now())  # the leases end
    assert poll_due() == 9 - done
    assert FeedEntry.objects.count() == 18
    assert sum(FeedDay.objects.values_list("polls", flat=True)) == 9


def test_a_database_that_restarts_in_the_middle_of_a_sweep_loses_and_doubles_nothing(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "STORE_AT", 4)
    serve_feeds(site, 12)
    honest, cuts = keeping._count_days, []

    def cut_off(polled: object) -> None:
        """The server ends our connection in the middle of the second batch, as a restart does."""
        if len(cuts) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        cuts.append(polled)
        honest(polled)  # type: ignore[arg-type]

    def cut_off_once(polled: object) -> None:
        try:
            cut_off(polled)
        except Exception:
            cuts.append("cut")
            raise

    monkeypatch.setattr(keeping, "_count_days", cut_off_once)
    assert poll_due() == 12
    assert "cut" in cuts
    assert FeedEntry.objects.count() == 24
    assert list(FeedDay.objects.values_list("polls", flat=True)) == [1] * 12
    assert FeedPoll.objects.count() == 12


def test_an_answer_counts_once_though_the_database_broke_off_while_it_was_stored(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/gone", "", status=410)
    feed = make_feed(url=site.url("/gone"))
    honest, calls = keeping._count_days, []

    def broken_off_once(polled: object) -> None:
        calls.append(polled)
        if len(calls) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        honest(polled)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "_count_days", broken_off_once)
    assert poll_due() == 1
    feed.refresh_from_db()
    assert len(calls) == 2 and (feed.gone_seen, feed.failures) == (1, 1)


def test_an_outcome_that_was_stored_already_is_not_counted_again(site: LocalSite) -> None:
    (feed,) = serve_feeds(site, 1)
    seen: list[PollOutcome] = []
    poll_feeds([feed.pk], told=lambda _, outcome: seen.append(outcome))
    feed.refresh_from_db()
    assert keeping.keep_outcomes([(feed, seen[0])]) == []
    assert FeedDay.objects.get().polls == 1


def test_97_a_second_sweep_returns_at_once_and_nothing_is_asked_twice(site: LocalSite) -> None:
    serve_feeds(site, 8)
    polled = race(poll_due, poll_due)
    assert sum(polled) == 8
    assert len(site.requests) == 8


def test_unchanged_polls_are_counted_and_leave_no_rows(site: LocalSite) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers={"ETag": '"1"'})
    feed = make_feed(url=site.url("/rss"))
    for _ in range(5):
        services.poll_feed(feed.pk, by_hand=True)
    assert list(FeedPoll.objects.order_by("id").values_list("outcome", flat=True)) == [
        "ok",
        "unchanged",
    ], "the change of outcome is worth a row, what goes on is not"
    day = FeedDay.objects.get()
    assert (day.polls, day.unchanged, day.failures) == (5, 4, 0)
    assert (day.entries_seen, day.entries_new) == (1, 1)
    site.serve("/rss", "", status=500)
    for _ in range(2):
        services.poll_feed(feed.pk, by_hand=True)
    assert FeedPoll.objects.filter(outcome="temporary").count() == 2
    assert FeedDay.objects.get().failures == 2


def test_the_log_of_polls_is_forgotten_bit_by_bit(
    site: LocalSite, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEED_POLL_KEPT_DAYS = 30
    monkeypatch.setattr(services, "MOST_FORGOTTEN", 4)
    feed = make_feed()
    for age in (50, 45, 40, 35, 33, 10, 1):
        started = clock.now() - timedelta(days=age)
        FeedPoll.objects.create(feed=feed, started_at=started, milliseconds=1, outcome="ok")
    assert [forget_old_polls() for _ in range(3)] == [4, 1, 0]
    assert FeedPoll.objects.count() == 2


def test_no_time_left_to_read_puts_documents_back(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "READ_SECONDS", -1.0)
    serve_feeds(site, 3)
    assert poll_due() == 0
    monkeypatch.undo()
    assert not FeedEntry.objects.exists()
    assert set(Feed.objects.values_list("parse_attempts", flat=True)) == {0}
    Feed.objects.update(next_poll_at=clock.now())
    assert poll_due() == 3
