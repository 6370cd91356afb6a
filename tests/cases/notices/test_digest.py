"""The daily mail to the staff: what it says, to whom, and that nobody is told twice or not at all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.feeds.health.changes import HealthChange
from cases.feeds.health.words import health_in_words
from cases.feeds.models import Feed, Health
from cases.linking.models import LinkStatus
from cases.notices import services, tasks
from cases.notices.models import DigestState, StaffDigest
from cases.notices.selectors import digests_to_send
from people.models import Account
from tests.factories import make_article, make_feed, make_link, make_outlet, make_person
from tests.support.mail_server import MailServer, mail_server
from tests.support.race import race
from tracker.lib import clock
from tracker.lib.claiming import claim_batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_any_hour(settings: Any) -> None:
    settings.STAFF_DIGEST_HOUR = 0
    settings.SITE_URL = "https://tracker.example"


@pytest.fixture
def rosa(make_account: Callable[..., Account]) -> Account:
    """A researcher with an address."""
    return make_account("rosa", "researcher", email="rosa@example.org")


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A real mail server that the settings name."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = False
        yield running


def turn(feed: Feed, before: str, after: str, code: str = "web_page", **cause: Any) -> None:
    """A turn of health half an hour ago."""
    at = clock.now() - timedelta(minutes=30)
    told = {"code": code, "figures": cause, "remarks": []}
    Feed.objects.filter(pk=feed.pk).update(health=after, health_since=at, health_cause=told)
    HealthChange.objects.create(feed=feed, at=at, before=before, after=after, since=at, cause=told)


def send() -> list[Any]:
    """Plan and send as the sweeps do; the mails of this time."""
    before = len(mail.outbox)
    services.plan_digests()
    for digest in list(digests_to_send()):
        services.send_digest(digest.pk)
    return mail.outbox[before:]


def next_day() -> None:
    """What was planned today was planned yesterday."""
    for digest in StaffDigest.objects.order_by("day"):
        day = digest.day - timedelta(days=1)
        StaffDigest.objects.filter(pk=digest.pk).update(day=day)


def test_the_mail_says_what_broke_fell_silent_and_came_back(rosa: Account) -> None:
    broken = make_feed(make_outlet("Broken Herald"))
    turn(broken, "well", "broken")
    turn(make_feed(make_outlet("Silent Echo")), "well", "silent", "silent", usual=12.0)
    turn(make_feed(make_outlet("Back Again Post")), "broken", "well", "well", usual=2.0)
    turn(make_feed(make_outlet("Fresh Times")), "new", "well", "well", usual=2.0)
    make_link(make_article(), make_person(), status=LinkStatus.UNDECIDED, score=0.5)
    (one,) = send()
    assert one.to == ["rosa@example.org"]
    assert one.subject == "Sources: 1 source broke, 1 fell silent, 1 came back"
    assert "Broken Herald: The server has answered with a web page instead of a feed" in one.body
    assert f"https://tracker.example/admin/sources/{broken.pk}/" in one.body
    assert "Silent Echo: Usually about 12 articles a day, but nothing new since" in one.body
    assert "Back Again Post: It writes as usual: about 2 articles a day." in one.body
    assert "Fresh Times" not in one.body
    assert "Links to decide: 1" in one.body
    assert "Of the watched sources (4) are now broken: 1, silent: 1." in one.body
    assert "https://tracker.example/admin/my-mail/" in one.body
    assert "&" not in one.body and "<" not in one.body


def test_nothing_is_told_twice_and_nothing_new_is_no_mail(rosa: Account) -> None:
    turn(make_feed(), "well", "broken")
    assert len(send()) == 1
    assert send() == []  # the same day again
    next_day()
    assert send() == []
    assert StaffDigest.objects.order_by("day").last().state == DigestState.NOTHING  # type: ignore[union-attr]
    next_day()
    StaffDigest.objects.exclude(covers_until=None).update(
        covers_until=clock.now() - timedelta(hours=1)
    )
    turn(make_feed(make_outlet("Second")), "well", "broken")
    HealthChange.objects.exclude(feed__outlet__name="Second").update(
        at=clock.now() - timedelta(hours=2)
    )
    (later,) = send()
    assert later.subject == "Sources: 1 source broke"
    assert "Second" in later.body


def test_a_source_that_stands_where_it_stood_is_not_told_again(rosa: Account) -> None:
    feed = make_feed()
    turn(feed, "well", "broken")
    turn(feed, "broken", "well", "well")
    assert send() == []


def test_a_turn_that_was_too_young_for_the_first_digest_is_in_the_next(
    rosa: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with monkeypatch.context() as travel:
        travel.setattr(clock, "now", lambda: now - timedelta(days=1))
        assert send() == []
    turn(make_feed(make_outlet("Broken Herald")), "well", "broken")
    # Five minutes before the empty digest was planned: it was left to the next one.
    HealthChange.objects.update(at=now - timedelta(days=1, minutes=5))
    (one,) = send()
    assert "Broken Herald" in one.body


def test_what_is_open_is_told_once_a_week(rosa: Account) -> None:
    turn(make_feed(), "well", "broken")
    assert len(send()) == 1
    long_ago = clock.now() - timedelta(days=7)
    StaffDigest.objects.update(day=long_ago.date(), sent_at=long_ago)
    (reminder,) = send()
    assert reminder.subject == "Sources: what is open this week"
    assert "are now broken: 1" in reminder.body


def test_a_stage_that_stands_still_is_news(rosa: Account) -> None:
    make_article(stage="listed", next_attempt_at=clock.now() - timedelta(hours=5))
    (one,) = send()
    assert one.subject == "Sources: work stands still"
    assert "Standing still (fetching of pages) since" in one.body


def test_only_staff_who_may_edit_feeds_have_an_address_and_want_it(
    make_account: Callable[..., Account],
) -> None:
    for name, role, extra in (
        ("rosa", "researcher", {}),
        ("rita", "reader", {}),
        ("stella", "", {}),
        ("off", "researcher", {"is_active": False}),
        ("mute", "researcher", {"wants_digest": False}),
        ("noaddress", "researcher", {"email": ""}),
    ):
        make_account(name, role, **({"email": f"{name}@example.org"} | extra))
    turn(make_feed(), "well", "broken")
    assert [one.to for one in send()] == [["rosa@example.org"]]


def test_the_mail_speaks_the_readers_language(make_account: Callable[..., Account]) -> None:
    make_account("rosa", "researcher", email="rosa@example.org", language="ru")
    turn(make_feed(make_outlet("Broken Herald")), "well", "broken")
    (one,) = send()
    assert "Broken Herald" in one.body
    assert "/ru/" not in one.body  # links are those of the admin
    with override("ru"):
        change = HealthChange.objects.get()
        assert health_in_words(change.cause, change.since) in one.body


def test_before_the_hour_and_without_one_nothing_is_planned(rosa: Account, settings: Any) -> None:
    turn(make_feed(), "well", "broken")
    settings.STAFF_DIGEST_HOUR = -1
    assert services.plan_digests() == 0
    settings.STAFF_DIGEST_HOUR = clock.now().hour
    assert services.plan_digests() == 1
    assert services.plan_digests() == 0


def test_a_name_that_tries_to_write_headers_stays_in_the_text(rosa: Account) -> None:
    turn(make_feed(make_outlet("Evil\r\nBcc: all@example.org")), "well", "broken")
    (one,) = send()
    assert "Bcc" not in one.message()
    assert one.recipients() == ["rosa@example.org"]


# ---- over a real connection


def test_two_workers_send_one_mail_over_a_real_connection(
    transactional_db: None, rosa: Account, server: MailServer
) -> None:
    turn(make_feed(make_outlet("Газета")), "well", "broken")
    race(services.plan_digests, services.plan_digests)
    race(tasks.send_staff_digests, tasks.send_staff_digests)
    ((recipient, received),) = server.mails
    assert recipient == "rosa@example.org"
    assert received["Subject"] == "Sources: 1 source broke"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Message-ID"].endswith("@tracker.example>")
    assert "Газета" in received.get_content()
    digest = StaffDigest.objects.get()
    assert (digest.state, digest.attempts) == (DigestState.SENT, 1)
    assert digest.covers_until is not None and digest.sent_at is not None


def test_after_a_kill_the_mail_is_sent_when_the_lease_ends(
    transactional_db: None, rosa: Account, server: MailServer
) -> None:
    turn(make_feed(), "well", "broken")
    services.plan_digests()
    # A worker claims the row and is killed before it has sent anything.
    assert len(claim_batch(digests_to_send(), limit=1, lease=tasks.LEASE)) == 1
    tasks.send_staff_digests()
    assert server.mails == []
    StaffDigest.objects.update(next_attempt_at=clock.now())
    tasks.send_staff_digests()
    tasks.send_staff_digests()
    assert len(server.mails) == 1


def test_a_mail_server_that_refuses_is_asked_again_later_and_then_no_longer(
    transactional_db: None, rosa: Account, server: MailServer
) -> None:
    turn(make_feed(), "well", "broken")
    services.plan_digests()
    server.refusals = ["451 try later"]
    tasks.send_staff_digests()
    digest = StaffDigest.objects.get()
    assert (digest.state, digest.attempts, server.mails) == (DigestState.WAITING, 1, [])
    assert digest.next_attempt_at is not None and digest.next_attempt_at > clock.now()
    # The next day's digest waits for this one, which will then cover both days.
    next_day()
    assert services.plan_digests() == 0
    StaffDigest.objects.update(next_attempt_at=clock.now(), attempts=11)
    server.refusals = ["550 no such user"]
    tasks.send_staff_digests()
    digest.refresh_from_db()
    assert digest.state == DigestState.PARKED and "550" in digest.parked_reason
    # What it would have said is not lost: the next one says it.
    assert services.plan_digests() == 1
    tasks.send_staff_digests()
    assert server.mails[0][1]["Subject"] == "Sources: 1 source broke"


def test_a_mail_server_that_is_not_there_is_asked_again(rosa: Account, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
        settings.EMAIL_USE_TLS = False
    turn(make_feed(), "well", "broken")
    services.plan_digests()
    digest = services.send_digest(StaffDigest.objects.get().pk)
    assert digest is not None and (digest.state, digest.attempts) == (DigestState.WAITING, 1)


def test_a_fault_of_ours_is_raised_and_tried_again_by_the_table(
    rosa: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(make_feed(), "well", "broken")
    services.plan_digests()
    monkeypatch.setattr(services, "digest_mail", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.send_digest(StaffDigest.objects.get().pk)
    digest = StaffDigest.objects.get()
    assert digest.next_attempt_at is not None and digest.next_attempt_at > clock.now()
    StaffDigest.objects.update(attempts=11)
    with pytest.raises(ZeroDivisionError):
        services.send_digest(digest.pk)
    digest.refresh_from_db()
    assert digest.state == DigestState.PARKED and "ZeroDivisionError" in digest.parked_reason


def test_who_was_switched_off_meanwhile_is_not_written_to(rosa: Account) -> None:
    turn(make_feed(), "well", "broken")
    services.plan_digests()
    Account.objects.filter(pk=rosa.pk).update(is_active=False)
    digest = services.send_digest(StaffDigest.objects.get().pk)
    assert digest is not None and digest.state == DigestState.NOTHING
    assert mail.outbox == []


def test_everybody_chooses_for_themselves(rosa: Account) -> None:
    browser = Client()
    browser.force_login(rosa)
    address = reverse("admin:my_mail")
    assert "rosa@example.org" in browser.get(address).content.decode()
    browser.post(address, {"language": "ru"})
    rosa.refresh_from_db()
    assert (rosa.wants_digest, rosa.language) == (False, "ru")
    browser.post(address, {"wants_digest": "1", "language": "xx"})
    rosa.refresh_from_db()
    assert (rosa.wants_digest, rosa.language) == (True, "")


def test_turns_that_are_not_settled_yet_are_left_to_the_next_digest(rosa: Account) -> None:
    turn(make_feed(make_outlet("Older")), "well", "broken")
    turn(make_feed(make_outlet("Just now")), "well", "broken")
    HealthChange.objects.filter(feed__outlet__name="Just now").update(at=clock.now())
    (first,) = send()
    assert "Older" in first.body and "Just now" not in first.body
    next_day()
    StaffDigest.objects.exclude(covers_until=None).update(
        covers_until=clock.now() - timedelta(minutes=20)
    )
    HealthChange.objects.filter(feed__outlet__name="Just now").update(
        at=clock.now() - timedelta(minutes=15)
    )
    (second,) = send()
    assert "Just now" in second.body and "Older" not in second.body


def test_a_digest_starts_a_day_back(rosa: Account) -> None:
    feed = make_feed()
    turn(feed, "well", "broken")
    HealthChange.objects.update(at=datetime(2026, 1, 1, tzinfo=UTC))
    assert send() == []
    assert Feed.objects.get().health == Health.BROKEN
