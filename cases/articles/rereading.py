"""Reading kept pages again after a change of the rules, without asking any site."""

from django.db import transaction

from cases.articles.extracted import NotAnArticle
from cases.articles.models import Article, Stage
from cases.articles.reading import read_page
from cases.articles.selectors import newest_text
from cases.articles.texts import text_digest
from tracker.lib import clock
from tracker.lib.contained import ParserDied, ParserRefused, ParserTimedOut
from tracker.lib.errors import Refused


def read_again(article_id: int) -> bool:
    """Read the newest kept page by today's rules; whether another text came of it.

    Where one did, the article goes back to be read, linked and placed by the sweeps: the new text
    becomes a version and the old one stays. Only articles that wait for nothing are looked at.
    Raises Refused where the page kills its parser; nothing is changed then.
    """
    article = Article.objects.filter(pk=article_id, stage=Stage.LINKED).first()
    page = article.pages.order_by("-id").first() if article is not None else None
    if article is None or page is None:
        return False
    try:
        found = read_page(page, language=article.language)
    except NotAnArticle:
        return False  # what was read before, or what the feed said, is better than nothing
    except (ParserDied, ParserTimedOut, ParserRefused) as error:
        raise Refused(f"the page kills its parser: {error}") from error
    last = newest_text(article)
    if last is not None and last.sha256 == text_digest(found.title, found.text):
        return False
    with transaction.atomic():
        changed = Article.objects.filter(pk=article_id, stage=Stage.LINKED).update(
            stage=Stage.FETCHED, attempts=0, next_attempt_at=clock.now()
        )
    return bool(changed)
