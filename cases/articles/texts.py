"""Versions of an article's text, and what the article learns from its page.

Called by `services` inside its transaction, with the article's row locked.
"""

import hashlib

from cases.articles.copying.finding import canonical_copy
from cases.articles.extracted import EXTRACTOR, ExtractedArticle
from cases.articles.extracted import TextStatus as ReadStatus
from cases.articles.identity import article_key
from cases.articles.models import Article, ArticlePage, ArticleText, TextStatus
from cases.articles.selectors import newest_text
from tracker.lib import clock

FROM_FEED = "feed"


def keep_extracted(article: Article, page: ArticlePage, found: ExtractedArticle) -> ArticleText:
    """Keep what was read as a version (the same text is kept once) and fill what the feed left open.

    The feed is the outlet's own word for title and date, so it goes before the page; the article
    is changed, not saved.
    """
    article.title = article.title or found.title
    article.author = article.author or found.author[:300]
    article.language = (found.language or article.language)[:12]
    article.image_url = article.image_url or found.image_url
    article.summary = article.summary or found.description
    article.modified_on_site_at = found.modified or article.modified_on_site_at
    if article.published_on_site_at is None and found.published is not None:
        article.published_on_site_at = found.published
        article.published_claim = found.published_claim
        article.ordered_at = found.published
    article.text_status = found.text_status.value
    if article.derived_from is None and (other := _same_article_elsewhere(article, found)):
        article.derived_from = other
        canonical_copy(article, other)
    return _keep_version(
        article, page=page, title=found.title, text=found.text, language=article.language,
        extractor=EXTRACTOR,
    )  # fmt: skip


def keep_feed_text(article: Article, status: ReadStatus | None = None) -> ArticleText | None:
    """Where no page can be read, the feed's summary is the text, unless a page was read before.

    `status` is what stood in the article's place, None where no page came at all. The article is
    changed, not saved.
    """
    if article.texts.exclude(extractor=FROM_FEED).exists():
        return None
    article.text_status = status.value if status else TextStatus.FEED
    return _keep_version(
        article, page=None, title=article.title, text=article.summary, language=article.language,
        extractor=FROM_FEED,
    )  # fmt: skip


def text_digest(title: str, text: str) -> str:
    """What makes two readings the same version: the hash of title and text."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


def _keep_version(
    article: Article,
    *,
    page: ArticlePage | None,
    title: str,
    text: str,
    language: str,
    extractor: str,
) -> ArticleText:
    digest = text_digest(title, text)
    # The article's row is locked, so nobody adds a version meanwhile.
    last = newest_text(article)
    same = None
    if last is not None:
        same = last if last.sha256 == digest else article.texts.filter(sha256=digest).first()
    return same or ArticleText.objects.create(
        article=article,
        sha256=digest,
        version=last.version + 1 if last is not None else 1,
        page=page,
        title=title[:500],
        text=text,
        language=language,
        extractor=extractor,
        extracted_at=clock.now(),
    )


def _same_article_elsewhere(article: Article, found: ExtractedArticle) -> Article | None:
    """The article of the same outlet whose address this page says is its own, with the same headline.

    The headline is asked for too: many sites name their front page as canonical on every page.
    """
    if not found.canonical_url:
        return None
    key = article_key(found.canonical_url)
    if key == article.key:
        return None
    other = Article.objects.filter(key=key, outlet=article.outlet_id).exclude(pk=article.pk).first()
    if other is None or other.derived_from_id is not None:
        return None
    return other if other.title.casefold() == (found.title or article.title).casefold() else None
