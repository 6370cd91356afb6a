"""Reading a kept page in the contained child, by what is known of its source. Keeps what was learned."""

import gzip
from collections.abc import Iterable

from django.db import connection

from cases.articles.extracted import ExtractedArticle, TextStatus, article_from_json
from cases.articles.learning import Known, after_page, learned_host, plan_for
from cases.articles.models import ArticlePage
from cases.articles.selectors import KeptPage
from tracker.lib import clock
from tracker.lib.contained import call_contained

PARSER = "cases.articles.extraction:extract_json"
# Written out: they are asked for each page, or batch of pages.
_KEPT = """
SELECT host, selector, agreed, uses FROM cases_learnedselector WHERE host = ANY(%s)
ORDER BY agreed DESC
"""
_KEEP = """
INSERT INTO cases_learnedselector (host, seen_at, selector, agreed, uses)
SELECT host, %s::timestamptz, selector, agreed, uses
FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[]) AS new(host, selector, agreed, uses)
ON CONFLICT (host, selector)
    DO UPDATE SET agreed = excluded.agreed, uses = excluded.uses, seen_at = excluded.seen_at
"""
_FORGET = """
DELETE FROM cases_learnedselector USING unnest(%s::text[], %s::text[]) AS gone(host, selector)
WHERE cases_learnedselector.host = gone.host AND cases_learnedselector.selector = gone.selector
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
    reader = PageReader()
    reader.recall([url])
    article = reader.read_body(body, url=url, charset=charset, language=language, lot=lot)
    reader.remember()
    return article


class PageReader:
    """Reads pages one after the other, and learns of their hosts from each for those that follow."""

    def __init__(self) -> None:
        self._stored: dict[str, list[Known]] = {}
        self._hosts: dict[str, list[Known]] = {}

    def recall(self, urls: Iterable[str]) -> None:
        """Look up what is known of the hosts of pages that are to be read."""
        new = {learned_host(url) for url in urls} - self._stored.keys() - {""}
        if not new:
            return
        found: dict[str, list[Known]] = {host: [] for host in new}
        with connection.cursor() as cursor:
            cursor.execute(_KEPT, [sorted(new)])
            for host, *kept in cursor.fetchall():
                found[host].append(Known(*kept))
        self._stored |= found
        self._hosts |= found

    def read(self, page: KeptPage, *, language: str) -> ExtractedArticle:
        """The article on a kept page, as `read_page` gives it."""
        return self.read_body(
            gzip.decompress(page.body_gzip),
            url=page.url,
            charset=page.charset,
            language=language,
            lot=page.article_id,
        )

    def read_body(
        self, body: bytes, *, url: str, charset: str, language: str, lot: int
    ) -> ExtractedArticle:
        """The article in the bytes of a page whose host was looked up."""
        host = learned_host(url)
        kept = self._hosts.get(host, [])
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
            self._hosts[host] = after_page(
                kept, read_by=article.read_by, compared=plan.compare, seen=article.seen
            )
        return article

    def remember(self) -> None:
        """Write what was learned. Two workers at once may lose a count: it is learned a page later."""
        changed: list[tuple[str, Known]] = []
        gone: list[tuple[str, str]] = []
        for host, after in sorted(self._hosts.items()):
            before = self._stored[host]
            changed += [(host, one) for one in after if one not in before]
            left = {one.selector for one in after}
            gone += [(host, one.selector) for one in before if one.selector not in left]
        self._stored = dict(self._hosts)
        with connection.cursor() as cursor:
            if changed:
                # In one order, so that two workers wait for each other in turn.
                changed.sort(key=lambda pair: (pair[0], pair[1].selector))
                cursor.execute(
                    _KEEP,
                    [
                        clock.now(),
                        [host for host, _ in changed],
                        [one.selector for _, one in changed],
                        [one.agreed for _, one in changed],
                        [one.uses for _, one in changed],
                    ],
                )
            if gone:
                cursor.execute(_FORGET, [list(column) for column in zip(*gone, strict=True)])
