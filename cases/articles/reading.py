"""Reading a kept page in the contained child, by what is known of its source. Keeps what was learned."""

import gzip

from cases.articles.extracted import ExtractedArticle, TextStatus, article_from_json
from cases.articles.lasting import LearnedSelector
from cases.articles.learning import Known, Plan, after_page, learned_host, plan_for
from cases.articles.models import ArticlePage
from tracker.lib import clock
from tracker.lib.contained import call_contained

PARSER = "cases.articles.extraction:extract_json"


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
    rows = LearnedSelector.objects.filter(host=host).values_list("selector", "agreed", "uses")
    return [Known(*row) for row in rows] if host else []


def _remember(host: str, kept: list[Known], plan: Plan, article: ExtractedArticle) -> None:
    """Write what changed. Two workers at once may lose a count: it is only learned a page later."""
    after = after_page(kept, read_by=article.read_by, compared=plan.compare, seen=article.seen)
    changed = [one for one in after if one not in kept]
    gone = {one.selector for one in kept} - {one.selector for one in after}
    if changed:
        LearnedSelector.objects.bulk_create(
            [
                LearnedSelector(
                    host=host, selector=one.selector, agreed=one.agreed, uses=one.uses,
                    seen_at=clock.now(),
                )
                for one in changed
            ],
            update_conflicts=True,
            unique_fields=["host", "selector"],
            update_fields=["agreed", "uses", "seen_at"],
        )  # fmt: skip
    if gone:
        LearnedSelector.objects.filter(host=host, selector__in=gone).delete()
