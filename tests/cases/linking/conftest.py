"""Articles ready for linking, with their text."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cases.articles.models import Article, ArticleText, Stage
from cases.linking.known_people import forget_people
from tests.factories import make_article
from tracker.lib import clock


@pytest.fixture(autouse=True)
def people_as_of_this_test() -> Iterator[None]:
    """The finder lives as long as its process; each test begins without one."""
    forget_people()
    yield
    forget_people()


@pytest.fixture
def placed(db: None) -> Callable[..., Article]:
    """Make an article that has its story and waits for linking."""

    def make(text: str, *, title: str = "A title", language: str = "ru", **columns: Any) -> Article:
        article = make_article(title, language=language, stage=Stage.PLACED, **columns)
        give_text(article, text, language=language)
        return article

    return make


def give_text(article: Article, text: str, *, language: str = "ru") -> ArticleText:
    """A further version of the article's text."""
    version = article.texts.count() + 1
    return ArticleText.objects.create(
        article=article,
        version=version,
        title=article.title,
        text=text,
        language=language,
        sha256=hashlib.sha256(f"{version}{text}".encode()).hexdigest(),
        extractor="test",
        extracted_at=clock.now(),
    )
