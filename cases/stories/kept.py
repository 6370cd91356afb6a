"""Fingerprints and profiles as rows: reading, keeping and making them anew."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber

from cases.articles.models import Article, ArticleSubject
from cases.articles.selectors import newest_text
from cases.stories.fingerprints import Fingerprint, fingerprint
from cases.stories.models import ArticleFingerprint, KeptProfile, Story
from cases.stories.profiles import Member, StoryProfile, profile, profile_from

MOST_MEMBERS = 200  # of a story's articles make its profile, the newest
# A subject that linking doubts is no evidence.
_SURE_ENOUGH = 0.7


@lru_cache(maxsize=100_000)
def key_of(term: str) -> int:
    """A term as the signed 64-bit number under which stories are found by it."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), signed=True)


def remember_fingerprint(article: Article) -> Fingerprint:
    """Make the article's fingerprint from title, summary, newest text and subjects, and keep it."""
    text = newest_text(article)
    body = "\n".join(part for part in (article.summary, text.text if text else "") if part)
    subjects = ArticleSubject.objects.filter(article=article, certainty__gte=_SURE_ENOUGH)
    own = fingerprint(
        article.title,
        body,
        article.language or (text.language if text else ""),
        [f"{kind}:{record}" for kind, record in subjects.values_list("kind", "record_id")],
    )
    row = ArticleFingerprint(
        article=article,
        at=article.published_on_site_at or article.first_seen_at,
        language=own.language,
        names=sorted(own.names),
        terms=sorted(own.terms),
        subjects=sorted(own.subjects),
    )
    ArticleFingerprint.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["at", "language", "names", "terms", "subjects"],
    )
    return own


def profiles_of(story_ids: Iterable[int]) -> dict[int, StoryProfile]:
    """The kept profiles of the stories. One query."""
    rows = KeptProfile.objects.filter(story__in=list(story_ids))
    return {story: profile_from(kept) for story, kept in rows.values_list("story_id", "profile")}


def keep_profile(story_id: int, known: StoryProfile, *, seen_at: datetime) -> None:
    """Keep the profile of a story, of which an article was last seen at `seen_at`.

    A story without any date is found by articles that were published at most a window later.
    """
    KeptProfile.objects.bulk_create(
        [
            KeptProfile(
                story_id=story_id,
                profile=known.as_json(),
                keys=sorted(set(map(key_of, known.keys()))),
                first_at=known.first_at,
                last_at=known.last_at or seen_at,
            )
        ],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["profile", "keys", "first_at", "last_at"],
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
