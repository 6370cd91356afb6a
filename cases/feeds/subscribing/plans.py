"""From a list of sources to outlets and feeds: a plan that says what would happen, then the writes.

A source is known by its address whatever its scheme and "www."; its outlet by its site. Where the
outlet is not certain, the row waits for a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.feeds.models import Feed, Outlet, SourceKind
from cases.feeds.outlets import add_feed, add_outlet
from cases.feeds.subscribing.opml import Subscription
from tracker.lib.errors import Refused
from tracker.lib.web_sites import site_of
from tracker.lib.web_urls import canonical_url

# Hosts that serve the feeds and channels of many outlets: they say nothing of whose a source is.
SHARED_HOSTS = frozenset(
    "t.me telegram.me feedburner.com feedsportal.com youtube.com youtu.be facebook.com vk.com "
    "livejournal.com medium.com substack.com wordpress.com blogspot.com rss.app google.com".split()
)


class Plan(StrEnum):
    """What would become of a row."""

    NEW = "new"  # a source of an outlet on record
    NEW_OUTLET = "new_outlet"  # a source and, with it, an outlet in draft
    KNOWN = "known"
    UNCLEAR = "unclear"  # whose source it is cannot be told
    WRONG = "wrong"


@dataclass(frozen=True)
class PlannedRow:
    """A row of the list, what would become of it, and of which outlet."""

    row: Subscription
    plan: Plan
    outlet: Outlet | None = None
    words: str = ""

    @property
    def is_new(self) -> bool:
        """Whether applying the plan writes anything for this row."""
        return self.plan in (Plan.NEW, Plan.NEW_OUTLET)


@dataclass(frozen=True)
class Applied:
    """What was written."""

    feeds: int
    outlets: int
    left: int  # rows that are unclear


def source_key(url: str) -> str:
    """What two spellings of one source's address share. Raises ValueError for no web address."""
    parts = urlsplit(canonical_url(url))
    key = f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"
    return f"{key}?{parts.query}" if parts.query else key


def plan_subscriptions(rows: Sequence[Subscription]) -> list[PlannedRow]:
    """The plan for each row, in order; two queries, nothing written."""
    known = {_key_or_nothing(url): url for url in Feed.objects.values_list("url", flat=True)}
    known.pop("", None)
    outlets: dict[str, list[Outlet]] = {}
    for outlet in Outlet.objects.exclude(site_url=""):
        outlets.setdefault(_own_site(outlet.site_url), []).append(outlet)
    outlets.pop("", None)
    planned, seen = [], set(known)
    for row in rows:
        key = _key_or_nothing(row.url)
        if row.problem:
            planned.append(PlannedRow(row, Plan.WRONG, words=f"{row.field}: {row.problem}"))
        elif key in seen:
            planned.append(PlannedRow(row, Plan.KNOWN))
        else:
            planned.append(_placed(row, outlets))
        seen.add(key)
    return planned


def outlets_of_site(url: str) -> list[Outlet]:
    """The outlets on record whose site the address belongs to."""
    site = _own_site(url)
    if not site:
        return []
    near = Outlet.objects.filter(site_url__icontains=site)[:50]
    return [outlet for outlet in near if _own_site(outlet.site_url) == site]


def _placed(row: Subscription, outlets: dict[str, list[Outlet]]) -> PlannedRow:
    site = _own_site(row.site_url) or _own_site(row.url)
    found = outlets.get(site, []) if site else []
    if len(found) == 1:
        return PlannedRow(row, Plan.NEW, outlet=found[0])
    if len(found) > 1:
        names = ", ".join(outlet.name for outlet in found[:5])
        words = _("several outlets have this site: %(names)s") % {"names": names}
        return PlannedRow(row, Plan.UNCLEAR, words=words)
    if site and row.title:
        return PlannedRow(row, Plan.NEW_OUTLET)
    words = _("no outlet has this site") if site else _("the address does not say whose it is")
    return PlannedRow(row, Plan.UNCLEAR, words=words)


@transaction.atomic
def apply_subscriptions(
    rows: Sequence[Subscription], *, provenance: str, by: Any, reason: str
) -> Applied:
    """Write what the plan says: sources switched off, outlets in draft. All of it or nothing.

    Rows that are known or unclear are left. Raises Refused, naming the first line, where a row is
    wrong: the file is to be mended first.
    """
    planned = plan_subscriptions(rows)
    wrong = [one for one in planned if one.plan is Plan.WRONG]
    if wrong:
        raise Refused(
            _("Nothing was written. Line %(line)d: %(words)s")
            % {"line": wrong[0].row.line, "words": wrong[0].words},
            line=wrong[0].row.line,
        )
    made: dict[str, Outlet] = {}
    feeds = 0
    for one in planned:
        if not one.is_new:
            continue
        outlet = one.outlet
        if outlet is None:
            site = _own_site(one.row.site_url) or _own_site(one.row.url)
            outlet = made.get(site) or _new_outlet(one.row, by=by, reason=reason)
            made[site] = outlet
        add_feed(
            outlet,
            url=one.row.url,
            kind=SourceKind(one.row.kind),
            selector=one.row.selector,
            language=one.row.language,
            provenance=provenance,
            by=by,
            reason=reason,
        )
        feeds += 1
    left = sum(one.plan is Plan.UNCLEAR for one in planned)
    return Applied(feeds=feeds, outlets=len(made), left=left)


def _new_outlet(row: Subscription, *, by: Any, reason: str) -> Outlet:
    parts = urlsplit(row.site_url or row.url)
    return add_outlet(
        name=row.title[:200],
        site_url=(row.site_url or f"{parts.scheme}://{parts.netloc}/")[:500],
        languages=[row.language] if row.language else [],
        by=by,
        reason=reason,
    )


def subscriptions_of(feeds: QuerySet[Feed]) -> Iterable[Subscription]:
    """Feeds as rows of a list, by outlet; one query."""
    for feed in feeds.select_related("outlet").order_by("outlet__name", "outlet_id", "pk"):
        yield Subscription(
            line=0,
            url=feed.url,
            title=feed.outlet.name,
            site_url=feed.outlet.site_url,
            kind=feed.kind,
            selector=feed.selector,
            language=feed.language,
        )


def _key_or_nothing(url: str) -> str:
    try:
        return source_key(url)
    except ValueError:
        return ""


def _own_site(url: str) -> str:
    """The site of an address, "" where the host serves many outlets."""
    site = site_of(url) if url else ""
    return "" if site in SHARED_HOSTS else site
