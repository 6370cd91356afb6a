"""Chains: a copy of what is itself a copy becomes a copy of the first. For use under the lock of copies.

Pages make them: each names the address of the next as its own. What people said and what texts say never
does, since there a group always turns to its first.
"""

from collections.abc import Collection

from django.db import connection

from cases.articles.models import Article, CopyOf
from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from tracker.lib import clock

_IN_CHAINS = """
SELECT own.id FROM cases_article own JOIN cases_article next ON next.id = own.derived_from_id
WHERE own.id = ANY(%(ids)s) AND next.derived_from_id IS NOT NULL
UNION
SELECT own.id FROM cases_article own JOIN cases_article next ON next.id = own.derived_from_id
WHERE next.id = ANY(%(ids)s) AND next.derived_from_id IS NOT NULL
"""
_REASON = "its page names the address of a copy"


def straighten(article_ids: Collection[int]) -> None:
    """Let the articles, and the copies of them, be copies of the first of their chain.

    Who is named an original by a person is the first, and so is the oldest of those that name each
    other in a ring.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_CHAINS, {"ids": list(article_ids)})
        in_chains = sorted(article_id for (article_id,) in cursor.fetchall())
    for article_id in in_chains:
        chain = _chain(article_id)
        first = _first(chain)
        for article in chain:
            _follow(article, None if article.pk == first.pk else first)


def _chain(article_id: int) -> list[Article]:
    """The article, what it is a copy of, what that is a copy of... each once."""
    chain: list[Article] = []
    following: int | None = article_id
    while following is not None and following not in {article.pk for article in chain}:
        # No lock that forbids others to name the article: they may wait for us with a link of it.
        rows = Article.objects.select_for_update(of=("self",), no_key=True)
        chain.append(rows.get(pk=following))
        following = chain[-1].derived_from_id
    return chain


def _first(chain: list[Article]) -> Article:
    said = CopyOf.objects.filter(
        original__in=[article.pk for article in chain], is_copy=True, by_person=True
    )
    chosen = set(said.values_list("original_id", flat=True))
    for article in chain:
        if article.pk in chosen:
            return article
    if chain[-1].derived_from_id is None:
        return chain[-1]
    return min(chain, key=lambda article: article.pk)


def _follow(article: Article, first: Article | None) -> None:
    refused = (
        first is not None
        and CopyOf.objects.filter(article=article, original=first, is_copy=False).exists()
    )
    to = None if refused else first
    if article.derived_from_id == (to.pk if to is not None else None):
        return
    rows = CopyOf.objects.filter(article=article, is_copy=True)
    if to is None:
        rows.delete()
    else:
        rows.update(original=to)
    article.derived_from, article.updated_at = to, clock.now()
    article.save(update_fields=["derived_from", "updated_at"])
    tell(ChangeKind.UPDATED, article, fields=["derived_from"], reason=_REASON)
