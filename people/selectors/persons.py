"""Reading of people for lists and pages: a bounded number of queries whatever the number of rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q

from people.models import Affiliation, CurrentStatus, NameForm, NameKind, Person
from people.querysets import PersonQuerySet
from people.selectors.by_name import OPEN_KINDS, persons_matching
from tracker.lib.nested_rows import nested, rows_of

# Former names may betray what a person left behind, misspellings and never-match are for machines.
SHOWN_NAME_KINDS = (NameKind.LEGAL, NameKind.KNOWN_AS, NameKind.TRANSLITERATION)
# A search that finds more is not narrowed by looking further down the list.
MOST_FOUND = 500
MOST_MATCHED = 50


@dataclass(frozen=True)
class PersonFacts:
    """A person with what hangs on them directly: names in other scripts, affiliations."""

    person: Person
    names: list[NameForm]
    affiliations: list[Affiliation]


def person_facts(slug: str, user: Any) -> PersonFacts | None:
    """The person of the address as the user may see them, in one query; None when they may not.

    A merged person is returned too (`merged_into_id` is set): the page leads to the survivor.
    Affiliations carry `organisation__name_en` and `organisation__name_ru` as attributes.
    """
    names = (
        NameForm.objects.live()
        .filter(person=OuterRef("pk"), kind__in=SHOWN_NAME_KINDS)
        .order_by("-preferred", "language", "id")
    )
    affiliations = (
        Affiliation.objects.visible_to(user)
        .filter(person=OuterRef("pk"))
        .order_by("since_range", "id")
    )
    person = (
        Person.objects.visible_to(user)
        .annotate(
            name_rows=nested(names, ("id", "text", "language", "script", "kind", "preferred")),
            affiliation_rows=nested(
                affiliations,
                (
                    "id",
                    "role_en",
                    "role_ru",
                    "since",
                    "until",
                    "organisation__name_en",
                    "organisation__name_ru",
                ),
            ),
        )
        .filter(slug=slug)
        .first()
    )
    if person is None:
        return None
    return PersonFacts(
        person,
        rows_of(NameForm, person.name_rows),  # type: ignore[attr-defined]
        rows_of(Affiliation, person.affiliation_rows),  # type: ignore[attr-defined]
    )


def people_listed(user: Any, *, text: str = "", status: str = "") -> PersonQuerySet:
    """People whom the user may see, not merged, unordered; narrowed by part of a name and by status.

    The text is looked for in the display names, by trigram index, and as a name in any spelling or
    alphabet by its keys; at most MOST_FOUND people of each.
    """
    people = Person.objects.visible_to(user).not_merged()
    words = " ".join(text.split())[:100]
    if words:
        # The ids first: ordered and limited in one query, the planner walks the whole list by
        # name and tests every row where the text is rare.
        found = set(
            Person.objects.visible_to(user)
            .filter(Q(name_en__icontains=words) | Q(name_ru__icontains=words))
            .values_list("pk", flat=True)[:MOST_FOUND]
        )
        # Other spellings, alphabets and grammatical cases of a whole name.
        matches = persons_matching(words, limit=MOST_MATCHED, people=people, kinds=OPEN_KINDS)
        found |= {match.person.pk for match in matches}
        people = people.filter(pk__in=found)
    if status in CurrentStatus.values:
        people = people.filter(status=status)
    return people


def survivor_of(person: Person, user: Any) -> Person | None:
    """The record that a merged person's record was absorbed by, if the user may see it."""
    seen = {person.pk}
    current: Person | None = person
    while current is not None and current.merged_into_id and current.merged_into_id not in seen:
        seen.add(current.merged_into_id)
        current = Person.objects.visible_to(user).filter(pk=current.merged_into_id).first()
    return current if current is not None and not current.merged_into_id else None
