"""One visit to a feed: what is asked, what the answer means, reading in the contained child.

Touches no row. What comes back is a value (`PollOutcome`); `keeping` is the only place that acts on
it.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from cases.feeds.formats.parsed import NotAFeed, ParsedFeed, feed_from_json
from cases.feeds.models import Feed, Route
from cases.feeds.polling.scheduling import freshness_of, full_fetch_due
from tracker.lib import clock
from tracker.lib.contained import ParserDied, ParserRefused, ParserTimedOut, call_contained
from tracker.lib.http_client import FetchPolicy, FetchRequest, FetchResult
from tracker.lib.http_outcomes import Outcome

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
    "application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
GONE = 410
NO_PROOF = "-"  # in place of a body's hash: equal to none
PARSER = "cases.feeds.formats.sources:parse_source_json"


class RouteUnset(Exception):
    """A source is to be reached by a way that the settings do not name."""


@dataclass(frozen=True)
class FeedState:
    """What we hold of a feed before a visit; with `full`, we ask as if we held nothing.

    `named_by_index` marks a document that the source, an index of sitemaps, names: `url` is its.
    """

    feed_id: int
    url: str
    kind: str
    selector: str
    route: str
    language: str
    etag: str
    last_modified: str
    body_sha256: str
    full: bool
    named_by_index: bool = False

    def request(self) -> FetchRequest:
        """What the server is asked: with our validators unless the full document is due."""
        return FetchRequest(
            self.url,
            etag="" if self.full else self.etag,
            last_modified="" if self.full else self.last_modified,
            accept=ACCEPT,
        )


@dataclass(frozen=True)
class PollOutcome:
    """How a visit ended. `feed` is there only when a new document was read.

    `killed` says that the document was too much for its parser, `gone` that the server says 410.
    `moved_to` is where permanent redirects led, all the way. `put_off` is set when nobody was asked
    since the host is to be left alone until then. `entries_seen` and `entries_new` are filled in
    when the outcome has been stored.
    """

    outcome: Outcome
    reason: str
    started_at: datetime
    milliseconds: int
    status: int = 0
    bytes_read: int = 0
    feed: ParsedFeed | None = None
    body_sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    max_age: timedelta | None = None
    retry_after: timedelta | None = None
    moved_to: str = ""
    killed: bool = False
    gone: bool = False
    put_off: datetime | None = None
    entries_seen: int = 0
    entries_new: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer of the server with its timing and, where a body came, its hash."""

    state: FeedState
    result: FetchResult
    started_at: datetime
    began: float
    body_sha256: str

    def ended(
        self,
        outcome: Outcome,
        reason: str,
        *,
        feed: ParsedFeed | None = None,
        killed: bool = False,
    ) -> PollOutcome:
        """The outcome of the whole visit, with what the answer's headers say."""
        result = self.result
        return PollOutcome(
            outcome=outcome,
            reason=reason[:400],
            started_at=self.started_at,
            milliseconds=round((time.monotonic() - self.began) * 1000),
            status=result.status,
            bytes_read=len(result.body),
            feed=feed,
            body_sha256=self.body_sha256,
            etag=result.etag[:400],
            last_modified=result.last_modified[:100],
            max_age=freshness_of(result.headers, now=self.started_at),
            retry_after=result.retry_after,
            moved_to=result.final_url[:1000] if result.permanent else "",
            killed=killed,
            gone=result.status == GONE,
        )


def state_of(feed: Feed, *, now: datetime) -> FeedState:
    """What we hold of a feed; its outlet is loaded. A full fetch is due now and then, as a proof."""
    return FeedState(
        feed_id=feed.pk,
        url=feed.url,
        kind=feed.kind,
        selector=feed.selector,
        route=feed.route,
        language=feed.language or (feed.outlet.languages[0] if feed.outlet.languages else ""),
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_sha256=feed.body_sha256,
        full=full_fetch_due(
            now=now,
            last_full=feed.full_fetch_at,
            judged=feed.validators_judged_at,
            lie=feed.validators_lie,
            key=str(feed.pk),
        ),
    )


def fetch_policy(route: str = Route.DIRECT) -> FetchPolicy:
    """What the settings allow outgoing requests: read at each call, so that tests can change it.

    Raises RouteUnset where the way of a source is not set: it is never asked directly instead.
    """
    own = urlsplit(settings.SITE_URL).hostname if settings.SITE_URL else None
    proxy = ""
    if route != Route.DIRECT:
        name = "WATCHER_TOR" if route == Route.TOR else "WATCHER_PROXY"
        proxy = getattr(settings, name)
        if not proxy:
            way = "Tor" if route == Route.TOR else "the proxy"
            raise RouteUnset(f"the source is to be reached through {way}, but {name} is not set")
    return FetchPolicy(
        user_agent=settings.WATCHER_USER_AGENT,
        allowed_addresses=frozenset(settings.FETCH_ALLOWED_ADDRESSES),
        own_hosts=frozenset({own}) if own else frozenset(),
        proxy=proxy,
    )


def answered(
    state: FeedState, result: FetchResult, *, started_at: datetime, began: float
) -> Answer:
    """The result of a fetch with its hash; `began` on the monotonic clock."""
    digest = hashlib.sha256(result.body).hexdigest() if result.outcome is Outcome.OK else ""
    return Answer(state, result, started_at, began, digest)


def not_asked(outcome: Outcome, reason: str, *, put_off: datetime | None = None) -> PollOutcome:
    """The outcome of a visit at which no request was made."""
    return PollOutcome(outcome, reason[:400], clock.now(), 0, put_off=put_off)


def without_reading(answer: Answer) -> PollOutcome | None:
    """How the visit ended where there is nothing new to read; None for a new document."""
    if answer.result.outcome is not Outcome.OK:
        return answer.ended(answer.result.outcome, answer.result.reason)
    if answer.body_sha256 == answer.state.body_sha256:
        return answer.ended(Outcome.UNCHANGED, "the same document as last time")
    return None


def read(answer: Answer) -> PollOutcome:
    """Read a new document in the contained child; what an index names is still to be followed.

    Raises ParserUnavailable when no child could be started: that is never the document's fault.
    """
    result, state = answer.result, answer.state
    try:
        feed = _parse(result, state, answer.started_at)
    except NotAFeed as error:
        return answer.ended(Outcome.SOFT, error.reason)
    except (ParserDied, ParserTimedOut) as error:
        return answer.ended(Outcome.HARD, f"the document kills its parser: {error}", killed=True)
    except ParserRefused as error:
        # Not foreseen by the parser, so a fault of ours; counted like a killed parser, or a
        # document that always fails would be read for ever.
        return answer.ended(
            Outcome.HARD, f"the parser failed on the document: {error.kind}: {error}", killed=True
        )
    return answer.ended(Outcome.OK, "; ".join(feed.remarks), feed=feed)


def _parse(result: FetchResult, state: FeedState, now: datetime) -> ParsedFeed:
    options = {
        "charset": result.charset,
        "url": result.final_url,
        "language": state.language,
        "kind": state.kind,
        "selector": state.selector,
        "now": now.isoformat(),
    }
    return feed_from_json(call_contained(PARSER, result.body, options))
