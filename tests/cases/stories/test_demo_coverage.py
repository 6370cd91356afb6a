"""The demo's articles through the real placing, in the orders in which they may come."""

from datetime import datetime
from random import Random

import pytest

from cases.articles.models import ArticleText
from cases.demo.coverage import demo_feeds
from cases.stories.models import Story
from cases.stories.services import place_article
from tests.factories import make_article
from tracker.lib import clock


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_the_coverage_of_the_letter_becomes_one_story(seed: int) -> None:
    listed = [article for feed in demo_feeds() for article in feed.articles]
    Random(seed).shuffle(listed)
    for told in listed:
        at = datetime.fromisoformat(f"{told.date}T00:00+00:00") if told.date else None
        text = "\n\n".join(told.paragraphs)
        summary = f"{' '.join(told.paragraphs)} [{told.mark}]"
        article = make_article(
            told.title,
            summary=summary,
            language=told.language,
            published_on_site_at=at,
            stage="named",
        )
        ArticleText.objects.create(
            article=article,
            text=text,
            language=told.language,
            sha256=f"{article.pk:064x}",
            extracted_at=clock.now(),
        )
        place_article(article.pk)
    story = Story.objects.get(merged_into__isnull=True)
    assert story.articles_count == len(listed)
    assert not Story.objects.filter(memberships__isnull=True, merged_into__isnull=True).exists()
