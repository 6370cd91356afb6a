"""How common each term is among the newest articles, from a sample that this process keeps.

Counting 2,000 fingerprints for every article would cost more than placing it. The sample is read
once and grows with what this process places; it is read anew after `READ_ANEW` articles or minutes.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from cases.stories.fingerprints import Fingerprint
from cases.stories.models import ArticleFingerprint
from cases.stories.profiles import TermWeights
from tracker.lib import clock

SAMPLE = 2_000  # newest fingerprints
_READ_ANEW_AFTER = 500  # articles
_READ_ANEW = timedelta(minutes=10)
_WEIGHED_FOR = 50  # articles: a word's rarity changes slowly

_NEWEST = "SELECT coalesce(max(id), 0) FROM cases_articlefingerprint"
_COUNT = """
SELECT term, count(*) FROM (
    SELECT names || terms || subjects AS all_terms
    FROM cases_articlefingerprint ORDER BY at DESC LIMIT %s
) AS newest, unnest(newest.all_terms) AS term
GROUP BY term HAVING count(*) > 1
"""


@dataclass(slots=True)
class _Sample:
    """The counts, from how many articles, up to which row, and read when."""

    documents: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    newest: int = 0
    read_at: datetime | None = None
    weights: TermWeights | None = None


_sample = _Sample()


def term_weights() -> TermWeights:
    """The weights of terms now. One small query, and one over the sample once in a while."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        newest = cursor.fetchone()[0]
    sample = _sample
    stale = sample.read_at is None or clock.now() - sample.read_at > _READ_ANEW
    if stale or not sample.newest <= newest <= sample.newest + _READ_ANEW_AFTER:
        _read(newest)
    if _sample.weights is None or _sample.documents >= _sample.weights.documents + _WEIGHED_FOR:
        _sample.weights = TermWeights(_sample.documents, _sample.counts)
    return _sample.weights


def count_article(article: Fingerprint) -> None:
    """Count an article that this process has just placed."""
    _sample.documents += 1
    for terms in (article.names, article.terms, article.subjects):
        _sample.counts.update(terms)


def forget_sample() -> None:
    """Read the sample anew at the next use; for tests, whose database is empty again."""
    global _sample
    _sample = _Sample()


def _read(newest: int) -> None:
    global _sample
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [SAMPLE])
        counts = Counter(dict(cursor.fetchall()))
    number = min(ArticleFingerprint.objects.count() if newest <= SAMPLE else SAMPLE, SAMPLE)
    _sample = _Sample(number, counts, newest, clock.now())
