"""Articles with texts, as extraction leaves them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cases.articles.models import Article, ArticleText
from tests.factories import make_article, make_outlet
from tracker.lib import clock

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
Write = Callable[..., Article]


@pytest.fixture
def write(db: None) -> Write:
    """Make an article whose text was read, so many minutes after Monday morning, of an outlet of its own."""

    def made(text: str, minutes: float = 0, **columns: Any) -> Article:
        at = MONDAY + timedelta(minutes=minutes)
        columns = {"language": "ru", "published_on_site_at": at, "outlet": make_outlet()} | columns
        article = make_article(columns.pop("title", ""), **columns)
        rewrite(article, text)
        return article

    return made


def rewrite(article: Article, text: str) -> None:
    """A new version of the article's text."""
    version = article.texts.count() + 1
    ArticleText.objects.create(
        article=article,
        version=version,
        text=text,
        language=article.language,
        sha256=f"{version:064x}",
        extracted_at=clock.now(),
    )
