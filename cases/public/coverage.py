"""What the news says of a record: accepted links, grouped by story; and whom a story names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from cases.articles.models import Article
from cases.laws.models import Provision
from cases.linking.models import LinkCandidate, LinkStatus
from cases.public.pages import PUBLIC
from cases.public.paging import keyset_page
from cases.stories.models import Story
from cases.stories.pages import StoryGroup, grouped_by_story

# Articles of a record on one page: hundreds weigh half a megabyte, which Tor carries for a minute.
LINKS_A_PAGE = 60
# Records that a story names.
MOST_NAMED = 300


@dataclass(frozen=True)
class Coverage:
    """One page of articles by story, with tokens for the pages beside it ("" when there is none)."""

    groups: list[StoryGroup]
    newer: str
    older: str


def coverage_of(token: str = "", **record: Any) -> Coverage:
    """Articles that speak of the record (`person=`, `letter=`, `provision=`, `law=`), by story. One query.

    Only accepted links between what is public on both sides, the newest first. Raises Http404 for a
    token that this site did not make.
    """
    links = (
        LinkCandidate.objects.visible_to(PUBLIC)
        .filter(status=LinkStatus.ACCEPTED, **record)
        .select_related("article__outlet", "article__membership__story")
    )
    page = keyset_page(links, keys=("-id",), token=token, size=LINKS_A_PAGE)
    articles: dict[int, Article] = {link.article_id: link.article for link in page.rows}
    return Coverage(grouped_by_story(articles.values()), newer=page.previous, older=page.next)


@dataclass(frozen=True)
class NamedRecord:
    """A record that articles of a story speak of, and how many of them do."""

    kind: str
    slug: str
    name_en: str
    name_ru: str
    articles: int
    pk: int = 0


@dataclass
class NamedRecords:
    """People, letters and provisions that a story's articles speak of, most often first."""

    people: list[NamedRecord] = field(default_factory=list)
    letters: list[NamedRecord] = field(default_factory=list)
    provisions: list[NamedRecord] = field(default_factory=list)

    @property
    def subjects(self) -> set[tuple[str, int]]:
        """The people and letters as (kind, id), as stories know them."""
        return {(one.kind, one.pk) for one in (*self.people, *self.letters)}


def named_in_story(story: Story) -> NamedRecords:
    """The public records linked to the story's public articles, in one query."""
    rows = (
        LinkCandidate.objects.visible_to(PUBLIC)
        .filter(status=LinkStatus.ACCEPTED, article__membership__story=story)
        .order_by()
        .values(
            "person_id",
            "letter_id",
            "provision_id",
            "person__slug",
            "person__name_en",
            "person__name_ru",
            "letter__slug",
            "letter__title_en",
            "letter__title_ru",
            "provision__slug",
            "provision__code",
            "provision__article",
            "provision__part",
            "provision__point",
        )
        .annotate(articles=Count("article_id", distinct=True))
        .order_by("-articles", "person__sort_en", "letter_id", "provision__sort_key")
    )
    named = NamedRecords()
    for row in rows[:MOST_NAMED]:
        number = row["articles"]
        if row["person_id"]:
            named.people.append(
                NamedRecord(
                    "person",
                    row["person__slug"],
                    row["person__name_en"],
                    row["person__name_ru"],
                    number,
                    row["person_id"],
                )
            )
        elif row["letter_id"]:
            named.letters.append(
                NamedRecord(
                    "letter",
                    row["letter__slug"],
                    row["letter__title_en"],
                    row["letter__title_ru"],
                    number,
                    row["letter_id"],
                )
            )
        elif row["provision_id"]:
            reference = _reference(row)
            named.provisions.append(
                NamedRecord("provision", row["provision__slug"], reference, reference, number)
            )
    return named


def _reference(row: Mapping[str, Any]) -> str:
    return Provision(
        code=row["provision__code"],
        article=row["provision__article"],
        part=row["provision__part"],
        point=row["provision__point"],
    ).reference
