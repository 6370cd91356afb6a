"""What is said of the coverage of the letter goes to the story, as soon as the story is there."""

from typing import Any

from cases.articles.models import Article
from cases.stories.models import Story

_ABOUT_THE_COVERAGE = "ground-news"


def note_claims_about_coverage(*, story: Story, **_further: Any) -> None:
    """Put what Ground News says of the coverage on the story that its own page belongs to.

    Receives `article_placed`. The page may come first or last, and its story may be merged into
    another: so each article placed in that story asks again, which changes nothing the second time.
    """
    own_page = Article.objects.filter(
        membership__story=story,
        sightings__entry__feed__is_demo=True,
        outlet__slug=_ABOUT_THE_COVERAGE,
    )
    if own_page.exists():
        # Every process of the tracker imports this module; the demo's imports would cost each of
        # them a third of a second.
        from cases.demo.load import attach_story_claims

        attach_story_claims(story)
