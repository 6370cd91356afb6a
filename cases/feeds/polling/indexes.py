"""Indexes of sitemaps under way: the documents they name are visited like any source.

An index that was read waits here until each of its children was read, refused or put off. The
children go through the same queue as all visits, so robots.txt, the host's hold, its delay and its
connections are theirs too.
"""

from collections.abc import Collection
from dataclasses import replace

from cases.feeds.formats.parsed import NotAFeed, ParsedFeed
from cases.feeds.polling.following import with_followed
from cases.feeds.polling.reading import NO_PROOF, FeedState, PollOutcome
from tracker.lib.http_outcomes import Outcome


class Indexes:
    """The indexes of one sweep, by the source they are."""

    def __init__(self) -> None:
        self._outcomes: dict[int, PollOutcome] = {}
        self._children: dict[int, dict[str, PollOutcome | None]] = {}

    def open(self, state: FeedState, outcome: PollOutcome) -> list[FeedState]:
        """Take in an index that was read; returns what is to be visited now."""
        addresses = outcome.feed.follow if outcome.feed is not None else ()
        self._outcomes[state.feed_id] = outcome
        self._children[state.feed_id] = dict.fromkeys(addresses)
        return [
            replace(state, url=url, etag="", last_modified="", body_sha256="", named_by_index=True)
            for url in self._children[state.feed_id]
        ]

    def take(self, child: FeedState, outcome: PollOutcome) -> PollOutcome | None:
        """Note how the visit to a child ended; the outcome of the whole once it was the last one.

        None also where the index was dropped meanwhile.
        """
        children = self._children.get(child.feed_id)
        if children is None:
            return None
        children[child.url] = outcome
        ended = {url: one for url, one in children.items() if one is not None}
        if len(ended) < len(children):
            return None
        index = self._outcomes[child.feed_id]
        self.drop(child.feed_id)
        return _gathered(index, ended)

    def drop(self, feed_id: int) -> None:
        """Forget the source's index, if it has one under way."""
        self._outcomes.pop(feed_id, None)
        self._children.pop(feed_id, None)


def _gathered(index: PollOutcome, children: dict[str, PollOutcome]) -> PollOutcome:
    """The outcome of an index and all its children."""
    if index.feed is None:
        return index
    for child in children.values():
        if child.killed:
            reason = child.reason
            return replace(index, outcome=child.outcome, reason=reason, feed=None, killed=True)

    def read_one(url: str) -> ParsedFeed:
        feed = children[url].feed
        if feed is None:
            raise NotAFeed(children[url].reason)
        return feed

    try:
        feed = with_followed(index.feed, read_one)
    except NotAFeed as fault:
        outcome = _common([child.outcome for child in children.values()])
        return replace(index, outcome=outcome, reason=fault.reason[:400], feed=None)
    # What an index names changes under an unchanged index, so nothing proves that it is old.
    return replace(
        index,
        reason="; ".join(feed.remarks)[:400],
        feed=feed,
        etag="",
        last_modified="",
        body_sha256=NO_PROOF,
    )


def _common(outcomes: Collection[Outcome]) -> Outcome:
    """How none of the children could be had: as all of them could not, else a soft failure."""
    return next(iter(outcomes)) if len(set(outcomes)) == 1 else Outcome.SOFT
