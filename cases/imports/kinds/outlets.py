"""Outlets with their feeds (never turned on by an import) and the ratings others gave them."""

from django.db import models

from cases.feeds.models import Feed, Outlet, OutletRating, Ownership
from cases.feeds.outlets import add_feed, add_outlet, rate_outlet, update_outlet
from cases.imports.columns import choice, rows, slug, text, texts
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.publishing.writing import amend_row

FEED = {"url": text(1000).needed(), "language": text(12), "provenance": text(300)}
RATING = {
    "rater": text(120).needed(),
    "value": text(200).needed(),
    "scale": text(200),
    "rated_on": date(),
    **EVIDENCE,
}
SHAPE = {
    "key": slug().needed(),
    "name": text(200).needed(),
    "name_ru": text(200),
    "site_url": text(500),
    "country": text(2),
    "country_note": text(200),
    "languages": texts(),
    "ownership": choice(Ownership.values, default=Ownership.UNKNOWN),
    "ownership_note": text(300),
    "labels": texts(),
    "note": text(),
    "feeds": rows(FEED),
    "ratings": rows(RATING),
    **EVIDENCE,
}


def _apply(entry: Entry) -> models.Model:
    values = entry.values(
        "name",
        "name_ru",
        "site_url",
        "country",
        "country_note",
        "languages",
        "ownership",
        "ownership_note",
        "labels",
        "note",
    )
    context = entry.context
    outlet = context.keep(
        Outlet.objects.filter(slug=entry["key"]).first(),
        values | entry.state(),
        add=lambda **given: add_outlet(slug=entry["key"], **given),
        amend=update_outlet,
    )
    feeds = context.among(outlet, Feed.objects.filter(outlet=outlet))
    known = {feed.url for feed in feeds}
    for feed in entry.below("feeds"):
        if feed["url"] not in known:
            add_feed(outlet, **feed.values("url", "language", "provenance"), **context.told)
            context.changed = True
    for below in entry.below("ratings"):
        rater, rated_on = below["rater"], below["rated_on"]
        rating = context.keep(
            context.among(
                outlet, OutletRating.objects.filter(outlet=outlet, rater=rater, rated_on=rated_on)
            ).first(),
            below.values("value", "scale") | below.state(),
            add=lambda rater=rater, rated_on=rated_on, **given: rate_outlet(
                outlet, rater=rater, rated_on=rated_on, **given
            ),
            amend=lambda row, changes, **told: amend_row(
                row, changes=changes, whole=outlet, part="ratings", **told
            ),
        )
        below.done(rating)
    return entry.done(outlet)


KIND = Kind("outlets", SHAPE, lambda row: str(row.get("key", "")), _apply)
