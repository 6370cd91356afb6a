"""Fingerprints and profiles as rows: reading, keeping and making them anew."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from cases.articles.models import Article
from cases.stories.fingerprints import READ_OF_TEXT, Fingerprint, fingerprint
from cases.stories.models import KeptProfile, Story
from cases.stories.profiles import Member, StoryProfile, profile, profile_from

MOST_MEMBERS = 200  # of a story's articles make its profile, the newest
# A subject that linking doubts is no evidence.
_SURE_ENOUGH = 0.7
# Written out: composing them for every batch costs more than they do. Nobody reads further than the
# fingerprint does.
_TEXTS = """
SELECT DISTINCT ON (article_id) article_id, left(text, %s), language FROM cases_articletext
WHERE article_id = ANY(%s) ORDER BY article_id, version DESC
"""
_SUBJECTS = """
SELECT article_id, kind, record_id FROM cases_articlesubject
WHERE article_id = ANY(%s) AND certainty >= %s
"""
_PROFILES = "SELECT story_id, profile::text FROM cases_keptprofile WHERE story_id = ANY(%s)"
_NEWEST_MEMBERS = """
SELECT print.at, print.article_id, print.names, print.terms, print.subjects,
    coalesce(nullif(print.language, ''), lower(left(article.language, 2))),
    article.published_on_site_at
FROM cases_storymembership AS membership
JOIN cases_articlefingerprint AS print ON print.article_id = membership.article_id
JOIN cases_article AS article ON article.id = membership.article_id
WHERE membership.story_id = ANY(%s)
ORDER BY print.at DESC, print.article_id DESC LIMIT %s
"""
_KEEP_FINGERPRINTS = """
INSERT INTO cases_articlefingerprint (article_id, at, language, names, terms, subjects)
SELECT article_id, at, language, names, terms, subjects
FROM json_to_recordset(%s::json) AS new(
    article_id bigint, at timestamptz, language varchar(2), names varchar(60)[],
    terms varchar(60)[], subjects varchar(60)[]
)
ON CONFLICT (article_id) DO UPDATE SET at = excluded.at, language = excluded.language,
    names = excluded.names, terms = excluded.terms, subjects = excluded.subjects
"""
_KEEP_PROFILES = """
INSERT INTO cases_keptprofile (story_id, profile, keys, first_at, last_at)
SELECT story_id, profile, keys, first_at, last_at
FROM json_to_recordset(%s::json) AS new(
    story_id bigint, profile jsonb, keys bigint[], first_at timestamptz, last_at timestamptz
)
ON CONFLICT (story_id) DO UPDATE SET profile = excluded.profile, keys = excluded.keys,
    first_at = excluded.first_at, last_at = excluded.last_at
"""


class DatedMember(NamedTuple):
    """An article of a story, with the time by which the newest are chosen."""

    at: datetime
    article: int
    member: Member


@lru_cache(maxsize=100_000)
def key_of(term: str) -> int:
    """A term as the signed 64-bit number under which stories are found by it."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), signed=True)


def read_fingerprints(articles: Sequence[Article]) -> list[tuple[Article, Fingerprint]]:
    """The articles, each with its fingerprint: of title, summary, newest text and subjects."""
    ids = [article.pk for article in articles]
    subjects: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [READ_OF_TEXT, ids])
        texts = {article: (text, language) for article, text, language in cursor.fetchall()}
        cursor.execute(_SUBJECTS, [ids, _SURE_ENOUGH])
        for article, kind, record in cursor.fetchall():
            subjects[article].append(f"{kind}:{record}")
    return [
        (one, fingerprint_of(one, *texts.get(one.pk, ("", "")), subjects.get(one.pk, ())))
        for one in articles
    ]


def fingerprint_of(
    article: Article, text: str, language: str, subjects: Iterable[str]
) -> Fingerprint:
    """The fingerprint of an article with this text, which is of this language."""
    body = "\n".join(part for part in (article.summary, text) if part)
    return fingerprint(article.title, body, article.language or language, subjects)


def profiles_of(story_ids: Iterable[int]) -> dict[int, StoryProfile]:
    """The kept profiles of the stories. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PROFILES, [list(story_ids)])
        return {story: profile_from(json.loads(kept)) for story, kept in cursor.fetchall()}


def keep_fingerprints(prints: Iterable[tuple[int, datetime, Fingerprint]]) -> None:
    """Keep fingerprints, each with its article and the article's time. One query."""
    rows = [
        {
            "article_id": article,
            "at": at.isoformat(),
            "language": print_.language,
            "names": sorted(print_.names),
            "terms": sorted(print_.terms),
            "subjects": sorted(print_.subjects),
        }
        for article, at, print_ in prints
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_FINGERPRINTS, [as_json(rows)])


def keep_profiles(profiles: Iterable[tuple[int, StoryProfile, datetime]]) -> None:
    """Keep profiles, each with its story and when an article of it was last seen. One query.

    A story without any date is found by articles that were published at most a window later.
    """
    rows = [
        {
            "story_id": story,
            "profile": known.as_json(),
            "keys": sorted(set(map(key_of, known.keys()))),
            "first_at": as_text(known.first_at),
            "last_at": as_text(known.last_at or seen_at),
        }
        for story, known, seen_at in profiles
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_PROFILES, [as_json(rows)])


def make_profile_anew(story: Story) -> StoryProfile:
    """From the fingerprints of the story's newest articles; a story without any has no profile."""
    members = newest_members([story.pk])
    known = profile(one.member for one in members)
    if members:
        keep_profiles([(story.pk, known, members[0].at)])
    else:
        KeptProfile.objects.filter(story=story).delete()
    return known


def newest_members(stories: Sequence[int], *, most: int = MOST_MEMBERS) -> list[DatedMember]:
    """The newest articles of the stories together, the newest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_MEMBERS, [list(stories), most])
        return [
            DatedMember(at, article, _member(names, terms, subjects, language, published))
            for at, article, names, terms, subjects, language, published in cursor.fetchall()
        ]


def keep_missing_profiles(*, limit: int = 100) -> int:
    """Make profiles of stories that have none yet, from before there were any; returns how many."""
    bare = Story.objects.filter(
        kept_profile__isnull=True,
        merged_into__isnull=True,
        memberships__article__fingerprint__isnull=False,
    )
    stories = list(bare.order_by("-id").distinct()[:limit])
    for story in stories:
        make_profile_anew(story)
    return len(stories)


def _member(names: Any, terms: Any, subjects: Any, language: str, published: Any) -> Member:
    print_ = Fingerprint(frozenset(names), frozenset(terms), language, frozenset(subjects))
    return Member(print_, published)


def as_json(rows: list[dict[str, Any]]) -> str:
    """Rows for a query that reads them with `json_to_recordset`: arrays of any length in each."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def as_text(at: datetime | None) -> str | None:
    """A time for such a row."""
    return at.isoformat() if at is not None else None
