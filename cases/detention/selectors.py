"""Reading of detentions with the places of each."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from cases.detention.models import Detention, Release, Transfer

MOST_DETENTIONS = 100


@dataclass
class DetentionHistory:
    """One loss of liberty: the places in order, and how it ended."""

    detention: Detention
    places: list[Transfer] = field(default_factory=list)
    release: Release | None = None


def detentions_of(person_id: int, user: Any) -> list[DetentionHistory]:
    """The person's detentions with public places and ends, oldest first, in two queries."""
    detentions = list(
        Detention.objects.visible_to(user)
        .filter(person_id=person_id)
        .select_related("release", "case")
        .order_by("since_range", "id")[:MOST_DETENTIONS]
    )
    places: dict[int, list[Transfer]] = defaultdict(list)
    transfers = Transfer.objects.visible_to(user).filter(detention__in=detentions)
    for transfer in transfers.select_related("institution__region"):
        places[transfer.detention_id].append(transfer)
    found = []
    for detention in detentions:
        release = getattr(detention, "release", None)
        found.append(
            DetentionHistory(
                detention,
                places[detention.pk],
                release if release is not None and release.is_public else None,
            )
        )
    return found
