"""Writing of outlets, their ratings and the addresses of their feeds. Polling is another matter."""

from collections.abc import Sequence
from typing import Any

from cases.feeds.models import Feed, Outlet, OutletRating, Ownership, SourceKind
from cases.feeds.subscribing.opml import source_problem
from cases.publishing.writing import add_row, amend_row, state_columns
from tracker.lib.errors import Refused
from tracker.lib.history import because
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState
from tracker.lib.slugs import free_slug
from tracker.lib.transactions import atomic_step

Draft = PublishingState.DRAFT


@atomic_step
def add_outlet(
    *,
    name: str,
    name_ru: str = "",
    site_url: str = "",
    country: str = "",
    country_note: str = "",
    languages: Sequence[str] = (),
    ownership: Ownership = Ownership.UNKNOWN,
    ownership_note: str = "",
    labels: Sequence[str] = (),
    note: str = "",
    slug: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Outlet:
    """A new outlet; `country` as ISO 3166 or empty when unknown."""
    return add_row(
        Outlet(
            name=name,
            name_ru=name_ru,
            site_url=site_url,
            country=country,
            country_note=country_note,
            languages=list(languages),
            ownership=ownership,
            ownership_note=ownership_note,
            labels=list(labels),
            note=note,
            slug=slug or free_slug(Outlet, name, otherwise="outlet"),
            **state_columns(state, state_reason),
        ),
        fields=["name"],
        by=by,
        reason=reason,
    )


def update_outlet(outlet: Outlet, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of an outlet; return those that differed."""
    return amend_row(outlet, changes=changes, by=by, reason=reason)


@atomic_step
def rate_outlet(
    outlet: Outlet,
    *,
    rater: str,
    value: str,
    scale: str = "",
    rated_on: PartialDate | str | None = None,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> OutletRating:
    """A rater's opinion with its scale and date. The same rater and date again is a correction."""
    values: dict[str, Any] = {
        "value": value,
        "scale": scale,
        **state_columns(state, state_reason),
    }
    told: dict[str, Any] = {
        "whole": outlet,
        "part": "ratings",
        "summary": f"rated by {rater}",
        "by": by,
        "reason": reason,
    }
    found = OutletRating.objects.filter(outlet=outlet, rater=rater, rated_on=rated_on).first()
    if found is not None:
        amend_row(found, changes=values, **told)
        return found
    rating = OutletRating(outlet=outlet, rater=rater, rated_on=rated_on, **values)
    return add_row(rating, **told)


@atomic_step
def add_feed(
    outlet: Outlet,
    *,
    url: str,
    language: str = "",
    provenance: str = "",
    kind: SourceKind = SourceKind.FEED,
    selector: str = "",
    by: Any = None,
    reason: str = "",
) -> Feed:
    """The address of a source, not watched until somebody turns it on. Known ones are returned.

    Raises Refused where a source of this kind cannot be read (a wrong selector, no channel).
    """
    problem, field = source_problem(kind, url, selector)
    if problem:
        raise Refused(f"{field}: {problem}", field=field)
    with because(reason or "feed added", by=by):
        feed, _made = Feed.objects.get_or_create(
            url=url,
            defaults={
                "outlet": outlet,
                "kind": kind,
                "selector": selector,
                "language": language,
                "provenance": provenance[:300],
            },
        )
    return feed
