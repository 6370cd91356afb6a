"""A new story: named by its first article, with an address that stays for ever."""

from cases.articles.models import Article
from cases.stories.figures import HIDDEN_REASON
from cases.stories.models import Story
from tracker.lib.publishing import PublishingState
from tracker.lib.slugs import ascii_slug

_SLUG_LENGTH = 100


def new_story(article: Article, *, is_public: bool) -> Story:
    """A story named by the article, not yet saved nor counting it; `is_public` is the article."""
    # A draft until somebody has counted its public articles: so is its title.
    story = Story(
        title=article.title,
        language=article.language,
        state=PublishingState.DRAFT,
        state_reason=HIDDEN_REASON,
    )
    words = ascii_slug(article.title)[:_SLUG_LENGTH].strip("-") or "story"
    story.slug = f"{words}-{story.public_id.hex[:8]}"
    if not is_public:
        story.slug = f"story-{story.public_id.hex}"
    return story


def open_story(article: Article) -> Story:
    """The same, saved."""
    is_public = Article.objects.published().filter(pk=article.pk).exists()
    story = new_story(article, is_public=is_public)
    story.save()
    return story
