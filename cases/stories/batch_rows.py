"""What a batch of articles needs of the database to be placed, and what it writes: a query for all of it.

Written out in SQL: composing these queries, or asking them for each article, costs more than placing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from cases.stories.choosing import MOST_STORIES
from cases.stories.kept import as_json, as_text, key_of
from cases.stories.models import Story
from cases.stories.profiles import TermWeights
from tracker.lib import clock
from tracker.lib.one_row import all_rows

# Of the stories that share a term with the article, so many of the newest are weighed: a name in
# every second article cannot slow a placement down.
MOST_WEIGHED = 400

_HOMES = "SELECT article_id, story_id FROM cases_storymembership WHERE article_id = ANY(%s)"
_OF_COPIES = """
WITH own AS MATERIALIZED (
    SELECT id AS article, coalesce(derived_from_id, id) AS root
    FROM cases_article WHERE id = ANY(%s)
), held AS (
    SELECT alike.root, membership.story_id, count(*) AS number
    FROM (SELECT DISTINCT root FROM own) AS alike
    CROSS JOIN LATERAL (
        SELECT alike.root AS id
        UNION SELECT id FROM cases_article WHERE derived_from_id = alike.root
    ) AS one
    JOIN cases_storymembership AS membership ON membership.article_id = one.id
    JOIN cases_story AS story ON story.id = membership.story_id
    WHERE NOT story.locked AND story.merged_into_id IS NULL
    GROUP BY alike.root, membership.story_id
)
SELECT own.article, own.root, held.story_id, held.number
FROM own LEFT JOIN held ON held.root = own.root
"""
# Each article's terms as one row of arrays, so that the index of keys is asked for all of them.
_PROMISING = """
SELECT wanted.article, found.story_id, found.promise
FROM json_to_recordset(%(wanted)s::json) AS wanted(
    article bigint, keys bigint[], weights float8[], since timestamptz, until timestamptz
)
CROSS JOIN LATERAL (
    SELECT near.story_id, (
        SELECT sum(term.weight) FROM unnest(wanted.keys, wanted.weights) AS term(key, weight)
        WHERE term.key = ANY(near.keys)
    ) AS promise
    FROM (
        SELECT kept.story_id, kept.keys
        FROM cases_keptprofile AS kept JOIN cases_story AS story ON story.id = kept.story_id
        WHERE kept.keys && wanted.keys AND NOT story.locked AND story.merged_into_id IS NULL
            AND (kept.last_at IS NULL OR kept.last_at >= wanted.since)
            AND (kept.first_at IS NULL OR kept.first_at <= wanted.until)
        ORDER BY kept.last_at DESC NULLS FIRST, kept.id DESC LIMIT %(weighed)s
    ) AS near
    ORDER BY promise DESC, near.story_id LIMIT %(most)s
) AS found
"""
_LOCK_STORIES = "SELECT {columns} FROM cases_story WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_MERGING = """
SELECT story.id, story.named_by_person, EXISTS (
    SELECT FROM cases_storymembership AS membership
    WHERE membership.story_id = story.id AND membership.placed_by_person
) FROM cases_story AS story WHERE story.id = ANY(%s)
"""
# What `figures.grow` changes. The first time a row is public is kept for ever.
_GROW = """
UPDATE cases_story AS story SET articles_count = new.articles_count, first_at = new.first_at,
    last_at = new.last_at, title_en = new.title_en, title_ru = new.title_ru,
    summary_en = new.summary_en, summary_ru = new.summary_ru, updated_at = %(now)s,
    published_at = coalesce(story.published_at, %(now)s)
FROM json_to_recordset(%(stories)s::json) AS new(
    id bigint, articles_count int, first_at timestamptz, last_at timestamptz, title_en text,
    title_ru text, summary_en text, summary_ru text
) WHERE story.id = new.id
"""
_GROWING = ("articles_count", "title_en", "title_ru", "summary_en", "summary_ru")


@dataclass(slots=True)
class Copies:
    """The groups of copies that some articles belong to, and the stories that hold them."""

    root: dict[int, int] = field(default_factory=dict)
    # By root, how many articles of the group each story holds; locked and merged ones left out.
    stories: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def story_of(self, article: int) -> int | None:
        """The story that holds most of the article's group; None where none holds any."""
        held = self.stories.get(self.root.get(article, article))
        return min(held, key=lambda story: (-held[story], story)) if held else None

    def note(self, article: int, story: int) -> None:
        """The article went into the story."""
        self.stories[self.root.get(article, article)][story] += 1

    def rename(self, goes: int, stays: int) -> None:
        """One story was merged into another."""
        for held in self.stories.values():
            if goes in held:
                held[stays] += held.pop(goes)


def homes_of(articles: Collection[int]) -> dict[int, int]:
    """The stories of those articles that were placed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOMES, [list(articles)])
        return dict(cursor.fetchall())


def copies_of(articles: Collection[int]) -> Copies:
    """The articles' groups of copies and the stories that hold them. One query."""
    found = Copies()
    with connection.cursor() as cursor:
        cursor.execute(_OF_COPIES, [list(articles)])
        for article, root, story, number in cursor.fetchall():
            found.root[article] = root
            if story is not None:
                found.stories[root][story] = number
    return found


def promising_stories(
    wanted: Mapping[int, tuple[Sequence[str], datetime | None]],
    *,
    window: timedelta,
    weights: TermWeights,
) -> dict[int, dict[int, float]]:
    """For each article, the stories that share most of its terms, with the weight of what they share.

    By article its best terms and its date: within the window around that. Where it gives no date
    (None) or no member does, it may be about anything older. Locked and merged stories are left out.
    One query.
    """
    rows = [
        {
            "article": article,
            "keys": [key_of(term) for term in terms],
            "weights": [weights.of(term) for term in terms],
            "since": _shifted(at, -window),
            "until": _shifted(at, window),
        }
        for article, (terms, at) in wanted.items()
        if terms
    ]
    found: dict[int, dict[int, float]] = {article: {} for article in wanted}
    if rows:
        told: dict[str, str | int] = {"wanted": as_json(rows), "weighed": MOST_WEIGHED}
        told["most"] = MOST_STORIES
        with connection.cursor() as cursor:
            cursor.execute(_PROMISING, told)
            for article, story, promise in cursor.fetchall():
                found[article][story] = promise
    return found


def lock_stories(stories: Iterable[int]) -> dict[int, Story]:
    """The rows of the stories, locked in the order in which everybody locks several."""
    ids = sorted(set(stories))
    rows = all_rows(Story, _LOCK_STORIES, [ids]) if ids else []
    return {story.pk: story for story in rows}


def said_by_people(stories: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """Of each story, whether a person named it, and whether a person put an article into it."""
    with connection.cursor() as cursor:
        cursor.execute(_MERGING, [list(stories)])
        return {story: (named, placed) for story, named, placed in cursor.fetchall()}


def write_growth(stories: Sequence[Story]) -> None:
    """Write what growing changed of public stories (`figures.grow`). One query."""
    rows = [
        {
            "id": story.pk,
            "first_at": as_text(story.first_at),
            "last_at": as_text(story.last_at),
            **{name: getattr(story, name) for name in _GROWING},
        }
        for story in stories
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_GROW, {"stories": as_json(rows), "now": clock.now()})


def _shifted(at: datetime | None, by: timedelta) -> str:
    """A bound for the query; infinite without a date or beyond the calendar."""
    try:
        if at is not None:
            return (at + by).isoformat()
    except OverflowError:
        pass
    return "-infinity" if by < timedelta(0) else "infinity"
