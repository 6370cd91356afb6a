"""Finding the sources of an outlet from its address: asks the site, reads what comes, writes nothing.

At most some twenty requests through the guarded client, two at a time to one host, and at most twenty
seconds in all: a person waits. Each candidate was fetched and read: what cannot be read is no
candidate, and what there was no time for is named.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from cases.feeds.formats.parsed import NotAFeed, ParsedFeed, feed_from_json
from cases.feeds.models import Feed
from cases.feeds.polling.reading import ACCEPT, PARSER, fetch_policy
from cases.feeds.subscribing.discovery import (
    Offer,
    offers_of_paths,
    offers_of_robots,
    site_address,
)
from cases.feeds.subscribing.plans import source_key
from tracker.lib import clock
from tracker.lib.contained import ContainmentError, ParserUnavailable, call_contained
from tracker.lib.errors import Refused
from tracker.lib.http_client import FetchLimits, FetchRequest, FetchResult, fetch_many
from tracker.lib.http_outcomes import Outcome

PAGE_READER = "cases.feeds.subscribing.discovery:offers_of_page_json"
# A person waits for the answer: shorter than a poll.
LIMITS = FetchLimits(connect=4, read=6, total=10, max_raw=3_000_000, max_decoded=8_000_000)
MOST_CANDIDATES = 15
DEADLINE_SECONDS = 20.0
# Of these, kept for reading what came: a parser may take its time over one document.
_TO_READ = 5.0


@dataclass(frozen=True)
class Candidate:
    """A source that answers and can be read. `known` is our own row where it is there already."""

    url: str
    kind: str
    known_by: str
    title: str
    entries: int
    newest: datetime | None
    language: str
    known: Feed | None = None


@dataclass(frozen=True)
class Found:
    """What a site offers; `reason` says why its page could not be read, "" where it could.

    `not_tried` are addresses for which the time was too short.
    """

    site: str
    candidates: tuple[Candidate, ...]
    reason: str = ""
    not_tried: tuple[str, ...] = ()


def find_sources(address: str) -> Found:
    """The sources of the site at `address` (a site, a page, a feed or a Telegram channel).

    Raises Refused where the text is no web address. Faults of the site are answers, not errors.
    """
    url = site_address(address)
    if not url:
        raise Refused("This is not a web address.", field="address")
    end = time.monotonic() + DEADLINE_SECONDS
    page, robots = _ask([url, urljoin(url, "/robots.txt")], until=end - _TO_READ)
    if page is None:
        return Found(url, (), not_tried=(url,))
    if page.outcome is not Outcome.OK:
        return Found(url, (), page.reason)
    base = page.final_url
    offers = [] if url.startswith("https://t.me/s/") else _offers(page, robots, base)
    answers: dict[str, FetchResult | None] = {url: page}
    wanted = [offer.url for offer in offers if offer.url != url]
    answers |= dict(zip(wanted, _ask(wanted, until=end - _TO_READ), strict=True))
    own_kind = "telegram" if url.startswith("https://t.me/s/") else "feed"
    own = [Offer(url, own_kind, "address"), Offer(url, "sitemap", "address")]
    candidates, unread = _candidates([*own, *offers], answers, until=end)
    return Found(base, tuple(_with_ours(candidates)), not_tried=tuple(unread))


def _offers(page: FetchResult, robots: FetchResult | None, base: str) -> list[Offer]:
    said = call_contained(PAGE_READER, page.body, {"charset": page.charset, "url": base})
    offers = [Offer(**offer) for offer in said] if isinstance(said, list) else []
    if robots is not None and robots.outcome is Outcome.OK:
        offers += offers_of_robots(robots.body[:500_000].decode("utf-8", "replace"), base)
    offers += offers_of_paths(base)
    unique: dict[str, Offer] = {}
    for offer in offers:
        unique.setdefault(offer.url, offer)
    return list(unique.values())


def _ask(urls: Sequence[str], *, until: float) -> list[FetchResult | None]:
    """The answers in the order of the addresses; None where none was there in time."""
    if not urls:
        return []
    requests = [FetchRequest(url, accept=ACCEPT) for url in urls]
    return asyncio.run(_answers(requests, until))


async def _answers(requests: Sequence[FetchRequest], until: float) -> list[FetchResult | None]:
    answers: list[FetchResult | None] = [None] * len(requests)

    def note(number: int, answer: FetchResult) -> None:
        answers[number] = answer

    try:
        async with asyncio.timeout(until - time.monotonic()):
            await fetch_many(
                requests, policy=fetch_policy(), limits=LIMITS, total=20, per_host=2, told=note
            )
    except TimeoutError:
        pass  # what came in time is there
    return answers


def _candidates(
    offers: list[Offer], answers: dict[str, FetchResult | None], *, until: float
) -> tuple[list[Candidate], list[str]]:
    """Those that can be read; an address that only leads to another one is not told twice.

    And the addresses that there was no time for.
    """
    found: dict[str, Candidate] = {}
    unread: dict[str, None] = {}
    for offer in offers:
        answer = answers[offer.url]
        if answer is None:
            unread[offer.url] = None
            continue
        if answer.outcome is not Outcome.OK or len(found) >= MOST_CANDIDATES:
            continue
        key = source_key(answer.final_url)
        if key in found:
            continue
        if time.monotonic() >= until:
            unread[offer.url] = None
            continue
        if (feed := _read(offer, answer)) is None:
            continue
        dates = [entry.published for entry in feed.entries if entry.published]
        found[key] = Candidate(
            url=offer.url if offer.kind == "telegram" else answer.final_url,
            kind=offer.kind,
            known_by=offer.known_by,
            title=feed.title or offer.title,
            entries=len(feed.entries),
            newest=max(dates) if dates else None,
            language=feed.language,
        )
    return list(found.values()), list(unread)


def _read(offer: Offer, answer: FetchResult) -> ParsedFeed | None:
    options = {
        "kind": offer.kind,
        "charset": answer.charset,
        "url": answer.final_url,
        "now": clock.now().isoformat(),
    }
    try:
        return feed_from_json(call_contained(PARSER, answer.body, options))
    except ParserUnavailable:
        raise
    except (NotAFeed, ContainmentError):
        return None  # what cannot be read is no candidate


def _with_ours(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, each with our own row where it is on record."""
    ours = {}
    hosts = {candidate.url.split("/")[2].removeprefix("www.") for candidate in candidates}
    for host in hosts:
        for feed in Feed.objects.filter(url__icontains=host).select_related("outlet")[:500]:
            ours[source_key(feed.url)] = feed
    return [
        Candidate(**{**vars(candidate), "known": ours.get(source_key(candidate.url))})
        for candidate in candidates
    ]
