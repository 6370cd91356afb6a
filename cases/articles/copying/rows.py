"""The rows by which copies are found: keys, sketches, and what is known of candidates. Plain SQL.

Every question is bounded whatever the number of articles: of each key the newest holders only, read
from the primary key, so that a footer that stands in a hundred thousand articles costs no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from cases.articles.copies.holders import FEWEST_KEYS, MOST_CANDIDATES, MOST_PER_KEY
from cases.articles.copies.sketch import Sketch, make_sketch, unpack
from cases.articles.models import Article, ArticleSubject, CopyOf, SubjectKind

# A link that the machine is so sure of is taken for the person's own.
CERTAIN = 0.9

_READ = """
SELECT a.id, a.title, t.version, t.text, s.version, s.packed
FROM cases_article a
LEFT JOIN LATERAL (
    SELECT version, text FROM cases_articletext WHERE article_id = a.id
    ORDER BY version DESC LIMIT 1
) t ON true
LEFT JOIN cases_articlesketch s ON s.article_id = a.id
WHERE a.id = ANY(%s)
"""
_FORGET = """
DELETE FROM cases_copykey k USING unnest(%s::bigint[], %s::bigint[], %s::bigint[])
    AS old(article, low, high)
WHERE k.hash BETWEEN old.low AND old.high AND k.article_id = old.article
"""
_KEEP_KEYS = """
INSERT INTO cases_copykey (hash, article_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[])
ON CONFLICT DO NOTHING
"""
_KEEP_SKETCHES = """
INSERT INTO cases_articlesketch (article_id, version, packed)
SELECT * FROM unnest(%s::bigint[], %s::int[], %s::bytea[])
ON CONFLICT (article_id) DO UPDATE SET version = excluded.version, packed = excluded.packed
"""
_KEEP_ORIGINALS = """
UPDATE cases_article SET derived_from_id = new.original, updated_at = now()
FROM unnest(%s::bigint[], %s::bigint[]) AS new(article, original)
WHERE cases_article.id = new.article
"""
_CANDIDATES = f"""
SELECT article, candidate FROM (
    SELECT wanted.article, held.candidate,
        row_number() OVER (
            PARTITION BY wanted.article ORDER BY count(*) DESC, held.candidate DESC
        ) AS place
    FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS wanted(article, hash, fewest)
    CROSS JOIN LATERAL (
        SELECT article_id AS candidate FROM cases_copykey
        WHERE hash = wanted.hash AND article_id <> wanted.article
        ORDER BY article_id DESC LIMIT {MOST_PER_KEY}
    ) AS held
    GROUP BY wanted.article, held.candidate
    HAVING count(*) >= min(wanted.fewest)
) AS found
WHERE place <= {MOST_CANDIDATES}
ORDER BY article, place
"""
_KNOWN = """
SELECT a.id, coalesce(a.derived_from_id, a.id), a.outlet_id, o.name, o.name_ru, a.ordered_at,
    a.title, s.packed, c.compared_with_id, c.share, coalesce(c.by_person, false)
FROM cases_article a
JOIN cases_outlet o ON o.id = a.outlet_id
LEFT JOIN cases_articlesketch s ON s.article_id = a.id
LEFT JOIN cases_copyof c ON c.article_id = a.id AND c.is_copy
WHERE a.id = ANY(%s)
"""
_HIGH = 1 << 63
_HALF = 1 << 32


@dataclass(slots=True)
class Read:
    """An article to be compared: its text and the sketch of it, and which version is kept so far."""

    article: int
    version: int
    text: str
    sketch: Sketch | None
    kept_version: int | None
    kept: Sketch | None


@dataclass(slots=True)
class Known:
    """What is known of an article that may be a copy or an original. `root` leads its group.

    `compared_with` is the article that its share was measured with, None for a leader.
    """

    article: int
    root: int
    outlet: int
    outlet_names: tuple[str, ...]
    at: datetime
    title: str
    sketch: Sketch | None
    compared_with: int | None
    share: float | None
    by_person: bool

    @property
    def is_direct(self) -> bool:
        """Whether it was compared with the leader of its group itself."""
        return self.root == self.article or self.compared_with == self.root


def read_articles(ids: Sequence[int]) -> list[Read]:
    """The newest texts of the articles with their sketches. One query."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(ids)])
        for article, title, version, text, kept_version, packed in cursor.fetchall():
            text = text or ""
            found.append(
                Read(
                    article=article,
                    version=version or 0,
                    text=text,
                    sketch=make_sketch(title, text),
                    kept_version=kept_version,
                    kept=unpack(bytes(packed)) if packed is not None else None,
                )
            )
    return found


def keep_sketches(read: Sequence[Read]) -> None:
    """Keep keys and sketches of what was read; those of an older version of a text go."""
    old = [one for one in read if one.kept is not None and one.kept != one.sketch]
    new = [one for one in read if one.sketch is not None and one.kept != one.sketch]
    with connection.cursor() as cursor:
        if old:
            lows = [(one.article, low) for one in old if one.kept for low in _lows(one.kept)]
            articles, starts = [a for a, _ in lows], [low for _, low in lows]
            cursor.execute(_FORGET, [articles, starts, [low + _HALF - 1 for low in starts]])
        if not new:
            return
        keys = sorted((key, one.article) for one in new if one.sketch for key in one.sketch.keys)
        cursor.execute(_KEEP_KEYS, [[key for key, _ in keys], [article for _, article in keys]])
        cursor.execute(
            _KEEP_SKETCHES,
            [
                [one.article for one in new],
                [one.version for one in new],
                [one.sketch.pack() for one in new if one.sketch],
            ],
        )


def keep_originals(originals: dict[int, int | None]) -> None:
    """Write what each of the articles is derived from. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_ORIGINALS, [list(originals), list(originals.values())])


def candidates(read: Iterable[Read]) -> dict[int, list[int]]:
    """For each article those that share most keys with it, the most promising first. One query."""
    articles: list[int] = []
    keys: list[int] = []
    fewest: list[int] = []
    for one in read:
        if one.sketch is not None:
            number = len(one.sketch.keys)
            articles += [one.article] * number
            keys += one.sketch.keys
            fewest += [min(FEWEST_KEYS, number)] * number
    found: dict[int, list[int]] = defaultdict(list)
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_CANDIDATES, [articles, keys, fewest])
            for article, candidate in cursor.fetchall():
                found[article].append(candidate)
    return found


def known_articles(ids: Iterable[int]) -> dict[int, Known]:
    """What is known of the articles. One query, none for none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [wanted])
        return {
            row[0]: Known(
                article=row[0],
                root=row[1],
                outlet=row[2],
                outlet_names=tuple(name for name in row[3:5] if name),
                at=row[5],
                title=row[6],
                sketch=unpack(bytes(row[7])) if row[7] is not None else None,
                compared_with=row[8],
                share=row[9],
                by_person=row[10],
            )
            for row in cursor.fetchall()
        }


def people_of(ids: Iterable[int]) -> dict[int, set[int]]:
    """The people that linking is certain the articles speak of. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ArticleSubject.objects.filter(
        article__in=list(ids), kind=SubjectKind.PERSON, certainty__gte=CERTAIN
    )
    for article, person in rows.values_list("article_id", "record_id"):
        found[article].add(person)
    return found


def refused_pairs(ids: Iterable[int]) -> set[frozenset[int]]:
    """Pairs of articles of which a person said that they are no copies. One query.

    With the original itself and with whatever leads its group by now.
    """
    wanted = list(ids)
    rows = CopyOf.objects.filter(Q(article__in=wanted) | Q(original__in=wanted), is_copy=False)
    found: set[frozenset[int]] = set()
    for article, original, root in rows.values_list(
        "article_id", "original_id", "original__derived_from_id"
    ):
        found.add(frozenset((article, original)))
        if root is not None:
            found.add(frozenset((article, root)))
    return found


def leaders_among(ids: Iterable[int]) -> set[int]:
    """Which of the articles have copies. One query."""
    rows = Article.objects.filter(derived_from__in=list(ids))
    return {root for root in rows.values_list("derived_from_id", flat=True) if root is not None}


def chosen_originals(ids: Iterable[int]) -> set[int]:
    """Which of the articles a person named as the original of a copy. One query."""
    rows = CopyOf.objects.filter(original__in=list(ids), is_copy=True, by_person=True)
    return set(rows.values_list("original_id", flat=True))


def _lows(sketch: Sketch) -> list[int]:
    """Where the keys of a packed sketch begin: only the upper halves of hashes are packed."""
    values = memoryview(sketch.values).cast("I")
    return [(value << 32) - _HIGH for value in values[: len(sketch.values) // 4]]
