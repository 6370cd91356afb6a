"""Fingerprints and profiles as rows: reading, keeping and making them anew."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber

from cases.articles.models import Article
from cases.articles.selectors import newest_text
from cases.stories.fingerprints import Fingerprint, fingerprint
from cases.stories.models import ArticleFingerprint, KeptProfile, Story
from cases.stories.profiles import Member, StoryProfile, profile, profile_from

MOST_MEMBERS = 200  # of a story's articles make its profile, the newest
# A subject that linking doubts is no evidence.
_SURE_ENOUGH = 0.7
# Written out: each is asked for every article placed, and composing it costs more than it does.
_SUBJECTS = """
SELECT kind, record_id FROM cases_articlesubject WHERE article_id = %s AND certainty >= %s
"""
_PROFILES = "SELECT story_id, profile::text FROM cases_keptprofile WHERE story_id = ANY(%s)"
_KEEP_FINGERPRINT = """
INSERT INTO cases_articlefingerprint (article_id, at, language, names, terms, subjects)
VALUES (%s, %s, %s, %s::varchar(60)[], %s::varchar(60)[], %s::varchar(60)[])
ON CONFLICT (article_id) DO UPDATE SET at = excluded.at, language = excluded.language,
    names = excluded.names, terms = excluded.terms, subjects = excluded.subjects
"""
_KEEP_PROFILE = """
INSERT INTO cases_keptprofile (story_id, profile, keys, first_at, last_at)
VALUES (%s, %s::jsonb, %s::bigint[], %s::timestamptz, %s::timestamptz)
ON CONFLICT (story_id) DO UPDATE SET profile = excluded.profile, keys = excluded.keys,
    first_at = excluded.first_at, last_at = excluded.last_at
"""


@lru_cache(maxsize=100_000)
def key_of(term: str) -> int:
    """A term as the signed 64-bit number under which stories are found by it."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), signed=True)


def remember_fingerprint(article: Article) -> Fingerprint:
    """Make the article's fingerprint from title, summary, newest text and subjects, and keep it."""
    text = newest_text(article)
    body = "\n".join(part for part in (article.summary, text.text if text else "") if part)
    own = fingerprint(
        article.title,
        body,
        article.language or (text.language if text else ""),
        _subjects_of(article.pk),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP_FINGERPRINT,
            [
                article.pk,
                article.published_on_site_at or article.first_seen_at,
                own.language,
                sorted(own.names),
                sorted(own.terms),
                sorted(own.subjects),
            ],
        )
    return own


def _subjects_of(article_id: int) -> list[str]:
    """The records that the article speaks of for sure, such as "person:7"."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS, [article_id, _SURE_ENOUGH])
        return [f"{kind}:{record}" for kind, record in cursor.fetchall()]


def profiles_of(story_ids: Iterable[int]) -> dict[int, StoryProfile]:
    """The kept profiles of the stories. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PROFILES, [list(story_ids)])
        return {story: profile_from(json.loads(kept)) for story, kept in cursor.fetchall()}


def keep_profile(story_id: int, known: StoryProfile, *, seen_at: datetime) -> None:
    """Keep the profile of a story, of which an article was last seen at `seen_at`.

    A story without any date is found by articles that were published at most a window later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP_PROFILE,
            [
                story_id,
                json.dumps(known.as_json()),
                sorted(set(map(key_of, known.keys()))),
                known.first_at,
                known.last_at or seen_at,
            ],
        )


def make_profile_anew(story: Story) -> StoryProfile:
    """From the fingerprints of the story's newest articles; a story without any has no profile."""
    known = profile(members_of([story.pk]).get(story.pk, ()))
    prints = ArticleFingerprint.objects.filter(article__membership__story=story)
    seen_at = prints.aggregate(newest=Max("at"))["newest"]
    if known.articles and seen_at is not None:
        keep_profile(story.pk, known, seen_at=seen_at)
    else:
        KeptProfile.objects.filter(story=story).delete()
    return known


def members_of(story_ids: Sequence[int], *, most: int = MOST_MEMBERS) -> dict[int, list[Member]]:
    """The fingerprints of the stories' articles, the newest `most` of each. One query."""
    rows = (
        ArticleFingerprint.objects.filter(article__membership__story__in=story_ids)
        .annotate(
            story=F("article__membership__story_id"),
            nth=Window(
                RowNumber(),
                partition_by=F("article__membership__story_id"),
                order_by=(F("at").desc(), F("pk").desc()),
            ),
        )
        .filter(nth__lte=most)
        .values_list(
            "story",
            "names",
            "terms",
            "subjects",
            "language",
            "article__language",
            "article__published_on_site_at",
        )
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for story, names, terms, subjects, language, tag, published in rows:
        found[story].append(_member(names, terms, subjects, language or tag[:2].lower(), published))
    return dict(found)


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
