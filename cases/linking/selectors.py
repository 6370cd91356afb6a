"""Reads of links: the review queue, decisions about a record, articles that name a person."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from cases.articles.models import Article, Stage
from cases.institutions.models import Institution
from cases.laws.models import Law, Provision
from cases.letters.models import OpenLetter
from cases.linking.models import LinkCalibration, LinkCandidate, LinkDecision, LinkStatus
from cases.stories.models import Story
from people.models import NameForm, Person
from tracker.lib import clock

# New articles are searched before they get their story; those of a story when names have changed.
WAITING_FOR_LINKS = (Stage.EXTRACTED, Stage.PLACED)
# An item that was put off comes back after this.
PUT_OFF = timedelta(days=1)
# People shown side by side for one name, beside the first.
MOST_BESIDE = 7


# Links to look back over for who is in the news.
LATELY = 2000


# What linking has ever kept of some articles.
_ANYTHING = """
SELECT article_id FROM cases_mention WHERE article_id = ANY(%(articles)s)
UNION SELECT article_id FROM cases_linkcandidate WHERE article_id = ANY(%(articles)s)
UNION SELECT article_id FROM cases_articlesubject WHERE article_id = ANY(%(articles)s)
"""


def anything_kept(article_ids: Collection[int]) -> set[int]:
    """Of which of the articles mentions, links or subjects are on record. One small query."""
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING, {"articles": list(article_ids)})
        return {article for (article,) in cursor.fetchall()}


def lately_linked() -> list[int]:
    """The people of the latest links that stand, one entry a link, newest first."""
    standing = LinkCandidate.objects.filter(status=LinkStatus.ACCEPTED, person__isnull=False)
    return list(standing.order_by("-id").values_list("person_id", flat=True)[:LATELY])


def articles_to_link() -> QuerySet[Article]:
    """Articles that were read and not searched for records yet, or are to be searched again."""
    return Article.objects.filter(stage__in=WAITING_FOR_LINKS)


def review_queue(
    *, person: Person | None = None, article: Article | None = None, least_score: float = 0.0
) -> QuerySet[LinkCandidate]:
    """What waits for a decision, best first; what was put off comes back at the end of the day.

    Best first: by the chance that the link is right, so that a minute finds most; equals newest
    first. Links of the machine that were drawn for a check are strewn among them. The first
    condition is that of the index `link_queue`, word for word; the second drops the few rows of it
    that were put off today.
    """
    waiting = LinkCandidate.objects.filter(
        Q(status__in=[LinkStatus.UNDECIDED, LinkStatus.DEFERRED]) | Q(to_check=True)
    ).exclude(status=LinkStatus.DEFERRED, updated_at__gte=clock.now() - PUT_OFF)
    if person is not None:
        waiting = waiting.filter(person=person)
    if article is not None:
        waiting = waiting.filter(article=article)
    if least_score:
        waiting = waiting.filter(score__gte=least_score)
    return waiting.order_by("-priority", "-id")


def offered_beside(candidate: LinkCandidate) -> QuerySet[LinkCandidate]:
    """Other people in the queue for the same words of the same article, likeliest first.

    At most MOST_BESIDE: they are shown side by side, as one question. None for a check.
    """
    if candidate.person_id is None or candidate.to_check:
        return LinkCandidate.objects.none()
    beside = (
        review_queue()
        .filter(
            article_id=candidate.article_id,
            to_check=False,
            person__isnull=False,
            pk__in=LinkCandidate.objects.filter(
                mentions__in=candidate.mentions.values("pk")
            ).values("pk"),
        )
        .exclude(pk=candidate.pk)
        .order_by("-score", "id")
    )
    return beside[:MOST_BESIDE]


def decisions_of_people(*, since: datetime | None = None) -> QuerySet[LinkDecision]:
    """Standing decisions of researchers, accepted or rejected, oldest first: the labelled data."""
    decided = LinkDecision.objects.filter(
        decided_by__isnull=False,
        superseded_at__isnull=True,
        verdict__in=[LinkStatus.ACCEPTED, LinkStatus.REJECTED],
    )
    if since is not None:
        decided = decided.filter(decided_at__gte=since)
    return decided.order_by("id")


def active_calibration() -> LinkCalibration | None:
    """The calibration in force, if there is one."""
    return LinkCalibration.objects.filter(active=True).first()


def decisions_about(
    record: Person | OpenLetter | Provision | Law | Institution,
) -> QuerySet[LinkDecision]:
    """All decisions on links of a record, superseded ones too, newest first."""
    field = {
        Person: "person",
        OpenLetter: "letter",
        Provision: "provision",
        Law: "law",
        Institution: "institution",
    }[type(record)]
    return (
        LinkDecision.objects.filter(**{f"candidate__{field}": record})
        .select_related("candidate__article", "decided_by")
        .order_by("-id")
    )


def articles_naming(person: Person, user: Any) -> QuerySet[Article]:
    """Articles linked to the person that this user may see, newest first."""
    links = LinkCandidate.objects.visible_to(user).filter(person=person, status=LinkStatus.ACCEPTED)
    return (
        Article.objects.visible_to(user)
        .filter(pk__in=links.values("article_id"))
        .select_related("outlet")
        .order_by("-ordered_at", "-id")
    )


def people_changed_since(since: datetime) -> dict[int, datetime]:
    """People whose record or names were written since then: id to the time of the last write.

    Those that were merged into another record too, since their old links have to be looked at.
    """
    changed: dict[int, datetime] = dict(
        Person.objects.filter(updated_at__gte=since).values_list("pk", "updated_at")
    )
    forms = NameForm.objects.filter(updated_at__gte=since).order_by("updated_at")
    for person_id, at in forms.values_list("person_id", "updated_at"):
        changed[person_id] = max(at, changed.get(person_id, at))
    return changed


def subjects_of_story(story: Story, user: Any) -> set[tuple[str, int]]:
    """The people and letters, as (kind, id), that the user may see linked to the story's articles."""
    rows = LinkCandidate.objects.visible_to(user).filter(
        status=LinkStatus.ACCEPTED, article__membership__story=story
    )
    found: set[tuple[str, int]] = set()
    for person, letter in rows.values_list("person_id", "letter_id").distinct():
        if person is not None:
            found.add(("person", person))
        if letter is not None:
            found.add(("letter", letter))
    return found
