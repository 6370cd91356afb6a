"""Writes of the digests: planned once a day, sent once, tried again by the table of retry times."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction

from cases.notices.mails import digest_mail
from cases.notices.models import DigestState, StaffDigest
from cases.notices.selectors import covered_until, news_between, recipients
from people.models import Account
from tracker.lib import clock
from tracker.lib.retry_times import MAX_DELIVERY_ATTEMPTS, next_attempt_at

logger = logging.getLogger(__name__)

# A turn is written with the time at which its judging began and seen when that has been committed:
# what is younger than this is left to the next digest, so that none falls between two.
SETTLED = timedelta(minutes=10)
# Without news, what is open is told once in so many days.
REMINDED_AFTER = timedelta(days=7)


def plan_digests() -> int:
    """Make today's digest of each recipient once the hour has come; how many wait to be sent.

    Called again the same day it makes none twice. A recipient whose earlier digest still waits
    gets no second one: when that is sent, it covers everything up to then.
    """
    now = clock.now()
    if settings.STAFF_DIGEST_HOUR < 0 or now.hour < settings.STAFF_DIGEST_HOUR:
        return 0
    planned = StaffDigest.objects.filter(day=now.date()).values("account_id")
    waiting = StaffDigest.objects.filter(state=DigestState.WAITING).values("account_id")
    made = 0
    for account in recipients().exclude(pk__in=planned).exclude(pk__in=waiting):
        made += _plan(account, now)
    return made


def send_digest(digest_id: int) -> StaffDigest | None:
    """Send one digest that the caller has claimed; returns it as it stands after, None if not due.

    The mail goes out between two short transactions. A worker that is killed before the server took
    the mail leaves the row due; killed just after, it sends the same Message-ID again.
    """
    digest = StaffDigest.objects.select_related("account").filter(pk=digest_id).first()
    if digest is None or digest.state != DigestState.WAITING:
        return None
    if not recipients().filter(pk=digest.account_id).exists():
        return _end(digest, DigestState.NOTHING)
    until = clock.now() - SETTLED
    digest.attempts += 1
    StaffDigest.objects.filter(pk=digest.pk).update(attempts=digest.attempts)
    try:
        digest_mail(digest, news_between(digest.covers_from, until)).send()
    except (SMTPException, OSError) as error:
        return _try_again(digest, error)
    except Exception as error:  # a fault of ours: seen in the log, and parked if it stays
        _try_again(digest, error)
        raise
    digest.covers_until, digest.sent_at = until, clock.now()
    return _end(digest, DigestState.SENT)


def _plan(account: Account, now: datetime) -> bool:
    covers_from = covered_until(account)
    until = now - SETTLED
    news = news_between(covers_from, until)
    first = StaffDigest.objects.filter(account=account).order_by("id").first()
    sent = StaffDigest.objects.filter(account=account, state=DigestState.SENT)
    last = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    begun = last.date() if last else first.day if first else now.date()
    is_time = now.date() - begun >= REMINDED_AFTER
    speaks = news.is_new or is_time and news.is_worth_a_week
    with transaction.atomic():
        _digest, made = StaffDigest.objects.get_or_create(
            account=account,
            day=now.date(),
            defaults={
                "state": DigestState.WAITING if speaks else DigestState.NOTHING,
                "covers_from": covers_from,
                # Looked through and empty: the next one goes on from here.
                "covers_until": None if speaks else until,
                "next_attempt_at": now if speaks else None,
            },
        )
    return made and speaks


def _try_again(digest: StaffDigest, error: Exception) -> StaffDigest:
    reason = f"{type(error).__name__}: {error}"[:400]
    logger.warning("Staff digest %s was not sent: %s", digest.pk, reason)
    if digest.attempts >= MAX_DELIVERY_ATTEMPTS:
        digest.parked_reason = reason
        return _end(digest, DigestState.PARKED)
    digest.next_attempt_at = next_attempt_at(
        digest.attempts, clock.now(), key=f"digest {digest.pk}"
    )
    digest.save(update_fields=["next_attempt_at"])
    return digest


def _end(digest: StaffDigest, state: DigestState) -> StaffDigest:
    digest.state, digest.next_attempt_at = state, None
    digest.save(
        update_fields=["state", "next_attempt_at", "covers_until", "sent_at", "parked_reason"]
    )
    return digest
