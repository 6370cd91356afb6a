"""Reading a kept page in the contained child. Touches no row."""

import gzip

from cases.articles.extracted import ExtractedArticle, article_from_json
from cases.articles.models import ArticlePage
from tracker.lib import clock
from tracker.lib.contained import call_contained

PARSER = "cases.articles.extraction:extract_json"


def read_page(page: ArticlePage, *, language: str) -> ExtractedArticle:
    """The article on the page; `language` is what its source usually writes in.

    Raises NotAnArticle for a page without one, and the errors of `tracker.lib.contained`.
    """
    answer = call_contained(
        PARSER,
        gzip.decompress(bytes(page.body_gzip)),
        {
            "url": page.url,
            "charset": page.charset,
            "language": language,
            "now": clock.now().isoformat(),
        },
    )
    return article_from_json(answer)
