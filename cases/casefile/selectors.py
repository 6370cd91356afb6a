"""Reading of cases: lists, pages, timelines, recognitions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.casefile.models import Case, CaseEvent, Party, PartyRole, Recognition
from cases.institutions.models import Institution

# More events than this in one case is not a timeline any more; the newest are kept.
MOST_EVENTS = 500
MOST_PARTIES = 500


def case_by_slug(slug: str, user: Any) -> Case | None:
    """The case of the address as the user may see it."""
    return Case.objects.visible_to(user).filter(slug=slug).first()


def cases_listed(user: Any, *, text: str = "") -> QuerySet[Case]:
    """Cases whom the user may see, unordered; narrowed by part of a title or a number."""
    cases = Case.objects.visible_to(user)
    words = " ".join(text.split())[:100]
    if words:
        cases = cases.filter(
            Q(title_en__icontains=words) | Q(title_ru__icontains=words) | Q(number__icontains=words)
        )
    return cases


def parties_of_person(person_id: int, user: Any) -> list[Party]:
    """The person's parts in cases, with the cases, in one query."""
    return list(
        Party.objects.visible_to(user)
        .filter(person_id=person_id)
        .select_related("case")
        .order_by("case__opened_range", "case_id", "id")[:MOST_PARTIES]
    )


def parties_of_cases(case_ids: Sequence[int], user: Any) -> dict[int, list[Party]]:
    """The parties of the cases with their people, by case id, in one query."""
    found: dict[int, list[Party]] = defaultdict(list)
    query = (
        Party.objects.visible_to(user)
        .filter(case_id__in=case_ids)
        .select_related("person", "case")
        .order_by("person__sort_en", "id")
    )
    for party in query[:MOST_PARTIES]:
        found[party.case_id].append(party)
    return found


def events_of_parties(parties: Sequence[Party], user: Any) -> list[CaseEvent]:
    """What happened to these parties and to all of their cases, oldest first, in one query.

    A court shows only where the court's own record is public: ask `court_of`.
    """
    condition = Q(party__in=[party.pk for party in parties]) | Q(
        party__isnull=True, case__in={party.case_id for party in parties}
    )
    return _timeline(CaseEvent.objects.visible_to(user).filter(condition))


def events_of_case(case_id: int, user: Any) -> list[CaseEvent]:
    """The case's timeline, oldest first, in one query."""
    return _timeline(CaseEvent.objects.visible_to(user).filter(case_id=case_id))


def _timeline(events: QuerySet[CaseEvent]) -> list[CaseEvent]:
    newest = list(
        events.select_related("court", "case", "party__person").order_by("-happened_range", "-id")[
            :MOST_EVENTS
        ]
    )
    # Dates that overlap cannot be ordered by SQL on ranges alone; undated events stand at the end.
    dated = [event for event in newest if event.happened is not None]
    undated = [event for event in newest if event.happened is None]
    dated.sort(key=lambda event: (event.happened, event.pk))
    return dated + sorted(undated, key=lambda event: event.pk)


def court_of(event: CaseEvent) -> Institution | None:
    """The court of an event, if its own record is public."""
    return event.court if event.court is not None and event.court.is_public else None


def recognitions_of(person_ids: Iterable[int], user: Any) -> dict[int, list[Recognition]]:
    """Who calls these people what, by person id, in one query."""
    found: dict[int, list[Recognition]] = defaultdict(list)
    query = Recognition.objects.visible_to(user).filter(person_id__in=list(person_ids))
    for recognition in query.order_by("since_range", "id"):
        found[recognition.person_id].append(recognition)
    return found


def defendants_exist(user: Any) -> Exists:
    """For `filter`: the case has a defendant whom the user may see."""
    return Exists(
        Party.objects.visible_to(user).filter(case=OuterRef("pk"), role=PartyRole.DEFENDANT)
    )
