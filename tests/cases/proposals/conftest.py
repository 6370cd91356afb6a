"""Articles that are linked with people on record, read for proposals."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from cases.articles.models import Article, ArticleText
from cases.linking.models import Mention
from cases.linking.subjects import note_subjects
from cases.proposals.models import ProposalReading
from cases.proposals.services import read_article_for_proposals
from people.models import Person
from tests.factories import make_article, make_link
from tracker.lib import clock


def give_text(article: Article, text: str) -> ArticleText:
    """A further version of the article's text."""
    version = article.texts.count() + 1
    return ArticleText.objects.create(
        article=article,
        version=version,
        text=text,
        language=article.language,
        sha256=hashlib.sha256(f"{version}{text}".encode()).hexdigest(),
        extractor="test",
        extracted_at=clock.now(),
    )


def read_all() -> None:
    """Read what waits, as the sweep would."""
    for reading in ProposalReading.objects.filter(next_attempt_at__isnull=False).order_by("pk"):
        read_article_for_proposals(reading.pk)


@pytest.fixture
def told(db: None) -> Callable[..., Article]:
    """Make an article of 3 July 2025 with this text, linked with the person where it names them."""

    def make(
        text: str, person: Person, *, surface: str, language: str = "ru", title: str = "Новости",
        read: bool = True, status: str = "accepted",
    ) -> Article:  # fmt: skip
        article = make_article(
            title,
            language=language,
            stage="linked",
            published_on_site_at=datetime(2025, 7, 3, 12, tzinfo=UTC),
        )
        version = give_text(article, text)
        candidate = make_link(article, person, status=status)
        at = text.find(surface)
        while at >= 0:
            candidate.mentions.add(
                Mention.objects.create(
                    article=article,
                    text=version,
                    kind="person",
                    start=at,
                    end=at + len(surface),
                    surface=surface,
                )
            )
            at = text.find(surface, at + 1)
        note_subjects([article.pk])
        if read:
            read_all()
        return article

    return make
