"""One visit to a feed: ask, compare, read in the contained child. Touches no row.

What comes back is a value (`PollOutcome`); `services.apply_poll` is the only place that acts on it.
"""

import hashlib
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from cases.feeds.following import with_followed
from cases.feeds.parsed import NotAFeed, ParsedFeed, feed_from_json
from cases.feeds.scheduling import max_age_of
from tracker.lib import clock
from tracker.lib.contained import ParserDied, ParserRefused, ParserTimedOut, call_contained
from tracker.lib.http_client import FEED_LIMITS, FetchPolicy, FetchResult, fetch
from tracker.lib.http_outcomes import Outcome

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
    "application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
GONE = 410
NO_PROOF = "-"  # in place of a body's hash: equal to none
PARSER = "cases.feeds.sources:parse_source_json"


@dataclass(frozen=True)
class FeedState:
    """What we hold of a feed before a visit; with `full`, we ask as if we held nothing."""

    url: str
    language: str
    etag: str
    last_modified: str
    body_sha256: str
    full: bool
    kind: str = "feed"
    selector: str = ""


@dataclass(frozen=True)
class PollOutcome:
    """How a visit ended. `feed` is there only when a new document was read.

    `killed` says that the document was too much for its parser, `gone` that the server says 410.
    `entries_seen` and `entries_new` are filled in when the outcome has been applied.
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
    killed: bool = False
    gone: bool = False
    entries_seen: int = 0
    entries_new: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer of the server with its timing and, where a body came, its hash."""

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
            max_age=max_age_of(result.headers.get("cache-control", "")),
            retry_after=result.retry_after,
            killed=killed,
            gone=result.status == GONE,
        )


def fetch_policy() -> FetchPolicy:
    """What the settings allow outgoing requests: read at each call, so that tests can change it."""
    own = urlsplit(settings.SITE_URL).hostname if settings.SITE_URL else None
    return FetchPolicy(
        user_agent=settings.WATCHER_USER_AGENT,
        allowed_addresses=frozenset(settings.FETCH_ALLOWED_ADDRESSES),
        own_hosts=frozenset({own}) if own else frozenset(),
    )


def ask(state: FeedState) -> Answer:
    """Ask the server, with our validators unless the full document is due."""
    started_at, began = clock.now(), time.monotonic()
    result = fetch(
        state.url,
        policy=fetch_policy(),
        limits=FEED_LIMITS,
        etag="" if state.full else state.etag,
        last_modified="" if state.full else state.last_modified,
        accept=ACCEPT,
    )
    digest = hashlib.sha256(result.body).hexdigest() if result.outcome is Outcome.OK else ""
    return Answer(result, started_at, began, digest)


def read(answer: Answer, state: FeedState) -> PollOutcome:
    """Read a new document in the contained child.

    Raises ParserUnavailable when no child could be started: that is never the document's fault.
    """
    result = answer.result
    try:
        feed = _parse(result, state, answer.started_at)
        if feed.follow:
            feed = with_followed(feed, lambda url: _read_followed(url, state, answer.started_at))
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
    outcome = answer.ended(Outcome.OK, "; ".join(feed.remarks), feed=feed)
    if feed.follow:
        # What an index names changes under an unchanged index, so nothing proves that it is old.
        return replace(outcome, etag="", last_modified="", body_sha256=NO_PROOF)
    return outcome


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


def _read_followed(url: str, state: FeedState, now: datetime) -> ParsedFeed:
    """A document that an index names. Raises NotAFeed with the reason where it cannot be had."""
    result = fetch(url, policy=fetch_policy(), limits=FEED_LIMITS, accept=ACCEPT)
    if result.outcome is not Outcome.OK:
        raise NotAFeed(result.reason)
    return _parse(result, state, now)
