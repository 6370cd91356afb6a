"""Validators that lie, addresses that move, wishes of servers and feeds: what follows for the source."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.feeds.models import Feed
from cases.feeds.polling.reading import PollOutcome
from cases.feeds.services import poll_feed
from tests.cases.feeds.test_poll_feed import XML, rss
from tests.factories import make_feed
from tests.support.local_site import LocalSite
from tracker.lib import clock
from tracker.lib.http_outcomes import Outcome

pytestmark = pytest.mark.django_db
ETAG = {"ETag": '"same"'}


@pytest.fixture
def feed(site: LocalSite) -> Feed:
    return make_feed(url=site.url("/rss"))


def poll(feed: Feed) -> PollOutcome:
    outcome = poll_feed(feed.pk, by_hand=True)
    assert outcome is not None
    feed.refresh_from_db()
    return outcome


def age(feed: Feed, **columns: timedelta) -> None:
    """Let time pass for some of the feed's moments."""
    Feed.objects.filter(pk=feed.pk).update(
        **{name: clock.now() - passed for name, passed in columns.items()}
    )


def test_a_body_that_changed_under_its_etag_marks_the_source_and_nothing_is_sent_any_more(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers=ETAG)
    poll(feed)
    site.serve("/rss", rss(2, 1), content_type=XML, headers=ETAG)
    assert poll(feed).outcome is Outcome.UNCHANGED, "the server lies, and we cannot know yet"
    assert not feed.validators_lie
    age(feed, full_fetch_at=timedelta(days=1, minutes=1))
    assert poll(feed).entries_new == 1, "the first proof comes within a day"
    assert feed.validators_lie
    assert "under an unchanged ETag" in feed.polls.order_by("id").last().reason  # type: ignore[union-attr]
    site.serve("/rss", rss(3, 2, 1), content_type=XML, headers=ETAG)
    assert poll(feed).entries_new == 1
    assert "if-none-match" not in site.requests[-1].headers


def test_a_server_that_lied_is_given_another_chance_after_a_month(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers=ETAG)
    poll(feed)
    Feed.objects.filter(pk=feed.pk).update(validators_lie=True)
    age(feed, validators_judged_at=timedelta(days=29))
    poll(feed)
    assert feed.validators_lie
    age(feed, validators_judged_at=timedelta(days=31))
    poll(feed)
    assert not feed.validators_lie and feed.validators_judged_at is None
    poll(feed)
    assert site.requests[-1].headers["if-none-match"] == '"same"'


def test_a_server_that_ignores_what_we_hold_and_keeps_its_etag_is_caught_at_once(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers={"Etag": '"a"'})
    poll(feed)
    # What it compares with differs from what it says.
    site.serve_raw(
        "/rss",
        b'ETag: "a"\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n' % len(rss(2, 1)),
        rss(2, 1).encode(),
    )
    poll(feed)
    assert feed.validators_lie


def test_a_comment_that_changes_under_last_modified_is_no_lie(site: LocalSite, feed: Feed) -> None:
    dated = {"Last-Modified": "Tue, 10 Nov 2026 10:00:00 GMT"}
    site.serve("/rss", rss(1), content_type=XML, headers=dated)
    poll(feed)
    site.serve("/rss", rss(1) + "<!-- served by 7 -->", content_type=XML, headers=dated)
    age(feed, full_fetch_at=timedelta(days=8))
    assert poll(feed).outcome is Outcome.OK
    assert not feed.validators_lie
    site.serve("/rss", rss(2, 1), content_type=XML, headers=dated)
    age(feed, full_fetch_at=timedelta(days=8))
    poll(feed)
    assert feed.validators_lie


def test_validators_that_hold_are_proven_and_then_tried_once_a_week(
    site: LocalSite, feed: Feed
) -> None:
    site.serve("/rss", rss(1), content_type=XML, headers=ETAG)
    poll(feed)
    age(feed, full_fetch_at=timedelta(days=2))
    assert poll(feed).status == 200 and feed.validators_judged_at is not None
    age(feed, full_fetch_at=timedelta(days=2))
    assert poll(feed).status == 304
    age(feed, full_fetch_at=timedelta(days=7, minutes=1))
    assert poll(feed).status == 200


def test_24_a_feed_that_moved_for_good_is_followed_after_three_answers(
    site: LocalSite, feed: Feed
) -> None:
    old, new = site.url("/rss"), site.url("/new")
    site.redirect("/rss", "/new", status=301)
    site.serve("/new", rss(1), content_type=XML, headers=ETAG)
    for answers in (1, 2):
        poll(feed)
        assert (feed.url, feed.moved_to, feed.moved_seen) == (old, new, answers)
    poll(feed)
    assert (feed.url, feed.moved_to, feed.moved_seen) == (new, "", 0)
    (earlier,) = feed.earlier_addresses
    assert earlier["url"] == old
    assert earlier["why"] == f"moved for good: 3 answers in a row led from {old} to {new}"
    log = feed.polls.order_by("id").last()
    assert log is not None and "moved for good" in log.reason, "though nothing new came"
    poll(feed)
    assert site.requests[-1].path == "/new" and site.requests[-1].headers["if-none-match"]


def test_24_other_answers_in_between_begin_the_count_anew(site: LocalSite, feed: Feed) -> None:
    site.serve("/new", rss(1), content_type=XML)
    site.serve("/other", rss(1), content_type=XML)
    for target, status in [("/new", 308), ("/new", 301), ("/other", 301), ("/new", 302)]:
        site.redirect("/rss", target, status=status)
        poll(feed)
    assert (feed.url, feed.moved_seen) == (site.url("/rss"), 0)
    site.redirect("/rss", "/new", status=301)
    poll(feed)
    site.serve("/rss", "", status=500)
    poll(feed)
    site.redirect("/rss", "/new", status=301)
    poll(feed)
    assert feed.moved_seen == 2, "a bad day says nothing about the move"


def test_24_never_to_a_refused_address_nor_to_that_of_another_source(
    site: LocalSite, feed: Feed
) -> None:
    site.redirect("/rss", "http://127.0.0.1:9/rss", status=301)
    for _ in range(4):
        assert poll(feed).outcome is Outcome.REFUSED
    assert (feed.url, feed.moved_to) == (site.url("/rss"), "")
    other = make_feed(url=site.url("/new"))
    site.redirect("/rss", "/new", status=301)
    site.serve("/new", rss(1), content_type=XML)
    for _ in range(5):
        poll(feed)
    assert feed.url == site.url("/rss") and other.url == site.url("/new")
    notes = [log.reason for log in feed.polls.all() if "of another source" in log.reason]
    assert len(notes) == 1, "said once"


def test_expires_is_heard_where_no_max_age_is_named(site: LocalSite, feed: Feed) -> None:
    now = clock.now()
    stamp = "%a, %d %b %Y %H:%M:%S GMT"
    site.serve(
        "/rss",
        rss(1),
        content_type=XML,
        headers={"Expires": (now + timedelta(hours=5)).strftime(stamp)},
    )
    poll(feed)
    assert feed.next_poll_at is not None
    assert timedelta(hours=4.9) < feed.next_poll_at - now < timedelta(hours=5.7)


def test_hours_and_days_that_a_feed_asks_to_skip_are_skipped(site: LocalSite, feed: Feed) -> None:
    now = clock.now()
    hours = [(now + timedelta(hours=ahead)).hour for ahead in range(0, 6)]
    Feed.objects.filter(pk=feed.pk).update(quiet_times={"hours": hours, "days": []})
    site.serve("/rss", "", status=304)
    site.serve("/rss", "busy", status=500)
    poll(feed)
    assert feed.next_poll_at is not None
    assert feed.next_poll_at.hour not in hours
    assert feed.next_poll_at - now < timedelta(hours=7)


def test_an_unchanged_answer_knows_the_rhythm_without_looking_it_up(
    site: LocalSite, feed: Feed
) -> None:
    dated = rss(*range(20, 0, -1))
    site.serve("/rss", dated, content_type=XML, headers=ETAG)
    poll(feed)
    assert feed.rhythm == 3600
    assert feed.newest_at == datetime(2026, 11, 10, 20, tzinfo=UTC)
