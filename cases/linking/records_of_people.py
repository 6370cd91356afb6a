"""What the records hold of the people whom a batch of articles may name: six queries for all of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from cases.casefile.models import CaseEvent, Party
from cases.charges.models import Charge
from cases.detention.models import Transfer
from cases.letters.models import Signature
from people.models import Person

_PLACE = ("place_ru", "place_en", "region__name_ru", "region__name_en")


@dataclass(slots=True)
class RecordsOfPeople:
    """By person: the row, letters signed, cases, charges, and courts and prisons with their places."""

    people: dict[int, Person] = field(default_factory=dict)
    letters: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    cases: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    # Article and part of the code.
    charges: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    # Each court or prison once, with what its place and region are called.
    institutions: dict[int, dict[tuple[int | None, tuple[str, ...]], None]] = field(
        default_factory=lambda: defaultdict(dict)
    )


def records_of(person_ids: Collection[int]) -> RecordsOfPeople:
    """The records of these people; none are asked for where nobody is named."""
    found = RecordsOfPeople()
    ids = list(person_ids)
    if not ids:
        return found
    found.people = Person.objects.in_bulk(ids)
    signed = Signature.objects.filter(person_id__in=ids)
    for letter, person in signed.values_list("letter_id", "person_id"):
        if person is not None:
            found.letters[person].append(letter)
    parties = Party.objects.filter(person_id__in=ids)
    for case, person in parties.values_list("case_id", "person_id"):
        found.cases[person].append(case)
    charges = Charge.objects.filter(party__person_id__in=ids).values_list(
        "party__person_id", "provision__article", "provision__part"
    )
    for person, article, part in charges:
        found.charges[person].append((article, part))
    # An event of one party of a case says nothing of the others.
    own = Q(party__isnull=True, case__parties__person_id__in=ids) | Q(party__person_id__in=ids)
    events = CaseEvent.objects.filter(own, court__isnull=False).values_list(
        "party__person_id", "case__parties__person_id", "court_id", *_places_of("court")
    )
    for of_party, of_case, court, *where in events:
        person = of_party if of_party is not None else of_case
        found.institutions[person][court, tuple(where)] = None
    held = Transfer.objects.filter(detention__person_id__in=ids).values_list(
        "detention__person_id", "institution_id", *_places_of("institution")
    )
    for person, prison, *where in held:
        found.institutions[person][prison, tuple(where)] = None
    return found


def _places_of(relation: str) -> list[str]:
    return [f"{relation}__{column}" for column in _PLACE]
