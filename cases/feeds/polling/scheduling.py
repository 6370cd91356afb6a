"""When to ask a feed again. Pure: everything it depends on is an argument.

A feed is asked about twice as often as it brings something, never sooner than it asks to be
(TTL, Cache-Control, Retry-After), never sooner or later than the settings allow, and less and less
often while it fails. Failures have degrees: a 404 today may be alive tomorrow, a server that is
restarting says nothing about its feed. No failure switches a feed off; a person does that.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median

from tracker.lib.http_outcomes import Outcome

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
UNKNOWN_RHYTHM = timedelta(minutes=30)  # for a feed that has not yet shown two dates
LONGEST_RETRY_AFTER = timedelta(hours=24)  # a server that asks for ten years gets a day
MOST_DOUBLINGS = 6.0
JITTER = 0.1  # of the interval, only ever added
SILENCE_DIVISOR = 10  # after ten silent days a feed is asked as if it wrote once a day
# A burst that fills the document must not push entries out before they are seen.
WINDOW_SHARE = 4  # a feed is asked at least so often within the time that its document covers
FEWEST_FOR_WINDOW = 5
# A document is asked for in full at least this often; sooner, until its validators are proven.
FULL_FETCH_EVERY = timedelta(days=7)
FIRST_PROOF_AFTER = timedelta(days=1)
PROOF_SPREAD = 0.3  # of the time, taken off by the feed's own number
# A server that lied about changes may have been mended.
VALIDATORS_RECONSIDERED_AFTER = timedelta(days=30)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})")

# What one poll adds to the count of failures; half a failure lengthens the pause by 2 ** 0.5.
FAILURE_WEIGHTS: dict[Outcome, float] = {
    Outcome.OK: 0.0,
    Outcome.UNCHANGED: 0.0,
    Outcome.THROTTLED: 0.5,
    Outcome.SOFT: 0.5,
    Outcome.TEMPORARY: 0.25,
    Outcome.HARD: 1.0,
    Outcome.REFUSED: 1.0,
}


def failures_after(failures: float, outcome: Outcome) -> float:
    """The count of failures after a poll that ended so: one success forgets them all."""
    weight = FAILURE_WEIGHTS[outcome]
    return failures + weight if weight else 0.0


def quiet_since(
    rhythm: timedelta | None, newest: datetime | None, now: datetime
) -> timedelta | None:
    """The rhythm as it is by now: a feed silent for long is slower than it once was."""
    if rhythm is None or newest is None:
        return rhythm
    return max(rhythm, (now - newest) / SILENCE_DIVISOR)


def usual_gap(published: Sequence[datetime], *, now: datetime) -> timedelta | None:
    """The rhythm, from dates in any order: the median of the gaps between the newest twenty.

    None for fewer than two dates, and without the silence since (`quiet_since`).

    A burst or a holiday does not move it. It is never so long that entries are lost: a document
    that covers little time (many entries at once) is asked for before it has turned over. The gap
    is at most half the time it covers, so that it is asked four times within it.
    """
    newest = sorted((moment for moment in published if moment <= now), reverse=True)[:20]
    gaps = [later - earlier for later, earlier in pairwise(newest)]
    if not gaps:
        return None
    usual = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    if len(newest) >= FEWEST_FOR_WINDOW:
        usual = min(usual, (newest[0] - newest[-1]) * 2 / WINDOW_SHARE)
    return usual


def full_fetch_due(
    *,
    now: datetime,
    last_full: datetime | None,
    judged: datetime | None,
    lie: bool,
    key: str,
) -> bool:
    """Whether to ask as if we held nothing: to prove the server's validators, or since they lie.

    The time is spread by `key` alone, so that feeds added together are not proven together.
    """
    if last_full is None or lie:
        return True
    usual = FULL_FETCH_EVERY if judged is not None else FIRST_PROOF_AFTER
    return now - last_full >= usual * (1 - PROOF_SPREAD * _fraction(f"proof {key}"))


def freshness_of(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """How long the server says that its answer stays as it is (RFC 9111, section 4.2.1).

    `headers` with names in lower case. max-age counts before Expires; None where neither is named
    or no-cache is. At most a day.
    """
    control = headers.get("cache-control", "")
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return None
    if (named := max_age_of(control)) is not None:
        return named
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return None
    date = _http_date(headers.get("date", ""))
    return min(max(expires - (date or now), timedelta()), LONGEST)


def outside_quiet_times(moment: datetime, hours: Sequence[int], days: Sequence[int]) -> datetime:
    """The moment, or the first full hour after it that the feed does not ask to skip.

    `hours` 0 to 23 and `days` (Monday is 0) in UTC, as skipHours and skipDays of RSS name them. A
    feed that skips everything is not believed.
    """
    moved = moment
    for _ in range(24 * 7):
        if moved.hour not in hours and moved.weekday() not in days:
            return moved
        moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def max_age_of(cache_control: str) -> timedelta | None:
    """The max-age of a Cache-Control header; None where it names none (RFC 9111, section 5.2)."""
    match = _MAX_AGE.search(cache_control[:500].lower())
    if match is None or "no-cache" in cache_control.lower():
        return None
    return min(timedelta(seconds=int(match[1])), LONGEST)


def next_poll_at(
    *,
    now: datetime,
    outcome: Outcome,
    failures: float = 0.0,
    rhythm: timedelta | None = None,
    ttl: timedelta | None = None,
    max_age: timedelta | None = None,
    retry_after: timedelta | None = None,
    fixed_interval: timedelta | None = None,
    shortest: timedelta = SHORTEST,
    longest: timedelta = LONGEST,
    key: str = "",
) -> datetime:
    """When to poll next.

    `failures` counts this poll already. `fixed_interval` is what a person set for the feed: it
    stands in for rhythm and wishes of the server, not for its Retry-After, and may be shorter than
    `shortest`. `key` (any text of the feed's own) spreads feeds of one rhythm: the same key and
    day always give the same jitter, so a test and a colleague can compute it.
    """
    if fixed_interval is not None:
        interval = fixed_interval
    else:
        interval = max(
            (rhythm / 2 if rhythm is not None else UNKNOWN_RHYTHM),
            ttl or timedelta(),
            max_age or timedelta(),
        )
        interval = min(max(interval, shortest), longest)
    if FAILURE_WEIGHTS[outcome]:
        interval = min(interval * 2 ** min(failures, MOST_DOUBLINGS), longest)
    interval += interval * JITTER * _fraction(f"{key}|{now:%Y-%m-%d}")
    if retry_after is not None and outcome is not Outcome.OK:
        interval = max(interval, min(retry_after, LONGEST_RETRY_AFTER))
    return now + interval


def _http_date(value: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value[:60])
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _fraction(key: str) -> float:
    """A number from 0 to 1 that only the key decides."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) / 2**32
