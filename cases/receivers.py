"""What the records do when a person changes or is merged (`people.signals`) or news finds its place."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from cases.articles.keeping.snapshots import cite_page
from cases.articles.models import Article, ArticleSubject, SubjectKind
from cases.changes.models import Change, ChangeKind
from cases.changes.signals import changes_written
from cases.changes.telling import tell
from cases.demo.coverage_claims import note_claims_about_coverage
from cases.evidence.models import Citation
from cases.feeds.models import Outlet
from cases.linking import merging  # noqa: F401  (names what a merge must know of links)
from cases.linking.models import LinkCandidate
from cases.linking.signals import links_changed
from cases.linking.subjects import note_subjects
from cases.notices.selectors import digests_to_send, parked_digests
from cases.proposals import services as proposals
from cases.stories.figures import follow_visibility
from cases.stories.models import Story
from cases.stories.selectors import has_story
from cases.stories.signals import article_placed
from cases.waiting import Stage, further_parked, further_stages
from people.models import Person
from people.signals import person_changed, person_merged, person_unmerged

_AT_ONCE = 1_000

further_stages.append(Stage("send staff digests", digests_to_send, "next_attempt_at"))
further_parked.append(("staff digests", parked_digests))


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


@receiver(person_merged, dispatch_uid="cases.tell_of_merge")
def tell_of_merge(
    sender: Any,
    *,
    survivor: Person,
    absorbed: Person,
    by: Any = None,
    reason: str = "",
    **_further: Any,
) -> None:
    """One Change for each record: who keeps a copy leaves one id for the other."""
    both = [survivor.pk, absorbed.pk]
    words = f"{absorbed} → {survivor}"
    tell(ChangeKind.MERGED, absorbed, summary=words, people=both, by=by, reason=reason)
    tell(
        ChangeKind.UPDATED, survivor, fields=["merged"], summary=words, people=both, by=by,
        reason=reason,
    )  # fmt: skip


@receiver(person_unmerged, dispatch_uid="cases.tell_of_undone_merge")
def tell_of_undone_merge(
    sender: Any,
    *,
    survivor: Person,
    absorbed: Person,
    by: Any = None,
    reason: str = "",
    **_further: Any,
) -> None:
    """Both records are as they were: copies of both are read anew."""
    for person in (survivor, absorbed):
        tell(
            ChangeKind.UPDATED, person, fields=["merged"], people=[survivor.pk, absorbed.pk],
            by=by, reason=reason,
        )  # fmt: skip


@receiver(person_merged, dispatch_uid="cases.subjects_follow_merge")
@receiver(person_unmerged, dispatch_uid="cases.subjects_follow_undone_merge")
def note_subjects_of_both(
    sender: Any, *, survivor: Person, absorbed: Person, **_further: Any
) -> None:
    """The links went from one record to the other: so do the subjects that stories read."""
    both = LinkCandidate.objects.filter(person__in=[survivor.pk, absorbed.pk])
    both_named = set(both.values_list("article_id", flat=True)) | set(
        ArticleSubject.objects.filter(
            kind=SubjectKind.PERSON, record_id__in=[survivor.pk, absorbed.pk]
        ).values_list("article_id", flat=True)
    )
    ids = sorted(both_named)
    for start in range(0, len(ids), _AT_ONCE):
        note_subjects(ids[start : start + _AT_ONCE])


@receiver(links_changed, dispatch_uid="cases.read_for_proposals")
def read_for_proposals(sender: Any, *, article_ids: list[int], **_further: Any) -> None:
    """What the articles say happened is read again, by whom they are linked with now."""
    proposals.note_articles(article_ids)


@receiver(changes_written, dispatch_uid="cases.compare_proposals")
def compare_proposals(sender: Any, *, changes: list[Change], **_further: Any) -> None:
    """The record of these people changed: what the news says of them may be known now.

    An article linked to them changes nothing on record.
    """
    linked = (ChangeKind.LINKED, ChangeKind.UNLINKED)
    people = {person for one in changes if one.kind not in linked for person in one.people}
    if people:
        proposals.compare_again(people)


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
    elif has_story(instance.pk):
        articles = Article.objects.filter(pk=instance.pk)
    else:
        return
    follow_visibility(articles, reason="articles were shown or hidden")


@receiver(post_save, sender=Citation, dispatch_uid="cases.citation_rests_on_kept_page")
def rest_on_kept_page(sender: Any, *, instance: Citation, created: bool, **_further: Any) -> None:
    """A citation of an article that was read rests on the page as it was then."""
    if created:
        cite_page(instance.source)
