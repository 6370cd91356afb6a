"""What waits and what is stuck, as health, the command and the admin show it; polling by hand."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.articles.models import Stage
from cases.proposals.models import ProposalReading
from cases.waiting import parked, stages
from tests.factories import make_article, make_feed, make_feed_entry
from tests.support.local_site import LocalSite
from tracker.lib import clock

pytestmark = pytest.mark.django_db

FEED = (
    "<rss version='2.0'><channel><title>F</title><item><title>One</title>"
    "<link>https://outlet.example/1</link></item></channel></rss>"
)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_each_stage_names_its_waiting_rows_and_the_oldest() -> None:
    old = clock.now() - timedelta(hours=3)
    feed = make_feed(next_poll_at=old)
    make_feed_entry(feed)
    for stage in (
        Stage.LISTED,
        Stage.FETCHED,
        Stage.EXTRACTED,
        Stage.NAMED,
        Stage.PLACED,
        Stage.LINKED,
    ):
        article = make_article(stage=stage, next_attempt_at=old)
    ProposalReading.objects.create(article=article, next_attempt_at=old)
    waiting = {stage.name: stage.waiting().count() for stage in stages()}
    assert waiting == {
        "poll feeds": 1,
        "judge sources": 1,
        "take entries": 1,
        "fetch pages": 1,
        "read pages": 1,
        "link to records": 2,
        "place in stories": 1,
        "read for proposals": 1,
        "visit pages again": 0,
        "send staff digests": 0,
    }
    oldest = {stage.name: stage.oldest() for stage in stages()}
    assert oldest["poll feeds"] == oldest["read for proposals"] == old


def test_nothing_waiting_has_no_oldest() -> None:
    assert [stage.oldest() for stage in stages()] == [None] * len(stages())


def test_what_is_parked_is_shown_with_its_reason() -> None:
    make_feed(parked_at=clock.now(), parked_reason="removed for good")
    make_article(stage=Stage.PARKED, parked_reason="kills its parser")
    make_feed_entry(make_feed(), next_attempt_at=None, parked_reason="no web address")
    assert {name: [row.parked_reason for row in rows] for name, rows in parked()} == {
        "feeds": ["removed for good"],
        "entries": ["no web address"],
        "articles": ["kills its parser"],
        "readings for proposals": [],
        "staff digests": [],
    }
    output = run("stuck_work")
    for reason in ("removed for good", "kills its parser", "no web address"):
        assert reason in output


def test_stuck_work_names_what_is_overdue_and_says_so_to_the_shell() -> None:
    make_article("Fresh", stage=Stage.LISTED)
    assert "fetch pages: 1 waiting, 0 overdue" in run("stuck_work")
    make_article("Forgotten", stage=Stage.LISTED, next_attempt_at=clock.now() - timedelta(hours=5))
    output = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("stuck_work", stdout=output)
    assert ended.value.code == 1
    assert "fetch pages: 2 waiting, 1 overdue" in output.getvalue()
    assert "since 5 h: Forgotten" in output.getvalue()


def test_poll_feeds_polls_every_watched_feed_and_says_how_it_went(site: LocalSite) -> None:
    site.serve("/good", FEED)
    make_feed(url=site.url("/good"), next_poll_at=clock.now() + timedelta(hours=1))
    make_feed(url=site.url("/missing"))
    make_feed(url=site.url("/off"), active=False)
    output = run("poll_feeds")
    assert f"[1/2] {site.url('/good')} ... ok, 1 new of 1" in output
    assert "/missing ... soft" in output and "/off" not in output
    assert "Polled 2: 1 new entries, 1 failed." in output


def test_poll_feeds_takes_numbers_and_addresses_and_refuses_unknown_ones(site: LocalSite) -> None:
    site.serve("/good", FEED)
    feed = make_feed(url=site.url("/good"), active=False)
    assert "1 new of 1" in run("poll_feeds", str(feed.pk))
    assert "unchanged" in run("poll_feeds", feed.url)
    with pytest.raises(CommandError, match="There is no feed 987654"):
        run("poll_feeds", "987654")


def test_poll_feeds_of_one_outlet_goes_on_where_an_interrupted_run_ended(site: LocalSite) -> None:
    feeds = []
    for number in (1, 2):
        site.serve(f"/{number}", FEED)
        feeds.append(make_feed(url=site.url(f"/{number}")))
    first = feeds[0].outlet.slug
    assert "Polled 1: 1 new entries" in run("poll_feeds", "--outlet", first)
    assert "Polled 1: 1 new entries" in run("poll_feeds", "--older-than", "10")
    assert "No feed to poll" in run("poll_feeds", "--older-than", "10")
    assert [len(site.seen(f"/{number}")) for number in (1, 2)] == [1, 1]
    with pytest.raises(CommandError, match="There is no outlet nobody"):
        run("poll_feeds", "--outlet", "nobody")


def test_poll_feeds_with_nothing_due_says_so() -> None:
    make_feed(next_poll_at=clock.now() + timedelta(hours=1))
    assert "No feed to poll" in run("poll_feeds", "--due")
