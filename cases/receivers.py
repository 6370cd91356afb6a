"""What the records do when a person changes or is merged (`people.signals`) or news finds its place."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from cases.articles.models import Article
from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from cases.demo.coverage_claims import note_claims_about_coverage
from cases.feeds.models import Outlet
from cases.stories.figures import follow_visibility
from cases.stories.models import Story
from cases.stories.signals import article_placed
from people.models import Person
from people.signals import person_changed


@receiver(person_changed, dispatch_uid="cases.tell_of_changed_person")
def tell_of_changed_person(
    sender: Any,
    *,
    person: Person,
    kind: str,
    fields: list[str],
    by: Any = None,
    reason: str = "",
    was_public: bool = False,
    **_further: Any,
) -> None:
    """Write the Change. That a public person is no longer public is told too: copies must go."""
    tell(
        ChangeKind(kind),
        person,
        fields=fields,
        people=[person.pk],
        was_public=was_public,
        by=by,
        reason=reason,
    )


@receiver(article_placed, dispatch_uid="cases.claims_about_coverage")
def attach_claims_about_coverage(sender: Any, *, story: Story, **_further: Any) -> None:
    """In the demo: what Ground News says of the coverage goes to the story of the letter."""
    if settings.DEMO:
        note_claims_about_coverage(story=story)


@receiver(post_save, sender=Article, dispatch_uid="cases.story_follows_article")
@receiver(post_save, sender=Outlet, dispatch_uid="cases.story_follows_outlet")
def follow_visibility_of_news(
    sender: Any,
    *,
    instance: Article | Outlet,
    created: bool,
    update_fields: frozenset[str] | None = None,
    **_further: Any,
) -> None:
    """A story repeats titles of its articles: those of hidden ones must go at once."""
    if created or (update_fields is not None and "state" not in update_fields):
        return
    if isinstance(instance, Outlet):
        articles = Article.objects.filter(outlet=instance)
    else:
        articles = Article.objects.filter(pk=instance.pk)
    follow_visibility(articles, reason="articles were shown or hidden")
