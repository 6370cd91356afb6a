"""Keeping what a feed said: new entries, changed texts with the old ones, what is still listed.

Called by `keeping` inside its transaction, with the feeds' rows locked.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from cases.feeds.formats.parsed import ParsedEntry, ParsedFeed
from cases.feeds.models import Feed, FeedEntry

MOST_EARLIER_TEXTS = 20  # of one entry; a feed that counts its readers in the title fills no disk
RECENT = 1_000  # entries looked through for the same item under another guid


class Kept(NamedTuple):
    """How many entries a document had, how many of them were new to us, how many had changed."""

    seen: int = 0
    new: int = 0
    changed: int = 0


def keep_entries(
    documents: Sequence[tuple[Feed, ParsedFeed, datetime]],
) -> dict[int, Kept]:
    """Write the entries of documents, each with its feed and when it was seen; counts by feed.

    One row for each guid of the feed. An item whose guid changed but whose address and text did
    not is the same item. A changed text keeps the old one and makes the entry wait to be taken
    again. Entries that the document no longer lists stay as they are. A few statements in all,
    however many documents there are.
    """
    batch = [_Document(feed, document, seen_at) for feed, document, seen_at in documents]
    by_feed = {one.feed.pk: one for one in batch}
    for pk, feed_id, digest, content, url in _known(batch):
        by_feed[feed_id].known[digest] = _Known(pk, content, url)
    for one in batch:
        one.fresh = {d: entry for d, entry in one.by_digest.items() if d not in one.known}
    _find_under_other_guids([one for one in batch if one.fresh and not one.is_first])
    rows = [
        # Documents list the newest first; rows are numbered in the order of time.
        _new_row(one.feed, digest, entry, one.language, one.seen_at)
        for one in batch
        for digest, entry in reversed(one.fresh.items())
    ]
    _insert(rows)
    changes: dict[int, tuple[ParsedEntry, datetime]] = {}
    counts = {}
    for one in batch:
        changed = one.changed()
        changes |= changed
        counts[one.feed.pk] = Kept(len(one.by_digest), len(one.fresh), len(changed))
    _keep_changes(changes)
    _note_seen(batch)
    return counts


class _Known(NamedTuple):
    """An entry as we hold it."""

    pk: int
    content: str
    url: str


class _Document:
    """A document on its way into the tables."""

    def __init__(self, feed: Feed, document: ParsedFeed, seen_at: datetime) -> None:
        self.feed, self.seen_at = feed, seen_at
        self.by_digest = {digest_of(entry.guid): entry for entry in document.entries}
        self.language = _language(feed, document)
        self.known: dict[str, _Known] = {}
        self.fresh: dict[str, ParsedEntry] = {}
        self.is_first = not feed.body_sha256

    def changed(self) -> dict[int, tuple[ParsedEntry, datetime]]:
        """Entries whose text differs from what we hold, by their rows."""
        return {
            row.pk: (self.by_digest[digest], self.seen_at)
            for digest, row in self.known.items()
            if digest in self.by_digest and _content_digest(self.by_digest[digest]) != row.content
        }


def _note_seen(batch: Sequence[_Document]) -> None:
    listed = [row.pk for one in batch for row in one.known.values()]
    moments = [at for one in batch for at in [one.seen_at.isoformat()] * len(one.known)]
    if listed:
        with connection.cursor() as cursor:
            cursor.execute(_SEEN, [array_of(listed), array_of(moments)])


def _known(batch: Sequence[_Document]) -> list[tuple[int, int, str, str, str]]:
    feeds = [one.feed.pk for one in batch for _ in one.by_digest]
    digests = [digest for one in batch for digest in one.by_digest]
    if not digests:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [array_of(feeds), array_of(digests)])
        return list(cursor.fetchall())


def array_of(values: Iterable[object]) -> str:
    """An array as PostgreSQL writes it: numbers, digests and times alone, which need no quoting.

    A tenth of what the driver takes for a list of thousands.
    """
    return "{" + ",".join(map(str, values)) + "}"


def digest_of(text: str) -> str:
    """sha256 in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _content_digest(entry: ParsedEntry) -> str:
    return digest_of(f"{entry.title}\n{entry.summary}")


def _new_row(
    feed: Feed, digest: str, entry: ParsedEntry, language: str, seen_at: datetime
) -> dict[str, Any]:
    return {
        "feed_id": feed.pk,
        "guid": entry.guid,
        "guid_sha256": digest,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "author": entry.author,
        "language": language,
        "image_url": entry.image_url,
        "published_at": entry.published.isoformat() if entry.published else None,
        "published_claim": entry.published_claim,
        "details": entry.details,
        "content_sha256": _content_digest(entry),
        "seen_at": seen_at.isoformat(),
        "parked_reason": "" if entry.url else "the entry names no web address",
    }


def _insert(rows: list[dict[str, Any]]) -> None:
    """New entries by one statement of one parameter: three times as fast as through the models."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [json.dumps(rows, ensure_ascii=False, default=dict)])


def _find_under_other_guids(batch: Sequence[_Document]) -> None:
    """Take out of `fresh` the items that are rows already, under a guid they had before."""
    looks = {}
    for one in batch:
        for digest, entry in one.fresh.items():
            if entry.url:
                looks[(one.feed.pk, entry.url, _content_digest(entry))] = (one, digest)
    if not looks:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _UNDER_OTHER_GUIDS,
            [sorted({feed for feed, _, _ in looks}), RECENT, [url for _, url, _ in looks]],
        )
        rows = cursor.fetchall()
    for pk, feed_id, url, content in rows:
        if (found := looks.get((feed_id, url, content))) is not None:
            one, digest = found
            if one.fresh.pop(digest, None) is not None:
                one.known[digest] = _Known(pk, content, url)


def _keep_changes(changes: dict[int, tuple[ParsedEntry, datetime]]) -> None:
    changed = []
    for row in FeedEntry.objects.filter(pk__in=list(changes)):
        entry, seen_at = changes[row.pk]
        old = {"title": row.title, "summary": row.summary, "seen_until": seen_at.isoformat()}
        row.earlier = [*row.earlier, old][-MOST_EARLIER_TEXTS:]
        row.title, row.summary = entry.title, entry.summary
        row.content_sha256 = _content_digest(entry)
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
        batch_size=200,
    )


def _language(feed: Feed, document: ParsedFeed) -> str:
    """The feed's language as a person set it, else as the document says, else the outlet's only one."""
    if feed.language:
        return feed.language
    if document.language:
        return document.language[:12]
    languages = feed.outlet.languages
    return languages[0] if len(languages) == 1 else ""


_KNOWN = """
SELECT entry.id, entry.feed_id, entry.guid_sha256, entry.content_sha256, entry.url
FROM unnest(%s::bigint[], %s::text[]) AS given(feed_id, digest)
JOIN cases_feedentry entry ON entry.feed_id = given.feed_id AND entry.guid_sha256 = given.digest
"""
_UNDER_OTHER_GUIDS = """
SELECT entry.id, entry.feed_id, entry.url, entry.content_sha256
FROM unnest(%s::bigint[]) AS feed(id),
     LATERAL (
         SELECT id, feed_id, url, content_sha256 FROM cases_feedentry
         WHERE feed_id = feed.id ORDER BY id DESC LIMIT %s
     ) AS entry
WHERE entry.url = ANY(%s::text[])
"""
_INSERT = """
INSERT INTO cases_feedentry (
    feed_id, guid, guid_sha256, url, title, summary, author, language, image_url, published_at,
    published_claim, details, content_sha256, earlier, first_seen_at, last_seen_at, taken_at,
    next_attempt_at, attempts, parked_reason
)
SELECT feed_id, guid, guid_sha256, url, title, summary, author, language, image_url, published_at,
       published_claim, details, content_sha256, '[]', seen_at, seen_at, NULL,
       CASE WHEN url <> '' THEN seen_at END, 0, parked_reason
FROM json_to_recordset(%s::json) AS given(
    feed_id bigint, guid text, guid_sha256 text, url text, title text, summary text, author text,
    language text, image_url text, published_at timestamptz, published_claim text, details jsonb,
    content_sha256 text, seen_at timestamptz, parked_reason text
)
ON CONFLICT DO NOTHING
"""
_SEEN = """
UPDATE cases_feedentry entry SET last_seen_at = given.moment
FROM unnest(%s::bigint[], %s::timestamptz[]) AS given(id, moment)
WHERE entry.id = given.id
"""
