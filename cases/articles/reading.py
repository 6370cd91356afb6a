"""Reading a kept page in the contained child, by what is known of its source. Keeps what was learned."""

import gzip

from django.db import connection

from cases.articles.extracted import ExtractedArticle, TextStatus, article_from_json
from cases.articles.keeping.lasting import LearnedSelector
from cases.articles.learning import Known, Plan, after_page, learned_host, plan_for
from cases.articles.models import ArticlePage
from tracker.lib import clock
from tracker.lib.contained import call_contained

PARSER = "cases.articles.extraction:extract_json"
# Written out: both are asked for each page.
_KEPT = """
SELECT selector, agreed, uses FROM cases_learnedselector WHERE host = %s ORDER BY agreed DESC
"""
_KEEP = """
INSERT INTO cases_learnedselector (host, seen_at, selector, agreed, uses)
SELECT %s, %s::timestamptz, * FROM unnest(%s::text[], %s::int[], %s::int[])
ON CONFLICT (host, selector)
    DO UPDATE SET agreed = excluded.agreed, uses = excluded.uses, seen_at = excluded.seen_at
"""


def read_page(page: ArticlePage, *, language: str) -> ExtractedArticle:
    """The article on the page; `language` is what its source usually writes in.

    Raises NotAnArticle for a page without one, and the errors of `tracker.lib.contained`.
    """
    body = gzip.decompress(bytes(page.body_gzip))
    return read_body(
        body, url=page.url, charset=page.charset, language=language, lot=page.article_id
    )


def read_body(body: bytes, *, url: str, charset: str, language: str, lot: int) -> ExtractedArticle:
    """The same for bytes that are not kept (yet); `lot` is any number of the article's own."""
    host = learned_host(url)
    kept = _kept(host)
    plan = plan_for(kept, lot=lot)
    answer = call_contained(
        PARSER,
        body,
        {
            "url": url,
            "charset": charset,
            "language": language,
            "now": clock.now().isoformat(),
            "known": list(plan.known),
            "watched": list(plan.watched),
            "compare": plan.compare,
        },
    )
    article = article_from_json(answer)
    if host and article.text_status is TextStatus.FULL:
        _remember(host, kept, plan, article)
    return article


def _kept(host: str) -> list[Known]:
    if not host:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [host])
        return [Known(*row) for row in cursor.fetchall()]


def _remember(host: str, kept: list[Known], plan: Plan, article: ExtractedArticle) -> None:
    """Write what changed. Two workers at once may lose a count: it is only learned a page later."""
    after = after_page(kept, read_by=article.read_by, compared=plan.compare, seen=article.seen)
    changed = [one for one in after if one not in kept]
    gone = {one.selector for one in kept} - {one.selector for one in after}
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                [
                    host,
                    clock.now(),
                    [one.selector for one in changed],
                    [one.agreed for one in changed],
                    [one.uses for one in changed],
                ],
            )
    if gone:
        LearnedSelector.objects.filter(host=host, selector__in=gone).delete()
