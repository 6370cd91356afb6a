"""One poll of a feed against a real server: what is kept, and when the next one comes."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.feeds import services
from cases.feeds.models import Feed, FeedEntry
from cases.feeds.polling.reading import PollOutcome
from cases.feeds.services import poll_feed, unwatch_feed, watch_feed
from tests.factories import make_feed
from tests.support.local_site import Answer, LocalSite
from tracker.lib import clock, contained
from tracker.lib.errors import Refused
from tracker.lib.http_outcomes import Outcome

pytestmark = pytest.mark.django_db
XML = "application/rss+xml; charset=utf-8"


def rss(*numbers: int, title: str = "Item {}", guid: str = "guid-{}", channel: str = "") -> str:
    items = "".join(
        f"<item><title>{title.format(n)}</title><link>https://outlet.example/{n}</link>"
        f"<guid isPermaLink='false'>{guid.format(n)}</guid><description>Words {n}.</description>"
        f"<pubDate>Tue, 10 Nov 2026 {n:02}:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>F</title>{channel}{items}</channel></rss>"


@pytest.fixture
def feed(site: LocalSite) -> Feed:
    return make_feed(url=site.url("/rss"))


def poll(feed: Feed) -> PollOutcome:
    outcome = poll_feed(feed.pk, by_hand=True)
    assert outcome is not None
    feed.refresh_from_db()
    return outcome


def titles(feed: Feed) -> list[str]:
    return list(feed.entries.order_by("id").values_list("title", flat=True))


def wait(feed: Feed) -> timedelta:
    assert feed.next_poll_at is not None
    return feed.next_poll_at - clock.now()


def test_200_keeps_each_entry_once_and_logs_the_poll(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", rss(2, 1), content_type=XML, headers={"ETag": '"1"'})
    outcome = poll(feed)
    assert (outcome.outcome, outcome.entries_seen, outcome.entries_new) == (Outcome.OK, 2, 2)
    assert titles(feed) == ["Item 1", "Item 2"]
    entry = feed.entries.get(title="Item 2")
    assert entry.url == "https://outlet.example/2"
    assert entry.published_at == datetime(2026, 11, 10, 2, tzinfo=UTC)
    assert entry.taken_at is None and entry.next_attempt_at is not None
    log = feed.polls.get()
    assert (log.outcome, log.status, log.entries_new) == ("ok", 200, 2)
    assert feed.etag == '"1"' and feed.failures == 0
    assert feed.last_success_at is not None and feed.parse_attempts == 0

    site.serve("/rss", rss(3, 2, 1), content_type=XML)
    assert poll(feed).entries_new == 1
    assert titles(feed) == ["Item 1", "Item 2", "Item 3"]


def test_45_a_304_is_asked_for_and_nothing_is_parsed(
    site: LocalSite, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers={"ETag": '"1"', "Last-Modified": "x"})
    poll(feed)
    before = feed.entries.get().last_seen_at
    monkeypatch.setattr("cases.feeds.polling.reading.call_contained", pytest.fail)
    assert poll(feed).outcome is Outcome.UNCHANGED
    assert site.requests[-1].headers["if-none-match"] == '"1"'
    assert [log.status for log in feed.polls.all()] == [304, 200]
    assert feed.entries.get().last_seen_at == before


def test_the_same_bytes_without_validators_are_not_parsed_again(
    site: LocalSite, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    poll(feed)
    monkeypatch.setattr("cases.feeds.polling.reading.call_contained", pytest.fail)
    outcome = poll(feed)
    assert (outcome.outcome, outcome.status) == (Outcome.UNCHANGED, 200)


def test_46_a_server_that_says_unchanged_for_ever_is_asked_in_full_every_week(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers={"ETag": '"lies"'})
    poll(feed)
    site.serve("/rss", rss(2, 1), content_type=XML, headers={"ETag": '"lies"'})
    assert poll(feed).outcome is Outcome.UNCHANGED
    Feed.objects.filter(pk=feed.pk).update(full_fetch_at=clock.now() - timedelta(days=8))
    assert poll(feed).entries_new == 1
    assert "if-none-match" not in site.requests[-1].headers


def test_404_backs_off_by_half_a_failure_and_keeps_what_is_there(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    poll(feed)
    site.serve("/rss", "gone fishing", status=404)
    assert poll(feed).outcome is Outcome.SOFT
    assert feed.failures == 0.5 and feed.parked_at is None
    assert titles(feed) == ["Item 1"]
    poll(feed)
    assert feed.failures == 1.0
    site.serve("/rss", rss(2), content_type=XML)
    poll(feed)
    assert feed.failures == 0 and titles(feed) == ["Item 1", "Item 2"]


def test_410_three_times_in_a_row_parks_the_feed_with_a_plain_reason(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", "", status=410)
    for _ in range(2):
        assert poll(feed).gone and feed.parked_at is None
    site.serve("/rss", rss(1), content_type=XML)
    poll(feed)
    site.serve("/rss", "", status=410)
    for answer in (1, 2, 3):
        poll(feed)
        assert (feed.parked_at is not None) == (answer == 3)
    assert feed.parked_reason == "The server says that the feed was removed for good (410)."
    assert poll_feed(feed.pk) is None


@pytest.mark.parametrize("status", [429, 503])
def test_47_retry_after_is_honoured(site: LocalSite, feed: Feed, status: int) -> None:
    site.serve("/rss", "", status=status, headers={"Retry-After": "7200"})
    poll(feed)
    assert timedelta(hours=1.9) < wait(feed) < timedelta(hours=2.3)


def test_47_a_retry_after_of_ten_years_is_a_day(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", "", status=429, headers={"Retry-After": str(10 * 365 * 86_400)})
    poll(feed)
    assert timedelta(hours=23) < wait(feed) <= timedelta(hours=24)


def test_500_is_a_quarter_of_a_failure(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", "", status=500)
    assert poll(feed).outcome is Outcome.TEMPORARY
    assert feed.failures == 0.25


def test_a_server_that_is_not_there_is_told_in_words(site: LocalSite, feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(url="http://127.0.0.1:9/rss")
    outcome = poll(feed)
    assert outcome.outcome is Outcome.REFUSED
    assert "address not allowed" in feed.last_reason
    assert feed.polls.get().status is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body>Please log in</body></html>", "a web page (HTML), not a feed"),
        ("", "the document is empty"),
        ("<rss><channel><item></rss", None),
    ],
)
def test_49_a_page_instead_of_a_feed_is_a_soft_failure_and_old_items_stay(
    site: LocalSite, feed: Feed, body: str, reason: str | None
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers={"ETag": '"1"'})
    poll(feed)
    site.serve("/rss", body, content_type="text/html")
    outcome = poll(feed)
    if reason:
        assert outcome.outcome is Outcome.SOFT and feed.last_reason == reason
        assert feed.etag == '"1"', "the proof of a document that was not read is not kept"
    assert titles(feed) == ["Item 1"]


def test_29_a_feed_that_is_too_large_is_refused(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", "<rss>" + " " * 6_000_000 + "</rss>", content_type=XML)
    assert poll(feed).outcome is Outcome.HARD
    assert feed.failures == 1 and not feed.entries.exists()


def test_51_a_hostile_feed_is_named_and_the_worker_lives(site: LocalSite, feed: Feed) -> None:
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};">' for n in range(1, 60_000))
    site.serve("/rss", f'<!DOCTYPE rss [<!ENTITY e0 "x">{entities}]><rss>&e59999;</rss>')
    assert poll(feed).outcome is Outcome.SOFT
    assert feed.last_reason.startswith("dangerous XML: ")


def test_95_a_document_that_kills_its_parser_is_tried_three_times_then_parked(
    site: LocalSite, feed: Feed, deadly_parser: None
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers={"ETag": '"1"'})
    for attempt in (1, 2, 3):
        outcome = poll(feed)
        assert outcome.killed and outcome.outcome is Outcome.HARD
        assert feed.parse_attempts == attempt
        assert (feed.parked_at is not None) == (attempt == 3)
    assert feed.parked_reason.startswith("Tried 3 times: the document kills its parser")
    assert feed.etag == "" and not feed.entries.exists()


def test_the_attempt_is_counted_before_the_parser_runs(
    site: LocalSite, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_the_worker_along(*args: object) -> None:
        assert Feed.objects.get().parse_attempts == 1
        raise SystemExit("killed in the middle")

    monkeypatch.setattr("cases.feeds.polling.reading.call_contained", take_the_worker_along)
    site.serve("/rss", rss(1), content_type=XML)
    with pytest.raises(SystemExit):
        poll_feed(feed.pk)
    assert Feed.objects.get().parse_attempts == 1


def test_an_unforeseen_error_of_the_parser_counts_like_a_killed_one(
    site: LocalSite, feed: Feed, faulty_parser: None
) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    for _ in range(3):
        poll(feed)
    assert feed.parked_reason.startswith(
        "Tried 3 times: the parser failed on the document: KeyError"
    )


def test_a_parser_that_cannot_be_started_is_never_the_documents_fault(
    site: LocalSite, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*args: object) -> None:
        raise contained.ParserUnavailable("no process for the parser")

    monkeypatch.setattr("cases.feeds.polling.reading.call_contained", unavailable)
    site.serve("/rss", rss(1), content_type=XML)
    with pytest.raises(contained.ParserUnavailable):
        poll_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.parse_attempts == 0
    assert "a fault of this installation" in feed.last_reason
    assert wait(feed) > timedelta(seconds=30), "the row steps aside before the error is raised"


def test_70_a_changed_text_is_a_new_version_and_the_old_one_is_kept(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    poll(feed)
    FeedEntry.objects.update(taken_at=clock.now(), next_attempt_at=None)
    site.serve("/rss", rss(1, title="Item {}, corrected"), content_type=XML)
    assert poll(feed).entries_new == 0
    entry = feed.entries.get()
    assert entry.title == "Item 1, corrected"
    assert [old["title"] for old in entry.earlier] == ["Item 1"]
    assert entry.taken_at is None and entry.next_attempt_at is not None


def test_69_guids_that_change_at_every_fetch_make_no_new_entries(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(2, 1), content_type=XML)
    poll(feed)
    site.serve("/rss", rss(3, 2, 1, guid="other-{}"), content_type=XML)
    assert poll(feed).entries_new == 1
    site.serve("/rss", rss(3, 2, 1, guid="third-{}"), content_type=XML)
    assert poll(feed).entries_new == 0
    assert titles(feed) == ["Item 1", "Item 2", "Item 3"]


def test_71_an_item_that_left_the_feed_stays(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", rss(2, 1), content_type=XML)
    poll(feed)
    site.serve("/rss", rss(2), content_type=XML)
    poll(feed)
    assert titles(feed) == ["Item 1", "Item 2"]
    old, current = feed.entries.order_by("id")
    assert old.last_seen_at < current.last_seen_at


def test_an_entry_without_an_address_is_kept_and_said_to_lead_nowhere(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1).replace("https://outlet.example/1", "javascript:x()"))
    poll(feed)
    entry = feed.entries.get()
    assert entry.parked_reason == "the entry names no web address"
    assert entry.next_attempt_at is None


def test_a_very_long_guid_is_kept_under_its_digest(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", rss(1, guid="x" * 9_000 + "{}"), content_type=XML)
    poll(feed)
    site.serve("/rss", rss(2, 1, guid="x" * 9_000 + "{}"), content_type=XML)
    assert poll(feed).entries_new == 1


def test_the_fixed_interval_of_a_feed_wins_over_the_shortest_of_the_settings(
    site: LocalSite, feed: Feed
) -> None:
    Feed.objects.filter(pk=feed.pk).update(interval=10)
    site.serve("/rss", rss(1), content_type=XML)
    poll(feed)
    assert timedelta(seconds=8) < wait(feed) <= timedelta(seconds=11)


def test_the_wishes_of_feed_and_server_are_heard(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", rss(channel="<ttl>120</ttl>"), content_type=XML)
    poll(feed)
    assert feed.ttl == 7200 and timedelta(hours=1.9) < wait(feed) < timedelta(hours=2.3)
    site.serve("/rss", rss(1), content_type=XML, headers={"Cache-Control": "max-age=21600"})
    poll(feed)
    assert timedelta(hours=5.9) < wait(feed) < timedelta(hours=6.7)


def test_a_feed_that_is_off_or_was_just_polled_is_left_alone(site: LocalSite, feed: Feed) -> None:
    site.serve("/rss", rss(1), content_type=XML)
    assert poll_feed(feed.pk) is not None
    assert poll_feed(feed.pk) is None, "a task delivered twice"
    off = make_feed(url=site.url("/off"), active=False)
    assert poll_feed(off.pk) is None
    assert poll_feed(10**9) is None
    assert len(site.requests) == 1


def test_a_person_switches_feeds_on_and_off_with_a_reason(feed: Feed, researcher: object) -> None:
    with pytest.raises(Refused):
        unwatch_feed(feed, by=researcher, reason=" ")
    assert not unwatch_feed(feed, by=researcher, reason="moved to another address").active
    Feed.objects.filter(pk=feed.pk).update(parked_at=clock.now(), parked_reason="x", failures=4)
    on = watch_feed(feed, by=researcher, reason="it is back")
    assert on.active and on.parked_at is None and on.failures == 0
    assert on.next_poll_at is not None and on.next_poll_at <= clock.now()


def test_feeds_never_polled_become_due(feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=None)
    make_feed(active=False, next_poll_at=None)
    assert services.make_new_feeds_due() == 1


def test_a_redirected_feed_resolves_links_against_where_it_was_found(
    site: LocalSite, feed: Feed
) -> None:
    site.redirect("/rss", site.url("/deep/feed"))
    site.serve("/deep/feed", rss(1).replace("https://outlet.example/1", "item"), content_type=XML)
    poll(feed)
    assert feed.entries.get().url == site.url("/deep/item")


def test_a_failure_in_between_loses_nothing(site: LocalSite, feed: Feed) -> None:
    site.serve_in_turn(
        "/rss",
        [Answer(rss(1).encode()), Answer(b"", 500), Answer(rss(2, 1).encode())],
    )
    assert [poll(feed).outcome for _ in range(3)] == [Outcome.OK, Outcome.TEMPORARY, Outcome.OK]
    assert titles(feed) == ["Item 1", "Item 2"]
