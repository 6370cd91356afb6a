"""Sources that moved for good: the address is changed after several answers that agree, and noted."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cases.feeds.models import Feed
from cases.feeds.polling.reading import PollOutcome, RouteUnset, fetch_policy
from tracker.lib.history import because
from tracker.lib.http_outcomes import Outcome
from tracker.lib.network_guard import AddressRefused, check_url

if TYPE_CHECKING:
    from cases.feeds.polling.keeping import Polled

# One permanent redirect may be a slip of somebody's server; so many polls in a row are not.
ANSWERS_TO_MOVE = 3
MOST_EARLIER_ADDRESSES = 20


def note_move(feed: Feed, outcome: PollOutcome) -> None:
    """Count polls in a row that were led to one and the same other address, for good."""
    if outcome.outcome not in (Outcome.OK, Outcome.UNCHANGED):
        return  # a bad day says nothing about the move
    if not outcome.moved_to or outcome.moved_to == feed.url:
        feed.moved_to, feed.moved_seen = "", 0
    elif outcome.moved_to == feed.moved_to:
        feed.moved_seen = min(feed.moved_seen + 1, 32_000)
    else:
        feed.moved_to, feed.moved_seen = outcome.moved_to, 1


def follow_the_moved(polled: "Sequence[Polled]", now: datetime) -> None:
    """Change the addresses of feeds that moved; inside the transaction, with their rows locked.

    Not to an address that we would refuse to ask, nor to one that another source has already: then
    a note in the log says so, and the old address goes on being asked.
    """
    for one in polled:
        feed = one.feed
        if feed.moved_seen < ANSWERS_TO_MOVE:
            continue
        old, new = feed.url, feed.moved_to
        if reason := _reason_to_stay(feed, new):
            if feed.moved_seen == ANSWERS_TO_MOVE:
                one.note = reason
            continue
        why = f"moved for good: {ANSWERS_TO_MOVE} answers in a row led from {old} to {new}"
        earlier = {"url": old, "until": now.isoformat(), "why": why}
        feed.earlier_addresses = [*feed.earlier_addresses, earlier][-MOST_EARLIER_ADDRESSES:]
        with because(why):
            # Not when a person has changed the address meanwhile.
            moved = Feed.objects.filter(pk=feed.pk, url=old).update(
                url=new, earlier_addresses=feed.earlier_addresses, moved_to="", moved_seen=0
            )
        if moved:
            feed.url, feed.moved_to, feed.moved_seen, one.note = new, "", 0, why


def _reason_to_stay(feed: Feed, new: str) -> str:
    try:
        check_url(new, fetch_policy(feed.route))
    except (AddressRefused, RouteUnset) as error:
        return f"moved to an address that is not allowed: {error}"
    if Feed.objects.filter(url=new).exclude(pk=feed.pk).exists():
        return "moved to the address of another source, so both are kept until a person decides"
    return ""
