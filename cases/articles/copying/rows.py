"""The rows by which copies are found: keys, sketches, and what is known of candidates. Plain SQL.

Every question is bounded whatever the number of articles: of each key the newest holders only, read
from the primary key, so that a footer that stands in a hundred thousand articles costs no more.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cases.articles.copies.holders import FEWEST_KEYS, MOST_CANDIDATES, MOST_PER_KEY
from cases.articles.copies.sketch import Sketch, make_sketch, unpack
from cases.articles.models import CopyOf, SubjectKind
from tracker.lib import clock

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
WHERE a.id = ANY(%s::bigint[])
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
_KEEP_COPIES = """
INSERT INTO cases_copyof (article_id, original_id, compared_with_id, share, reasons, is_copy, by_person,
    said_why, said_at)
SELECT article, original, compared, share, reasons, true, false, '', %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::float8[], %s::jsonb[])
    AS new(article, original, compared, share, reasons)
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
# The articles first, by their ids: with outlets among the tables to begin with, a server that has not
# counted its rows lately reads far too many.
_KNOWN = """
WITH a AS MATERIALIZED (
    SELECT id, derived_from_id, outlet_id, ordered_at, title FROM cases_article
    WHERE id = ANY(%s::bigint[])
)
SELECT a.id, coalesce(a.derived_from_id, a.id), a.outlet_id, o.name, o.name_ru, a.ordered_at,
    a.title, s.packed, c.compared_with_id, c.share, coalesce(c.by_person, false)
FROM a
JOIN cases_outlet o ON o.id = a.outlet_id
LEFT JOIN cases_articlesketch s ON s.article_id = a.id
LEFT JOIN cases_copyof c ON c.article_id = a.id AND c.is_copy
"""
_PEOPLE = """
SELECT article_id, record_id FROM cases_articlesubject
WHERE article_id = ANY(%s::bigint[]) AND kind = %s AND certainty >= %s
"""
_SAID = """
SELECT c.is_copy, c.article_id, c.original_id, a.derived_from_id
FROM cases_copyof c JOIN cases_article a ON a.id = c.original_id
WHERE c.original_id = ANY(%(ids)s::bigint[]) AND (NOT c.is_copy OR c.by_person)
UNION ALL
SELECT c.is_copy, c.article_id, c.original_id, a.derived_from_id
FROM cases_copyof c JOIN cases_article a ON a.id = c.original_id
WHERE c.article_id = ANY(%(ids)s::bigint[]) AND NOT c.is_copy
"""
_LEADERS = """
SELECT DISTINCT derived_from_id FROM cases_article WHERE derived_from_id = ANY(%s::bigint[])
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
        cursor.execute(_READ, [_array(ids)])
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
        cursor.execute(
            _KEEP_KEYS,
            [_array(key for key, _ in keys), _array(article for _, article in keys)],
        )
        cursor.execute(
            _KEEP_SKETCHES,
            [
                _array(one.article for one in new),
                _array(one.version for one in new),
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
            cursor.execute(_CANDIDATES, [_array(articles), _array(keys), _array(fewest)])
            for article, candidate in cursor.fetchall():
                found[article].append(candidate)
    return found


def known_articles(ids: Iterable[int]) -> dict[int, Known]:
    """What is known of the articles. One query, none for none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [_array(wanted)])
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
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [_array(ids), SubjectKind.PERSON.value, CERTAIN])
        for article, person in cursor.fetchall():
            found[article].add(person)
    return found


@dataclass(slots=True)
class Said:
    """What people said of some articles: pairs that are no copies, and chosen originals.

    A pair is also that of an article with whatever leads the other's group by now.
    """

    refused: set[frozenset[int]]
    chosen: set[int]


def said_of(ids: Iterable[int]) -> Said:
    """What people said of the articles. One query."""
    said = Said(set(), set())
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"ids": _array(ids)})
        for is_copy, article, original, root in cursor.fetchall():
            if is_copy:
                said.chosen.add(original)
                continue
            said.refused.add(frozenset((article, original)))
            if root is not None:
                said.refused.add(frozenset((article, root)))
    return said


def leaders_among(ids: Iterable[int]) -> set[int]:
    """Which of the articles have copies. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LEADERS, [_array(ids)])
        return {root for (root,) in cursor.fetchall()}


def keep_copies(copies: Sequence[CopyOf]) -> None:
    """Write what the machine found. One query, none for none."""
    if not copies:
        return
    columns: list[str | list[Any]] = [
        _array(copy.article_id for copy in copies),
        _array(copy.original_id for copy in copies),
        [copy.compared_with_id for copy in copies],
        [copy.share for copy in copies],
        [json.dumps(copy.reasons, ensure_ascii=False) for copy in copies],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_COPIES, [clock.now(), *columns])


def _array(numbers: Iterable[int]) -> str:
    """An array as PostgreSQL reads it: many times as fast as one value after the other."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _lows(sketch: Sketch) -> list[int]:
    """Where the keys of a packed sketch begin: only the upper halves of hashes are packed."""
    values = memoryview(sketch.values).cast("I")
    return [(value << 32) - _HIGH for value in values[: len(sketch.values) // 4]]
