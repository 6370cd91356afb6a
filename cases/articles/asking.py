"""Asking a site for one page, politely: its robots.txt first, one at a time, no faster than it wants.

The host's state is the one that polling keeps (`cases.feeds.polling.hosts`), so that pages and feeds of a
host share its patience.
"""

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.articles.models import Article
from cases.feeds.models import FeedEntry, Route
from cases.feeds.polling.hosts import HostTurn, host_name, is_own, let_go, promise, take_hold
from cases.feeds.polling.reading import RouteUnset, fetch_policy
from cases.feeds.polling.robots import robots_address
from cases.feeds.polling.visiting import ROBOTS_LIMITS, heed, robots_from, robots_refusal
from tracker.lib import clock
from tracker.lib.http_client import PAGE_LIMITS, FetchResult, fetch
from tracker.lib.http_outcomes import Outcome

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
# A host that may be asked within this many seconds is waited for; otherwise the work comes back.
_PATIENCE = 2.0


@dataclass(frozen=True)
class Asked:
    """The answer, with what was sent; or `put_off`: nobody was asked, come back then."""

    result: FetchResult | None = None
    request: tuple[tuple[str, str], ...] = ()
    put_off: datetime | None = None


def ask_for_page(
    url: str, *, route: str = Route.DIRECT, etag: str = "", last_modified: str = ""
) -> Asked:
    """Ask for a page by its address, with validators where we hold a copy. Touches only the host's row."""
    if is_own(url):
        return _ask(url, route, etag, last_modified)
    name, holder = host_name(url), uuid.uuid4()
    turn = take_hold([name], holder=holder).get(name[:260])
    if turn is None:
        return Asked(put_off=promise({name[:260]: 1})[name[:260]][0] if name else clock.now())
    try:
        wait = (turn.next_at - clock.now()).total_seconds() if turn.next_at else 0.0
        if wait > _PATIENCE:
            return Asked(put_off=turn.next_at)
        time.sleep(max(wait, 0.0))
        refused = _learn_robots(turn, url, route)
        if refused is not None:
            return Asked(result=refused)
        if turn.next_at is not None and turn.next_at > clock.now() + timedelta(seconds=_PATIENCE):
            return Asked(put_off=turn.next_at)  # robots.txt was answered by "come later"
        turn.next_at = clock.now() + turn.pause
        asked = _ask(url, route, etag, last_modified)
        if asked.result is not None:
            heed(turn, asked.result)
        return asked
    finally:
        let_go([turn], holder=holder)


def route_of(article: Article) -> str:
    """The way out by which the article's source is to be reached."""
    listed = FeedEntry.objects.filter(sighting__article=article).order_by("id")
    return listed.values_list("feed__route", flat=True).first() or Route.DIRECT


def _learn_robots(turn: HostTurn, url: str, route: str) -> FetchResult | None:
    """Read robots.txt where that is due; the refusal, where it forbids the address."""
    if turn.robots_due(clock.now()):
        try:
            policy = fetch_policy(route)
        except RouteUnset:
            return None  # the visit itself says so
        result = fetch(robots_address(url), policy=policy, limits=ROBOTS_LIMITS)
        turn.learn(robots_from(result), clock.now())
        heed(turn, result)
    refusal = robots_refusal(turn, url)
    if refusal is None:
        return None
    # The page is not to be had, but the article is no fault: it goes on with the feed's words.
    forbidden = refusal.outcome is Outcome.REFUSED
    outcome = Outcome.HARD if forbidden else refusal.outcome
    return FetchResult(outcome, refusal.reason, 0, url, url)


def _ask(url: str, route: str, etag: str, last_modified: str) -> Asked:
    try:
        policy = fetch_policy(route)
    except RouteUnset as error:
        return Asked(result=FetchResult(Outcome.REFUSED, str(error), 0, url, url))
    sent = [("User-Agent", policy.user_agent), ("Accept", ACCEPT)]
    if etag:
        sent.append(("If-None-Match", etag))
    if last_modified:
        sent.append(("If-Modified-Since", last_modified))
    result = fetch(
        url,
        policy=policy,
        limits=PAGE_LIMITS,
        accept=ACCEPT,
        etag=etag,
        last_modified=last_modified,
    )
    return Asked(result=result, request=tuple(sent))
