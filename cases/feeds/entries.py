"""Keeping what a feed said: new entries, changed texts with the old ones, what is still listed.

Called by `services.apply_poll` inside its transaction, with the feed's row locked.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cases.feeds.models import Feed, FeedEntry
from cases.feeds.parsed import ParsedEntry, ParsedFeed

MOST_EARLIER_TEXTS = 20  # of one entry; a feed that counts its readers in the title fills no disk
RECENT = 1_000  # entries looked through for the same item under another guid


class Kept(NamedTuple):
    """How many entries the document had and how many of them were new to us."""

    seen: int
    new: int


def keep_entries(feed: Feed, document: ParsedFeed, *, seen_at: datetime) -> Kept:
    """Write the document's entries; returns how many it had and how many were new.

    One row for each guid of the feed. An item whose guid changed but whose address and text did
    not is the same item. A changed text keeps the old one and makes the entry wait to be taken
    again. Entries that the document no longer lists stay as they are.
    """
    by_digest = {digest_of(entry.guid): entry for entry in document.entries}
    known = {
        row.guid_sha256: row
        for row in FeedEntry.objects.filter(feed=feed, guid_sha256__in=list(by_digest))
    }
    fresh = {digest: entry for digest, entry in by_digest.items() if digest not in known}
    if fresh:
        renamed = _under_another_guid(feed, fresh)
        known |= renamed
        fresh = {digest: entry for digest, entry in fresh.items() if digest not in renamed}
    language = _language(feed, document)
    # Documents list the newest first; rows are numbered in the order of time.
    FeedEntry.objects.bulk_create(
        [
            _new_row(feed, digest, entry, language, seen_at)
            for digest, entry in reversed(fresh.items())
        ],
        ignore_conflicts=True,
    )
    _keep_changes(
        ((row, by_digest[digest]) for digest, row in known.items() if digest in by_digest),
        seen_at,
    )
    FeedEntry.objects.filter(pk__in=[row.pk for row in known.values()]).update(last_seen_at=seen_at)
    return Kept(seen=len(by_digest), new=len(fresh))


def digest_of(text: str) -> str:
    """sha256 in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _content_digest(entry: ParsedEntry) -> str:
    return digest_of(f"{entry.title}\n{entry.summary}")


def _new_row(
    feed: Feed, digest: str, entry: ParsedEntry, language: str, seen_at: datetime
) -> FeedEntry:
    return FeedEntry(
        feed=feed,
        guid=entry.guid,
        guid_sha256=digest,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        author=entry.author,
        language=language,
        image_url=entry.image_url,
        published_at=entry.published,
        published_claim=entry.published_claim,
        details=dict(entry.details),
        content_sha256=_content_digest(entry),
        first_seen_at=seen_at,
        last_seen_at=seen_at,
        next_attempt_at=seen_at if entry.url else None,
        parked_reason="" if entry.url else "the entry names no web address",
    )


def _under_another_guid(feed: Feed, fresh: dict[str, ParsedEntry]) -> dict[str, FeedEntry]:
    """Rows of the feed that are these items under a guid they had before, by the new guid's digest."""
    recent = (
        FeedEntry.objects.filter(feed=feed)
        .exclude(url="")
        .order_by("-id")
        .values_list("url", "content_sha256", "id")[:RECENT]
    )
    by_look = {(url, content): pk for url, content, pk in recent}
    same = {
        digest: by_look[look]
        for digest, entry in fresh.items()
        if (look := (entry.url, _content_digest(entry))) in by_look
    }
    rows = FeedEntry.objects.in_bulk(list(same.values()))
    return {digest: rows[pk] for digest, pk in same.items()}


def _keep_changes(pairs: Iterable[tuple[FeedEntry, ParsedEntry]], seen_at: datetime) -> None:
    changed = []
    for row, entry in pairs:
        content = _content_digest(entry)
        if content == row.content_sha256:
            continue
        old = {"title": row.title, "summary": row.summary, "seen_until": seen_at.isoformat()}
        row.earlier = [*row.earlier, old][-MOST_EARLIER_TEXTS:]
        row.title, row.summary, row.content_sha256 = entry.title, entry.summary, content
        row.author = entry.author or row.author
        row.image_url = entry.image_url or row.image_url
        if row.url:  # its article learns the new title
            row.taken_at, row.next_attempt_at, row.attempts = None, seen_at, 0
        changed.append(row)
    FeedEntry.objects.bulk_update(
        changed,
        [
            "earlier",
            "title",
            "summary",
            "content_sha256",
            "author",
            "image_url",
            "taken_at",
            "next_attempt_at",
            "attempts",
        ],
    )


def _language(feed: Feed, document: ParsedFeed) -> str:
    """The feed's language as a person set it, else as the document says, else the outlet's only one."""
    if feed.language:
        return feed.language
    if document.language:
        return document.language[:12]
    languages = feed.outlet.languages
    return languages[0] if len(languages) == 1 else ""
