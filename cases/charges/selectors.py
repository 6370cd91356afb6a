"""Reading of charges with what became of each, and of sentences."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet

from cases.charges.models import Charge, ChargeOutcome, ChargeUpdate, Sentence
from cases.laws.models import Provision, ProvisionEdition
from tracker.lib.nested_rows import nested, rows_of


@dataclass
class ChargeHistory:
    """A charge and its updates, oldest first. Without an update the charge was brought, no more."""

    charge: Charge
    updates: list[ChargeUpdate] = field(default_factory=list)

    @property
    def latest(self) -> ChargeUpdate | None:
        """The newest update, or None."""
        return self.updates[-1] if self.updates else None

    @property
    def outcome(self) -> str:
        """What became of the charge as far as known (a ChargeOutcome)."""
        return self.updates[-1].outcome if self.updates else ChargeOutcome.BROUGHT

    @property
    def provision(self) -> Provision:
        """What the person is charged under."""
        return self.charge.provision

    @property
    def edition(self) -> ProvisionEdition | None:
        """The edition in force at the time of the act, if its own row is public."""
        edition = self.charge.edition
        return edition if edition is not None and edition.is_public else None


def in_order(updates: Iterable[ChargeUpdate]) -> list[ChargeUpdate]:
    """Updates oldest first: by date where one surely lies before another, else by their position."""
    ordered: list[ChargeUpdate] = []
    for update in sorted(updates, key=lambda one: (one.position, one.pk)):
        place = len(ordered)
        while place and _surely_before(update, ordered[place - 1]):
            place -= 1
        ordered.insert(place, update)
    return ordered


def _surely_before(one: ChargeUpdate, other: ChargeUpdate) -> bool:
    return one.on is not None and other.on is not None and one.on.surely_before(other.on)


def _with_updates(charges: QuerySet[Charge], user: Any) -> list[ChargeHistory]:
    updates = ChargeUpdate.objects.visible_to(user).filter(charge=OuterRef("pk")).order_by("id")
    columns = (
        "id", "charge_id", "outcome", "on", "position", "note_en", "note_ru", "requalified_to_id"
    )  # fmt: skip
    rows = charges.select_related("provision__parent__parent", "edition", "party").annotate(
        update_rows=nested(updates, columns)
    )
    return [
        ChargeHistory(charge, in_order(rows_of(ChargeUpdate, charge.update_rows)))
        for charge in rows
    ]


def charges_of_parties(party_ids: Sequence[int], user: Any) -> dict[int, list[ChargeHistory]]:
    """Charges of the parties with their updates and provisions, by party id, in one query."""
    found: dict[int, list[ChargeHistory]] = defaultdict(list)
    query = (
        Charge.objects.visible_to(user)
        .filter(party_id__in=party_ids)
        .order_by("provision__code", "provision__sort_key", "id")
    )
    for history in _with_updates(query, user):
        found[history.charge.party_id].append(history)
    return found


def charges_of_people(person_ids: Sequence[int], user: Any) -> dict[int, list[ChargeHistory]]:
    """The same by person id, in one query, for lists of people."""
    found: dict[int, list[ChargeHistory]] = defaultdict(list)
    query = (
        Charge.objects.visible_to(user)
        .filter(party__person_id__in=person_ids, party__role="defendant")
        .order_by("provision__code", "provision__sort_key", "id")
    )
    for history in _with_updates(query, user):
        found[history.charge.party.person_id].append(history)
    return found


def sentences_of_parties(party_ids: Sequence[int], user: Any) -> dict[int, list[Sentence]]:
    """Sentences of the parties, oldest first, by party id, in one query."""
    found: dict[int, list[Sentence]] = defaultdict(list)
    query = Sentence.objects.visible_to(user).filter(party_id__in=party_ids)
    for sentence in query.order_by("pronounced_range", "id"):
        found[sentence.party_id].append(sentence)
    return found


def people_sentenced(person_ids: Sequence[int], user: Any) -> set[int]:
    """Which of the people have a sentence on record that the user may see, in one query."""
    rows = Sentence.objects.visible_to(user).filter(party__person_id__in=person_ids)
    return set(rows.order_by().values_list("party__person_id", flat=True).distinct())


def charges_under(
    user: Any, *, code: str, article: str, part: str = "", point: str = ""
) -> QuerySet[Charge]:
    """Charges under the node of the code and everything below it, unordered."""
    charges = Charge.objects.visible_to(user).filter(
        provision__code=code, provision__article=article
    )
    if part:
        charges = charges.filter(provision__part=part)
    if point:
        charges = charges.filter(provision__point=point)
    return charges


def people_charged_by_article(user: Any) -> dict[tuple[str, str], int]:
    """How many different people are charged under each article, by (code, article), in one query."""
    rows = (
        Charge.objects.visible_to(user)
        .filter(party__role="defendant")
        .order_by()
        .values_list("provision__code", "provision__article")
        .annotate(people=Count("party__person_id", distinct=True))
    )
    return {(code, article): people for code, article, people in rows}
